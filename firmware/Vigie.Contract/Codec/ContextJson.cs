using System.Text.Json;

namespace Vigie.Contract.Codec;

/// <summary>A context record in JSON.</summary>
internal static class ContextJson
{
    public static byte[] Encode(ContextRecord record) => JsonOutput.Record(writer =>
    {
        JsonOutput.Identity(writer, record.Identity);
        writer.WriteNumber("context", record.Number);
        JsonOutput.Time(writer, record.Time);
        writer.WriteString("site", record.Site);
        writer.WriteString("device", record.Device);
        writer.WriteString("software", record.Software);
        writer.WriteString("model", record.Model);
        WriteHashes(writer, record);
        WriteCameras(writer, record.Cameras);
        JsonOutput.Names(writer, "classes", record.Classes);
        WriteUnits(writer, record.Units);
        JsonOutput.TextIfAny(writer, "link", record.Link);
        PrecisionCodec.Write(writer, record.Precision);
        JsonOutput.Encoding(writer, record.Encoding);
    });

    public static ContextRecord Decode(ReadOnlyMemory<byte> payload) => JsonFields.Record(payload, fields =>
    {
        JsonFields hashes = fields.Object("hashes");
        ContextRecord record = new()
        {
            Identity = fields.Identity(),
            Number = fields.Number("context"),
            Time = fields.Time(),
            Site = fields.Text("site"),
            Device = fields.Text("device"),
            Software = fields.Text("software"),
            Model = fields.Text("model"),
            ConfigurationHash = hashes.Text("configuration"),
            MaskHash = hashes.Text("mask"),
            ModelHash = hashes.Text("model"),
            MandateHash = hashes.OptionalText("mandate"),
            Cameras = Numbered(fields, "cameras", ReadCamera),
            Classes = ReadNames(fields, "classes"),
            Link = fields.OptionalText("link"),
            Precision = PrecisionCodec.Read(fields),
            Encoding = fields.Encoding(),
        };
        return ReadUnits(fields.Object("units")) == record.Units
            ? record
            : throw new FormatException("units are not those of this encoding in version 1");
    });

    private static void WriteHashes(Utf8JsonWriter writer, ContextRecord record)
    {
        writer.WriteStartObject("hashes");
        writer.WriteString("configuration", record.ConfigurationHash);
        writer.WriteString("mask", record.MaskHash);
        writer.WriteString("model", record.ModelHash);
        JsonOutput.TextIfAny(writer, "mandate", record.MandateHash);
        writer.WriteEndObject();
    }

    private static void WriteCameras(Utf8JsonWriter writer, IReadOnlyDictionary<int, ContextCamera> cameras)
    {
        writer.WriteStartArray("cameras");
        foreach ((int number, ContextCamera camera) in cameras.OrderBy(entry => entry.Key))
        {
            writer.WriteStartObject();
            writer.WriteNumber("number", number);
            writer.WriteString("name", camera.Name);
            JsonOutput.Names(writer, "zones", camera.Zones);
            WriteAreas(writer, camera.Areas);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteAreas(Utf8JsonWriter writer, IReadOnlyDictionary<int, int> areas)
    {
        if (areas.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("areas");
        foreach ((int zone, int area) in areas.OrderBy(entry => entry.Key))
        {
            writer.WriteStartObject();
            writer.WriteNumber("number", zone);
            writer.WriteNumber("squareDecimetres", area);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static ContextCamera ReadCamera(JsonFields camera) => new(camera.Text("name"), ReadNames(camera, "zones"))
    {
        Areas = camera.Has("areas") ? Numbered(camera, "areas", area => area.Number("squareDecimetres")) : Blank.Areas,
    };

    private static void WriteUnits(Utf8JsonWriter writer, WireUnits units)
    {
        writer.WriteStartObject("units");
        writer.WriteString("time", units.Time);
        writer.WriteString("confidence", units.Confidence);
        writer.WriteString("box", units.Box);
        writer.WriteEndObject();
    }

    private static WireUnits ReadUnits(JsonFields units) => new(units.Text("time"), units.Text("confidence"), units.Text("box"));

    private static Dictionary<int, string> ReadNames(JsonFields fields, string key) =>
        Numbered(fields, key, item => item.Text("name"));

    private static Dictionary<int, T> Numbered<T>(JsonFields fields, string key, Func<JsonFields, T> read)
    {
        Dictionary<int, T> values = [];
        foreach (JsonFields item in fields.Objects(key))
        {
            int number = item.Number("number");
            if (!values.TryAdd(number, read(item)))
            {
                throw new FormatException($"number {number} stands twice in {key}");
            }
        }

        return values;
    }
}
