using System.Text.Json;

namespace Vigie.Contract.Codec;

/// <summary>Writes JSON that people can read: one line, their own letters, fields in a fixed order.</summary>
internal static class JsonOutput
{
    public static byte[] Record(Action<Utf8JsonWriter> write) => JsonLine.Write(write);

    public static void Identity(Utf8JsonWriter writer, Identity identity)
    {
        writer.WriteString("boot", identity.Boot.ToString());
        writer.WriteNumber("sequence", identity.Sequence);
        if (identity.Previous is uint previous)
        {
            writer.WriteNumber("previous", previous);
        }
    }

    public static void Time(Utf8JsonWriter writer, DateTimeOffset time) => writer.WriteString("time", WireTime.Write(time));

    public static void Encoding(Utf8JsonWriter writer, WireEncoding encoding) =>
        writer.WriteString("encoding", encoding == WireEncoding.Cbor ? "cbor" : "json");

    public static void TextIfAny(Utf8JsonWriter writer, string key, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(key, text);
        }
    }

    public static void NumberIfAny(Utf8JsonWriter writer, string key, int? value)
    {
        if (value is int number)
        {
            writer.WriteNumber(key, number);
        }
    }

    /// <summary>An array of <c>{"number":…,"name":…}</c> in the order of numbers.</summary>
    public static void Names(Utf8JsonWriter writer, string key, IReadOnlyDictionary<int, string> names)
    {
        writer.WriteStartArray(key);
        foreach ((int number, string name) in names.OrderBy(entry => entry.Key))
        {
            writer.WriteStartObject();
            writer.WriteNumber("number", number);
            writer.WriteString("name", name);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
