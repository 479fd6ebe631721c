using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Vigie.Delivery.Projections;

/// <summary>Writes one JSON object in a line.</summary>
internal static class ProjectionJson
{
    // Payloads are no web page: quotation marks in templates stay as they are.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new(256);
        using Utf8JsonWriter writer = new(buffer, Options);
        writer.WriteStartObject();
        write(writer);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>As the contract's JSON twin has times.</summary>
    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
