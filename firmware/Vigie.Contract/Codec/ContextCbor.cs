namespace Vigie.Contract.Codec;

/// <summary>A context record in CBOR.</summary>
internal static class ContextCbor
{
    private const int CameraName = 1;
    private const int CameraZones = 2;
    private const int CameraAreas = 3;
    private const int HashBytes = 32;

    public static byte[] Encode(ContextRecord record) => CborOutput.Record(output =>
    {
        output.Identity((int)ContextKey.Identity, record.Identity);
        output.Number((int)ContextKey.Number, record.Number);
        output.Number((int)ContextKey.Time, record.Time.ToUnixTimeMilliseconds());
        output.Text((int)ContextKey.Site, record.Site);
        output.Text((int)ContextKey.Device, record.Device);
        output.Text((int)ContextKey.Software, record.Software);
        output.Text((int)ContextKey.Model, record.Model);
        output.Bytes((int)ContextKey.ConfigurationHash, Convert.FromHexString(record.ConfigurationHash));
        output.Bytes((int)ContextKey.MaskHash, Convert.FromHexString(record.MaskHash));
        output.Bytes((int)ContextKey.ModelHash, Convert.FromHexString(record.ModelHash));
        if (record.MandateHash is not null)
        {
            output.Bytes((int)ContextKey.MandateHash, Convert.FromHexString(record.MandateHash));
        }

        WriteCameras(output, record.Cameras);
        output.Names((int)ContextKey.Classes, record.Classes);
        output.Texts((int)ContextKey.Units, record.Units.Time, record.Units.Confidence, record.Units.Box);
        if (record.Link is not null)
        {
            output.Text((int)ContextKey.Link, record.Link);
        }

        output.Number((int)ContextKey.Encoding, (int)record.Encoding);
        PrecisionCodec.Write(output, record.Precision);
    });

    public static ContextRecord Decode(ReadOnlyMemory<byte> payload)
    {
        CborItems items = new(payload);
        ContextRecord record = Blank.Context;
        WireUnits? units = null;
        uint seen = items.Map(key => (ContextKey)key == ContextKey.Units
            ? ReadUnits(items, out units)
            : TryReadField((ContextKey)key, items, ref record));
        items.Finish();
        CborItems.Require(
            seen,
            (int)ContextKey.Identity, (int)ContextKey.Number, (int)ContextKey.Time, (int)ContextKey.Site, (int)ContextKey.Device,
            (int)ContextKey.Software, (int)ContextKey.Model, (int)ContextKey.ConfigurationHash, (int)ContextKey.MaskHash,
            (int)ContextKey.ModelHash, (int)ContextKey.Cameras, (int)ContextKey.Classes, (int)ContextKey.Units,
            (int)ContextKey.Encoding);
        return units == record.Units ? record : throw new FormatException("units are not those of this encoding in version 1");
    }

    private static bool TryReadField(ContextKey key, CborItems items, ref ContextRecord record)
    {
        const int Most = EventRecord.MaximumNumber;
        switch (key)
        {
            case ContextKey.Identity: record = record with { Identity = items.Identity() }; break;
            case ContextKey.Number: record = record with { Number = items.Number(1, Most, "context") }; break;
            case ContextKey.Time: record = record with { Time = items.Time() }; break;
            case ContextKey.Site: record = record with { Site = items.Text("site") }; break;
            case ContextKey.Device: record = record with { Device = items.Text("device") }; break;
            case ContextKey.Software: record = record with { Software = items.Text("software") }; break;
            case ContextKey.Model: record = record with { Model = items.Text("model") }; break;
            case ContextKey.ConfigurationHash: record = record with { ConfigurationHash = Hash(items) }; break;
            case ContextKey.MaskHash: record = record with { MaskHash = Hash(items) }; break;
            case ContextKey.ModelHash: record = record with { ModelHash = Hash(items) }; break;
            case ContextKey.MandateHash: record = record with { MandateHash = Hash(items) }; break;
            case ContextKey.Cameras: record = record with { Cameras = ReadCameras(items) }; break;
            case ContextKey.Classes: record = record with { Classes = ReadNames(items) }; break;
            case ContextKey.Link: record = record with { Link = items.Text("link") }; break;
            case ContextKey.Encoding: record = record with { Encoding = (WireEncoding)items.Number(0, 1, "encoding") }; break;
            case ContextKey.Precision: record = record with { Precision = PrecisionCodec.Read(items) }; break;
            default: return false;
        }

        return true;
    }

    private static string Hash(CborItems items) => Convert.ToHexStringLower(items.Bytes(HashBytes, "a hash"));

    private static bool ReadUnits(CborItems items, out WireUnits units)
    {
        items.StartArray(3, 3, "units");
        units = new WireUnits(items.Text("a unit"), items.Text("a unit"), items.Text("a unit"));
        items.EndArray();
        return true;
    }

    private static void WriteCameras(CborOutput output, IReadOnlyDictionary<int, ContextCamera> cameras)
    {
        output.Key((int)ContextKey.Cameras);
        output.Map(() =>
        {
            foreach ((int number, ContextCamera camera) in cameras)
            {
                output.Key(number);
                output.Map(() =>
                {
                    output.Text(CameraName, camera.Name);
                    output.Names(CameraZones, camera.Zones);
                    WriteAreas(output, camera.Areas);
                });
            }
        });
    }

    private static void WriteAreas(CborOutput output, IReadOnlyDictionary<int, int> areas)
    {
        if (areas.Count == 0)
        {
            return;
        }

        output.Key(CameraAreas);
        output.Map(() =>
        {
            foreach ((int zone, int area) in areas)
            {
                output.Number(zone, area);
            }
        });
    }

    private static Dictionary<int, ContextCamera> ReadCameras(CborItems items)
    {
        Dictionary<int, ContextCamera> cameras = [];
        items.Map(number =>
        {
            cameras.Add(number, ReadCamera(items));
            return true;
        });
        return cameras;
    }

    private static ContextCamera ReadCamera(CborItems items)
    {
        ContextCamera camera = new("", Blank.Names);
        uint seen = items.Map(key =>
        {
            camera = key switch
            {
                CameraName => camera with { Name = items.Text("a name") },
                CameraZones => camera with { Zones = ReadNames(items) },
                CameraAreas => camera with { Areas = ReadAreas(items) },
                _ => camera,
            };
            return key is CameraName or CameraZones or CameraAreas;
        });
        CborItems.Require(seen, CameraName, CameraZones);
        return camera;
    }

    private static Dictionary<int, int> ReadAreas(CborItems items)
    {
        Dictionary<int, int> areas = [];
        items.Map(zone =>
        {
            areas.Add(zone, items.Number(1, ContextCamera.LargestArea, "an area"));
            return true;
        });
        return areas;
    }

    private static Dictionary<int, string> ReadNames(CborItems items)
    {
        Dictionary<int, string> names = [];
        items.Map(number =>
        {
            names.Add(number, items.Text("a name"));
            return true;
        });
        return names;
    }
}
