using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Vigie.Contract;

/// <summary>Writes one JSON object in a line, as every JSON of the contract is written; also what is said of records in other formats.</summary>
public static class JsonLine
{
    // Payloads are no web page: quotation marks, and letters beyond ASCII, stay as they are.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The object's bytes, UTF-8.</summary>
    /// <param name="write">Writes its fields.</param>
    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new(512);
        using Utf8JsonWriter writer = new(buffer, Options);
        writer.WriteStartObject();
        write(writer);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A time as the JSON twin has it: UTC, whole milliseconds.</summary>
    public static string Time(DateTimeOffset time) => WireTime.Write(time);
}
