using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Vigie.Edgectl.Hub;

/// <summary>Lines of JSON.</summary>
internal static class HubJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(Loss loss) => Line(writer =>
    {
        writer.WriteString("site", loss.Device.Site);
        writer.WriteString("device", loss.Device.Device);
        writer.WriteString("boot", loss.Boot.ToString());
        writer.WriteNumber("first", loss.Range.First);
        writer.WriteNumber("last", loss.Range.Last);
        writer.WriteString("kind", loss.Kind.ToString().ToLowerInvariant());
        writer.WriteString("why", loss.Why);
    });

    public static string Line(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new(512);
        using (Utf8JsonWriter writer = new(buffer, Options))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
