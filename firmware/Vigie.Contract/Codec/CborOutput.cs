using System.Formats.Cbor;

namespace Vigie.Contract.Codec;

/// <summary>Writes the CBOR that records are made of: keys sorted, each number in its shortest form, lengths definite.</summary>
internal sealed class CborOutput
{
    private readonly CborWriter _writer = new(CborConformanceMode.Ctap2Canonical, convertIndefiniteLengthEncodings: true);

    /// <summary>Writes the one map of a record and gives its bytes.</summary>
    public static byte[] Record(Action<CborOutput> write)
    {
        CborOutput output = new();
        output.Map(() => write(output));
        return output._writer.Encode();
    }

    public void Map(Action write)
    {
        _writer.WriteStartMap(null);
        write();
        _writer.WriteEndMap();
    }

    public void Key(int key) => _writer.WriteInt32(key);

    public void Number(int key, long value)
    {
        Key(key);
        _writer.WriteInt64(value);
    }

    public void Text(int key, string value)
    {
        Key(key);
        _writer.WriteTextString(value);
    }

    public void Boolean(int key, bool value)
    {
        Key(key);
        _writer.WriteBoolean(value);
    }

    public void Bytes(int key, ReadOnlySpan<byte> value)
    {
        Key(key);
        _writer.WriteByteString(value);
    }

    public void Boot(int key, Boot boot)
    {
        Key(key);
        _writer.WriteStartArray(2);
        _writer.WriteUInt32(boot.Counter);
        _writer.WriteUInt32(boot.Nonce);
        _writer.WriteEndArray();
    }

    public void Identity(int key, Identity identity)
    {
        Key(key);
        _writer.WriteStartArray(identity.Previous is null ? 3 : 4);
        _writer.WriteUInt32(identity.Boot.Counter);
        _writer.WriteUInt32(identity.Boot.Nonce);
        _writer.WriteUInt32(identity.Sequence);
        if (identity.Previous is uint previous)
        {
            _writer.WriteUInt32(identity.Sequence - previous);
        }

        _writer.WriteEndArray();
    }

    public void Texts(int key, params ReadOnlySpan<string> values)
    {
        Key(key);
        _writer.WriteStartArray(values.Length);
        foreach (string value in values)
        {
            _writer.WriteTextString(value);
        }

        _writer.WriteEndArray();
    }

    /// <summary>A kind's measured precision; an empty array where there is none.</summary>
    public void Precision(int kind, KindPrecision? measured)
    {
        Key(kind);
        if (measured is null)
        {
            _writer.WriteStartArray(0);
            _writer.WriteEndArray();
            return;
        }

        _writer.WriteStartArray(5);
        _writer.WriteInt32(measured.Right);
        _writer.WriteInt32(measured.Signals);
        _writer.WriteInt32(measured.Truth);
        _writer.WriteTextString(measured.Clips);
        _writer.WriteTextString(measured.Model);
        _writer.WriteEndArray();
    }

    public void Runs(int key, IReadOnlyList<ReceivedRun> runs)
    {
        Key(key);
        _writer.WriteStartArray(runs.Count);
        foreach (ReceivedRun run in runs)
        {
            _writer.WriteStartArray(3);
            _writer.WriteUInt32(run.Boot.Counter);
            _writer.WriteUInt32(run.Boot.Nonce);
            _writer.WriteStartArray(run.Ranges.Length);
            foreach (SequenceRange range in run.Ranges)
            {
                _writer.WriteStartArray(2);
                _writer.WriteUInt32(range.First);
                _writer.WriteUInt32(range.Last);
                _writer.WriteEndArray();
            }

            _writer.WriteEndArray();
            _writer.WriteEndArray();
        }

        _writer.WriteEndArray();
    }

    /// <summary>An array of arrays of numbers, as a value.</summary>
    public void Numbers(IReadOnlyList<IReadOnlyList<int>> rows)
    {
        _writer.WriteStartArray(rows.Count);
        foreach (IReadOnlyList<int> row in rows)
        {
            Numbers(row);
        }

        _writer.WriteEndArray();
    }

    /// <summary>An array of numbers, as a value.</summary>
    public void Numbers(IReadOnlyList<int> row)
    {
        _writer.WriteStartArray(row.Count);
        foreach (int number in row)
        {
            _writer.WriteInt32(number);
        }

        _writer.WriteEndArray();
    }

    /// <summary>A map from number to name.</summary>
    public void Names(int key, IReadOnlyDictionary<int, string> names)
    {
        Key(key);
        Map(() =>
        {
            foreach ((int number, string name) in names)
            {
                Text(number, name);
            }
        });
    }
}
