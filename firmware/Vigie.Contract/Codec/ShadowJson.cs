using System.Text.Json;

namespace Vigie.Contract.Codec;

/// <summary>A shadow record in JSON.</summary>
internal static class ShadowJson
{
    public static byte[] Encode(ShadowRecord record, ContextRecord? names) => JsonOutput.Record(writer =>
    {
        JsonOutput.Identity(writer, record.Identity);
        writer.WriteNumber("context", record.Context);
        JsonOutput.TextIfAny(writer, "camera", names?.TryNameCamera(record.Camera, out string camera) == true ? camera : null);
        writer.WriteNumber("cameraNumber", record.Camera);
        writer.WriteString("kind", EventKinds.Name(record.Kind));
        JsonOutput.TextIfAny(writer, "zone", record.Zone is int place && names?.TryNameZone(record.Camera, place, out string zone) == true ? zone : null);
        JsonOutput.NumberIfAny(writer, "zoneNumber", record.Zone);
        writer.WriteString("rule", record.Rule);
        JsonOutput.Time(writer, record.Time);
        writer.WriteNumber("watched", record.Watched);
        writer.WriteNumber("floor", record.Floor);
        JsonOutput.NumberIfAny(writer, "signals", record.Signals);
        JsonOutput.NumberIfAny(writer, "held", record.Held);
        WriteParts(writer, "hours", record.Hours.Select(part => new[] { ("hour", part.Hour), ("count", part.Count) }));
        writer.WriteStartObject("grid");
        writer.WriteNumber("columns", record.Columns);
        writer.WriteNumber("rows", record.Rows);
        writer.WriteEndObject();
        WriteParts(writer, "cells", record.Cells.Select(part => new[] { ("column", part.Column), ("row", part.Row), ("count", part.Count) }));
    });

    public static ShadowRecord Decode(ReadOnlyMemory<byte> payload) => JsonFields.Record(payload, fields =>
    {
        JsonFields grid = fields.Object("grid");
        return new ShadowRecord
        {
            Identity = fields.Identity(),
            Context = fields.Number("context"),
            Camera = fields.Number("cameraNumber"),
            Kind = EventKinds.TryParse(fields.Text("kind"), out EventKind kind) ? kind : throw new FormatException($"kind {fields.Text("kind")} is not known to this version"),
            Zone = fields.OptionalNumber("zoneNumber"),
            Rule = fields.Text("rule"),
            Time = fields.Time(),
            Watched = fields.Number("watched"),
            Floor = fields.Number("floor"),
            Signals = fields.OptionalNumber("signals"),
            Held = fields.OptionalNumber("held"),
            Hours = [.. fields.Objects("hours").Select(part => new ShadowHour(part.Number("hour"), part.Number("count")))],
            Columns = grid.Number("columns"),
            Rows = grid.Number("rows"),
            Cells = [.. fields.Objects("cells").Select(part => new ShadowCell(part.Number("column"), part.Number("row"), part.Number("count")))],
        };
    });

    private static void WriteParts(Utf8JsonWriter writer, string key, IEnumerable<(string Key, int Value)[]> parts)
    {
        writer.WriteStartArray(key);
        foreach ((string Key, int Value)[] part in parts)
        {
            writer.WriteStartObject();
            foreach ((string name, int value) in part)
            {
                writer.WriteNumber(name, value);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
