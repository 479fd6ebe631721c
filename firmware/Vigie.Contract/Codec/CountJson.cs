using System.Text.Json;

namespace Vigie.Contract.Codec;

/// <summary>A count record in JSON.</summary>
internal static class CountJson
{
    public static byte[] Encode(CountRecord record, ContextRecord? names) => JsonOutput.Record(writer =>
    {
        JsonOutput.Identity(writer, record.Identity);
        writer.WriteNumber("context", record.Context);
        JsonOutput.TextIfAny(writer, "camera", names?.TryNameCamera(record.Camera, out string camera) == true ? camera : null);
        writer.WriteNumber("cameraNumber", record.Camera);
        JsonOutput.TextIfAny(writer, "zone", names?.TryNameZone(record.Camera, record.Zone, out string zone) == true ? zone : null);
        writer.WriteNumber("zoneNumber", record.Zone);
        JsonOutput.Time(writer, record.Time);
        writer.WriteNumber("seconds", record.Seconds);
        writer.WriteNumber("watched", record.Watched);
        writer.WriteNumber("floor", record.Floor);
        writer.WriteStartArray("classes");
        foreach ((int number, ClassCounts counts) in record.Classes.OrderBy(entry => entry.Key))
        {
            Write(writer, number, names?.TryNameClass(number, out string name) == true ? name : null, counts);
        }

        writer.WriteEndArray();
        WriteIfSet(writer, "historical", record.Flags.HasFlag(EventMarks.Historical));
        WriteIfSet(writer, "laboratory", record.Flags.HasFlag(EventMarks.Laboratory));
    });

    public static CountRecord Decode(ReadOnlyMemory<byte> payload) => JsonFields.Record(payload, fields => new CountRecord
    {
        Identity = fields.Identity(),
        Context = fields.Number("context"),
        Camera = fields.Number("cameraNumber"),
        Zone = fields.Number("zoneNumber"),
        Time = fields.Time(),
        Seconds = fields.Number("seconds"),
        Watched = fields.Number("watched"),
        Floor = fields.Number("floor"),
        Classes = ReadClasses(fields),
        Flags = Mark(fields, "historical", EventMarks.Historical) | Mark(fields, "laboratory", EventMarks.Laboratory),
    });

    private static void Write(Utf8JsonWriter writer, int number, string? name, ClassCounts counts)
    {
        writer.WriteStartObject();
        JsonOutput.TextIfAny(writer, "class", name);
        writer.WriteNumber("classNumber", number);
        JsonOutput.NumberIfAny(writer, "in", counts.In);
        JsonOutput.NumberIfAny(writer, "out", counts.Out);
        JsonOutput.NumberIfAny(writer, "most", counts.Most);
        JsonOutput.NumberIfAny(writer, "mean", counts.Mean);
        if (!counts.Stays.IsEmpty)
        {
            writer.WriteStartArray("stays");
            foreach (StayPart part in counts.Stays)
            {
                writer.WriteStartObject();
                JsonOutput.NumberIfAny(writer, "to", part.To);
                writer.WriteNumber("count", part.Count);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static Dictionary<int, ClassCounts> ReadClasses(JsonFields fields)
    {
        Dictionary<int, ClassCounts> classes = [];
        foreach (JsonFields item in fields.Objects("classes"))
        {
            ClassCounts counts = new()
            {
                In = item.OptionalNumber("in"),
                Out = item.OptionalNumber("out"),
                Most = item.OptionalNumber("most"),
                Mean = item.OptionalNumber("mean"),
                Stays = item.Has("stays") ? [.. item.Objects("stays").Select(part => new StayPart(part.OptionalNumber("to"), part.Number("count")))] : [],
            };
            int number = item.Number("classNumber");
            if (!classes.TryAdd(number, counts))
            {
                throw new FormatException($"class {number} stands twice");
            }
        }

        return classes;
    }

    private static EventMarks Mark(JsonFields fields, string key, EventMarks mark) =>
        fields.Has(key) && fields.Boolean(key) ? mark : EventMarks.None;

    private static void WriteIfSet(Utf8JsonWriter writer, string key, bool set)
    {
        if (set)
        {
            writer.WriteBoolean(key, true);
        }
    }
}
