using System.Text;
using System.Text.Json;
using Vigie.Contract;

namespace Vigie.Edgectl.Hub;

/// <summary>Lines of JSON.</summary>
internal static class HubJson
{
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

    public static string Line(Action<Utf8JsonWriter> write) => Encoding.UTF8.GetString(JsonLine.Write(write));
}
