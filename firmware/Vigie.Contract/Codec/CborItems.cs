using System.Formats.Cbor;

namespace Vigie.Contract.Codec;

/// <summary>
/// Reads the CBOR that records are made of: whole numbers, texts, byte strings, booleans, arrays and maps, deterministic
/// (RFC 8949, section 4.2). The reader's "CTAP2" mode has that section's rule for keys: bytewise order of their encodings, each
/// once.
/// </summary>
internal sealed class CborItems(ReadOnlyMemory<byte> payload)
{
    private const int DeepestUnknown = 8;

    private readonly CborReader _reader = new(payload, CborConformanceMode.Ctap2Canonical);

    /// <summary>
    /// Reads a map with integer keys. <paramref name="read"/> reads the value of a key that it knows, else returns false.
    /// </summary>
    /// <returns>One bit for each key below 32 that was known.</returns>
    public uint Map(Func<int, bool> read)
    {
        uint seen = 0;
        Expect(CborReaderState.StartMap, "it is no map");
        _reader.ReadStartMap();
        while (_reader.PeekState() != CborReaderState.EndMap)
        {
            int key = Number(1, EventRecord.MaximumNumber, "a key");
            if (!read(key))
            {
                Skip(DeepestUnknown);
            }
            else if (key < 32)
            {
                seen |= 1u << key;
            }
        }

        _reader.ReadEndMap();
        return seen;
    }

    /// <summary>Refuses a map that lacks a key it must have.</summary>
    public static void Require(uint seen, params ReadOnlySpan<int> keys)
    {
        foreach (int key in keys)
        {
            if ((seen & (1u << key)) == 0)
            {
                throw new CborContentException($"key {key} is missing");
            }
        }
    }

    public int Number(int least, int most, string what) => (int)Number((ulong)least, (ulong)most, what);

    public uint Number32(string what) => (uint)Number(0, uint.MaxValue, what);

    public ulong Number(ulong least, ulong most, string what)
    {
        Expect(CborReaderState.UnsignedInteger, $"{what} is no unsigned whole number");
        ulong value = _reader.ReadUInt64();
        return value >= least && value <= most
            ? value
            : throw new CborContentException($"{what} is {value}, not within {least}..{most}");
    }

    public bool Boolean(string what)
    {
        Expect(CborReaderState.Boolean, $"{what} is neither true nor false");
        return _reader.ReadBoolean();
    }

    public string Text(string what)
    {
        Expect(CborReaderState.TextString, $"{what} is no text");
        return _reader.ReadTextString();
    }

    public byte[] Bytes(int length, string what)
    {
        Expect(CborReaderState.ByteString, $"{what} is no byte string");
        byte[] bytes = _reader.ReadByteString();
        return bytes.Length == length ? bytes : throw new CborContentException($"{what} is not of {length} bytes");
    }

    /// <summary>Reads an array of some numbers of items.</summary>
    public int StartArray(int least, int most, string what)
    {
        Expect(CborReaderState.StartArray, $"{what} is no array");
        int length = _reader.ReadStartArray() ?? throw new CborContentException($"{what} has no definite length");
        return length >= least && length <= most
            ? length
            : throw new CborContentException($"{what} has {length} items, not {least}..{most}");
    }

    public void EndArray() => _reader.ReadEndArray();

    public Boot Boot()
    {
        StartArray(2, 2, "boot");
        Boot boot = new(Number32("boot counter"), Number32("boot nonce"));
        EndArray();
        return boot;
    }

    public Identity Identity()
    {
        int length = StartArray(3, 4, "identity");
        Boot boot = new(Number32("boot counter"), Number32("boot nonce"));
        uint sequence = Number32("sequence");
        uint? previous = length == 4 ? sequence - (uint)Number(1, sequence, "distance to the previous sequence") : null;
        EndArray();
        return new Identity(boot, sequence, previous);
    }

    public DateTimeOffset Time() =>
        DateTimeOffset.FromUnixTimeMilliseconds((long)Number(0, (ulong)WireTime.LatestMilliseconds, "time"));

    /// <summary>Refuses bytes behind the record.</summary>
    public void Finish()
    {
        if (_reader.BytesRemaining != 0)
        {
            throw new CborContentException($"{_reader.BytesRemaining} bytes follow the record");
        }
    }

    private void Expect(CborReaderState state, string otherwise)
    {
        if (_reader.PeekState() != state)
        {
            throw new CborContentException(otherwise);
        }
    }

    // What a later version 1 adds: anything that this contract's CBOR may hold, so no tag, no floating point number, no null.
    private void Skip(int depth)
    {
        switch (_reader.PeekState())
        {
            case CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger or CborReaderState.Boolean
                or CborReaderState.ByteString or CborReaderState.TextString:
                _reader.SkipValue();
                break;
            case CborReaderState.StartArray when depth > 0:
                _reader.ReadStartArray();
                SkipUntil(CborReaderState.EndArray, depth);
                _reader.ReadEndArray();
                break;
            case CborReaderState.StartMap when depth > 0:
                _reader.ReadStartMap();
                SkipUntil(CborReaderState.EndMap, depth);
                _reader.ReadEndMap();
                break;
            case CborReaderState state:
                throw new CborContentException($"an unknown key holds what records never do: {state}");
        }
    }

    private void SkipUntil(CborReaderState end, int depth)
    {
        while (_reader.PeekState() != end)
        {
            Skip(depth - 1);
        }
    }
}
