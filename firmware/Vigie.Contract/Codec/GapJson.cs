using System.Text.Json;

namespace Vigie.Contract.Codec;

/// <summary>A gap record in JSON.</summary>
internal static class GapJson
{
    private static readonly string[] Lanes = ["signals", "telemetry"];

    private static readonly string[] Reasons = ["disk cap", "disk full", "memory full", "corrupt"];

    public static byte[] Encode(GapRecord record) => JsonOutput.Record(writer =>
    {
        JsonOutput.Identity(writer, record.Identity);
        JsonOutput.Time(writer, record.Time);
        writer.WriteString("lane", Lanes[(int)record.Lane]);
        writer.WriteString("reason", Reasons[(int)record.Reason]);
        writer.WriteNumber("count", record.Count);
        WriteEnd(writer, "first", record.First);
        WriteEnd(writer, "last", record.Last);
    });

    public static GapRecord Decode(ReadOnlyMemory<byte> payload) => JsonFields.Record(payload, fields => new GapRecord
    {
        Identity = fields.Identity(),
        Time = fields.Time(),
        Lane = (LossLane)Index(Lanes, fields, "lane"),
        Reason = (LossReason)Index(Reasons, fields, "reason"),
        Count = fields.LongNumber("count"),
        First = fields.Has("first") ? fields.Object("first").Identity() : null,
        Last = fields.Has("last") ? fields.Object("last").Identity() : null,
    });

    private static int Index(string[] names, JsonFields fields, string key)
    {
        int index = Array.IndexOf(names, fields.Text(key));
        return index >= 0 ? index : throw new FormatException($"{key} {fields.Text(key)} is not known to this version");
    }

    private static void WriteEnd(Utf8JsonWriter writer, string key, Identity? end)
    {
        if (end is Identity identity)
        {
            writer.WriteStartObject(key);
            JsonOutput.Identity(writer, identity);
            writer.WriteEndObject();
        }
    }
}
