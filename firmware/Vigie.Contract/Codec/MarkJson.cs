using System.Text.Json;

namespace Vigie.Contract.Codec;

/// <summary>Sets a mark in the JSON twin of a record whose rest is copied as it stands.</summary>
internal static class MarkJson
{
    // What an event or count writes behind the mark.
    private static readonly string[] Behind = ["laboratory", "outward", "held", "speed", "fault"];

    /// <param name="payload">A record that was decoded before.</param>
    /// <param name="name">The mark.</param>
    public static byte[] Set(ReadOnlyMemory<byte> payload, string name)
    {
        using JsonDocument document = JsonDocument.Parse(payload);
        return JsonOutput.Record(writer =>
        {
            bool written = false;
            foreach (JsonProperty property in document.RootElement.EnumerateObject().Where(property => property.Name != name))
            {
                if (!written && Behind.Contains(property.Name))
                {
                    written = true;
                    writer.WriteBoolean(name, true);
                }

                property.WriteTo(writer);
            }

            if (!written)
            {
                writer.WriteBoolean(name, true);
            }
        });
    }
}
