using System.Diagnostics.CodeAnalysis;
using System.Formats.Cbor;
using System.Globalization;
using System.Security.Cryptography;

namespace Vigie.Trust.Signatures;

/// <summary>
/// Reads the one map that a payload is, field by field: every field must be there, in order, of its type and within its bounds, and
/// no other. Memory is taken only for what was read; a length that is merely claimed takes none.
/// </summary>
internal sealed class FieldReader
{
    private readonly CborReader _reader;
    private int _field;

    private FieldReader(ReadOnlyMemory<byte> payload) => _reader = new CborReader(payload, CborConformanceMode.Ctap2Canonical);

    /// <summary>Reads a payload, writes what was read, and accepts it only where both are the same bytes.</summary>
    public static bool TryRead<T>(
        ReadOnlyMemory<byte> payload,
        int fields,
        Func<FieldReader, T> read,
        Func<T, byte[]> write,
        [NotNullWhen(true)] out T? value,
        [NotNullWhen(false)] out Refusal? refusal)
        where T : class
    {
        value = null;
        try
        {
            FieldReader reader = new(payload);
            reader.Start(fields);
            T found = read(reader);
            reader.Finish();
            if (!write(found).AsSpan().SequenceEqual(payload.Span))
            {
                throw NotCanonical();
            }

            value = found;
            refusal = null;
            return true;
        }
        catch (RefusedException refused)
        {
            refusal = refused.Refusal;
            return false;
        }
        catch (CborContentException)
        {
            refusal = NotCanonical().Refusal;
            return false;
        }
    }

    public string Text(string what, int most = 200)
    {
        Field(what);
        return ReadText(what, most);
    }

    public long Number(string what, long least, long most)
    {
        Field(what);
        return ReadNumber(what, least, most);
    }

    public DateTimeOffset Time(string what) => DateTimeOffset.FromUnixTimeSeconds(Number(what, 0, 253_402_300_799));

    public bool Boolean(string what)
    {
        Field(what);
        Expect(CborReaderState.Boolean, what);
        return _reader.ReadBoolean();
    }

    public string Hash(string what)
    {
        Field(what);
        return ReadHash(what);
    }

    public byte[] Bytes(string what, int length)
    {
        Field(what);
        return ReadBytes(what, length);
    }

    /// <summary>A set of names, sorted.</summary>
    public IReadOnlyList<string> Texts(string what, int least, int most, int longest = 64)
    {
        Field(what);
        return ReadTexts(what, least, most, longest);
    }

    /// <summary>A list whose items are arrays of some fields.</summary>
    public IReadOnlyList<T> List<T>(string what, int least, int most, int itemFields, Func<FieldReader, T> read)
    {
        Field(what);
        int count = StartArray(what, least, most);
        List<T> items = [];
        for (int item = 0; item < count; item++)
        {
            StartArray(what, itemFields, itemFields);
            items.Add(read(this));
            _reader.ReadEndArray();
        }

        _reader.ReadEndArray();
        return items;
    }

    public string ReadText(string what, int most)
    {
        Expect(CborReaderState.TextString, what);
        string text = _reader.ReadTextString();
        return PlainText.ProblemOf(text, most) is string problem ? throw Bad(what, problem) : text;
    }

    public long ReadNumber(string what, long least, long most)
    {
        Expect(CborReaderState.UnsignedInteger, what);
        ulong value = _reader.ReadUInt64();
        return value >= (ulong)least && value <= (ulong)most
            ? (long)value
            : throw Bad(what, string.Create(CultureInfo.InvariantCulture, $"is {value}, which is not from {least} to {most}"));
    }

    public string ReadHash(string what) => Convert.ToHexStringLower(ReadBytes(what, SHA256.HashSizeInBytes));

    public IReadOnlyList<string> ReadTexts(string what, int least, int most, int longest)
    {
        int count = StartArray(what, least, most);
        List<string> texts = [];
        for (int item = 0; item < count; item++)
        {
            string text = ReadText(what, longest);
            if (item > 0 && string.CompareOrdinal(texts[^1], text) >= 0)
            {
                throw Bad(what, "is not sorted, or says something twice");
            }

            texts.Add(text);
        }

        _reader.ReadEndArray();
        return texts;
    }

    private static RefusedException NotCanonical() => new(
        RefusalReason.NotCanonical, "is not encoded in the one form that is allowed", "Have it written by edgectl and signed again.");

    private static RefusedException Bad(string what, string problem) =>
        new(RefusalReason.BadField, $"{what} {problem}", "Have this field mended and the document signed again.");

    private byte[] ReadBytes(string what, int length)
    {
        Expect(CborReaderState.ByteString, what);
        byte[] bytes = _reader.ReadByteString();
        return bytes.Length == length ? bytes : throw Bad(what, $"is not of {length} bytes");
    }

    private void Start(int fields)
    {
        Expect(CborReaderState.StartMap, "the document");
        int found = _reader.ReadStartMap() ?? throw NotCanonical();
        if (found > fields)
        {
            throw Unknown($"{found - fields} more than the {fields} that are known here");
        }
    }

    private void Field(string what)
    {
        _field++;
        if (_reader.PeekState() == CborReaderState.EndMap)
        {
            throw Bad(what, $"(field {_field}) is missing");
        }

        Expect(CborReaderState.UnsignedInteger, $"the number of the field \"{what}\"");
        ulong found = _reader.ReadUInt64();
        if (found != (ulong)_field)
        {
            throw found < (ulong)_field ? NotCanonical() : Unknown($"number {found} where \"{what}\" (field {_field}) must stand");
        }
    }

    private void Finish()
    {
        if (_reader.PeekState() != CborReaderState.EndMap)
        {
            throw Unknown("one after the last that is known here");
        }

        _reader.ReadEndMap();
        if (_reader.BytesRemaining != 0)
        {
            throw NotCanonical();
        }
    }

    private int StartArray(string what, int least, int most)
    {
        Expect(CborReaderState.StartArray, what);
        int count = _reader.ReadStartArray() ?? throw NotCanonical();
        return count >= least && count <= most ? count : throw Bad(what, $"has {count} entries, not {least} to {most}");
    }

    private void Expect(CborReaderState state, string what)
    {
        if (_reader.PeekState() != state)
        {
            throw Bad(what, "is of another type than it must be");
        }
    }

    private static RefusedException Unknown(string which) => new(
        RefusalReason.UnknownField,
        $"has a field that this box does not know: {which}",
        "It may restrict what the rest permits: have it written for this version, or update the box.");
}
