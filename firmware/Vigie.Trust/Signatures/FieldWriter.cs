using System.Formats.Cbor;

namespace Vigie.Trust.Signatures;

/// <summary>Writes the one map that a payload is: every field, numbered from 1 without a gap, in deterministic CBOR (RFC 8949, section 4.2.1).</summary>
internal sealed class FieldWriter
{
    private readonly CborWriter _writer = new(CborConformanceMode.Ctap2Canonical);
    private int _field;

    public static byte[] Write(int fields, Action<FieldWriter> write)
    {
        FieldWriter writer = new();
        writer._writer.WriteStartMap(fields);
        write(writer);
        writer._writer.WriteEndMap();
        return writer._writer.Encode();
    }

    public FieldWriter Text(string value) => Field(() => _writer.WriteTextString(value));

    public FieldWriter Number(long value) => Field(() => _writer.WriteInt64(value));

    public FieldWriter Time(DateTimeOffset value) => Number(value.ToUnixTimeSeconds());

    public FieldWriter Boolean(bool value) => Field(() => _writer.WriteBoolean(value));

    public FieldWriter Hash(string hexadecimal) => Field(() => _writer.WriteByteString(Convert.FromHexString(hexadecimal)));

    public FieldWriter Bytes(ReadOnlyMemory<byte> value) => Field(() => _writer.WriteByteString(value.Span));

    /// <summary>Writes a set of texts: sorted, so that one set has one form.</summary>
    public FieldWriter Texts(IReadOnlyCollection<string> values) => Field(() => WriteTexts(values));

    /// <summary>Writes a list whose items are arrays.</summary>
    public FieldWriter List<T>(IReadOnlyCollection<T> values, int itemFields, Action<CborWriter, T> write) => Field(() =>
    {
        _writer.WriteStartArray(values.Count);
        foreach (T value in values)
        {
            _writer.WriteStartArray(itemFields);
            write(_writer, value);
            _writer.WriteEndArray();
        }

        _writer.WriteEndArray();
    });

    public void WriteTexts(IReadOnlyCollection<string> values)
    {
        _writer.WriteStartArray(values.Count);
        foreach (string value in values.Order(StringComparer.Ordinal))
        {
            _writer.WriteTextString(value);
        }

        _writer.WriteEndArray();
    }

    private FieldWriter Field(Action write)
    {
        _writer.WriteInt32(++_field);
        write();
        return this;
    }
}
