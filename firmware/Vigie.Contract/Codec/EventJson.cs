using System.Text.Json;

namespace Vigie.Contract.Codec;

/// <summary>An event in JSON. Names are for people; a reader goes by the numbers beside them.</summary>
internal static class EventJson
{
    public static byte[] Encode(EventRecord record, ContextRecord? names) => JsonOutput.Record(writer =>
    {
        JsonOutput.Identity(writer, record.Identity);
        writer.WriteNumber("context", record.Context);
        JsonOutput.TextIfAny(writer, "camera", NameOfCamera(record, names));
        writer.WriteNumber("cameraNumber", record.Camera);
        writer.WriteString("kind", EventKinds.Name(record.Kind));
        writer.WriteString("phase", EventPhases.Name(record.Phase));
        writer.WriteNumber("signal", record.Signal);
        JsonOutput.Time(writer, record.Time);
        WriteClass(writer, record, names);
        JsonOutput.NumberIfAny(writer, "confidence", record.Confidence);
        WriteZone(writer, record, names);
        WriteBox(writer, record.Box);
        JsonOutput.NumberIfAny(writer, "count", record.Count);
        WriteFlag(writer, "historical", record.Flags.HasFlag(EventMarks.Historical));
        WriteFlag(writer, "laboratory", record.Flags.HasFlag(EventMarks.Laboratory));
        WriteFlag(writer, "outward", record.Flags.HasFlag(EventMarks.Outward));
        JsonOutput.NumberIfAny(writer, "held", record.Held);
        JsonOutput.NumberIfAny(writer, "speed", record.Speed);
        JsonOutput.TextIfAny(writer, "fault", record.Fault is { } fault ? TamperFaults.Name(fault) : null);
    });

    public static EventRecord Decode(ReadOnlyMemory<byte> payload) => JsonFields.Record(payload, fields => new EventRecord
    {
        Identity = fields.Identity(),
        Context = fields.Number("context"),
        Camera = fields.Number("cameraNumber"),
        Kind = EventKinds.TryParse(fields.Text("kind"), out EventKind kind)
            ? kind
            : throw new FormatException($"kind {fields.Text("kind")} is not known to this version"),
        Phase = EventPhases.TryParse(fields.Text("phase"), out EventPhase phase)
            ? phase
            : throw new FormatException($"phase {fields.Text("phase")} is not known to this version"),
        Signal = fields.Number32("signal"),
        Time = fields.Time(),
        Class = fields.OptionalNumber("classNumber"),
        Confidence = fields.OptionalNumber("confidence"),
        Zone = fields.OptionalNumber("zoneNumber"),
        Box = fields.OptionalBox("box"),
        Count = fields.OptionalNumber("count"),
        Flags = Flag(fields, "historical", EventMarks.Historical) | Flag(fields, "laboratory", EventMarks.Laboratory)
            | Flag(fields, "outward", EventMarks.Outward),
        Held = fields.OptionalNumber("held"),
        Speed = fields.OptionalNumber("speed"),
        Fault = Fault(fields),
    });

    private static TamperFault? Fault(JsonFields fields) => true switch
    {
        _ when !fields.Has("fault") => null,
        _ when TamperFaults.TryParse(fields.Text("fault"), out TamperFault fault) => fault,
        _ => throw new FormatException($"fault {fields.Text("fault")} is not known to this version"),
    };

    private static EventMarks Flag(JsonFields fields, string key, EventMarks flag) =>
        fields.Has(key) && fields.Boolean(key) ? flag : EventMarks.None;

    private static string? NameOfCamera(EventRecord record, ContextRecord? names) =>
        names is not null && names.TryNameCamera(record.Camera, out string name) ? name : null;

    private static void WriteClass(Utf8JsonWriter writer, EventRecord record, ContextRecord? names)
    {
        if (record.Class is int number)
        {
            string? known = names is not null && names.TryNameClass(number, out string name) ? name : null;
            JsonOutput.TextIfAny(writer, "class", known);
            writer.WriteNumber("classNumber", number);
        }
    }

    private static void WriteZone(Utf8JsonWriter writer, EventRecord record, ContextRecord? names)
    {
        if (record.Zone is int number)
        {
            string? known = names is not null && names.TryNameZone(record.Camera, number, out string name) ? name : null;
            JsonOutput.TextIfAny(writer, "zone", known);
            writer.WriteNumber("zoneNumber", number);
        }
    }

    private static void WriteBox(Utf8JsonWriter writer, BoxPerMille? box)
    {
        if (box is (int left, int top, int width, int height))
        {
            writer.WriteStartArray("box");
            foreach (int perMille in (ReadOnlySpan<int>)[left, top, width, height])
            {
                writer.WriteNumberValue((decimal)perMille / BoxPerMille.Whole);
            }

            writer.WriteEndArray();
        }
    }

    private static void WriteFlag(Utf8JsonWriter writer, string key, bool set)
    {
        if (set)
        {
            writer.WriteBoolean(key, true);
        }
    }
}
