using System.Globalization;
using Vigie.Contract;

namespace Vigie.Edgectl.Watch;

/// <summary>Readings in words, for people.</summary>
public static class Wording
{
    public static string Device(Topics device) => $"{device.Site}/{device.Device}";

    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    public static string Clock(DateTimeOffset time) => time.UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    public static string Camera(Reading.OfEvent reading) =>
        reading.Context is not null && reading.Context.TryNameCamera(reading.Record.Camera, out string name)
            ? name
            : $"camera {reading.Record.Camera}";

    public static string Zone(Reading.OfEvent reading) => reading.Record.Zone is not int zone ? ""
        : reading.Context is not null && reading.Context.TryNameZone(reading.Record.Camera, zone, out string name) ? name
        : $"zone {zone}";

    public static string Class(Reading.OfEvent reading) => reading.Record.Class is not int number ? ""
        : reading.Context is not null && reading.Context.TryNameClass(number, out string name) ? name
        : $"class {number}";

    public static string Confidence(Reading.OfEvent reading) =>
        reading.Record.Confidence is int percent ? $"{percent} %" : "";

    public static string Bytes(Arrival arrival) => $"{arrival.Payload.Length} B in {arrival.PacketBytes} B";

    public static string Marks(Reading.OfEvent reading)
    {
        IEnumerable<string> marks = new[]
        {
            reading.Record.Fault is { } fault ? TamperFaults.Name(fault) : "",
            reading.Record.Flags.HasFlag(EventMarks.Laboratory) ? "laboratory" : "",
            reading.Record.Flags.HasFlag(EventMarks.Historical) ? "historical" : "",
            reading.Record.Flags.HasFlag(EventMarks.Outward) ? "outward" : "",
            reading.Record.Count is int count ? $"count {count}" : "",
            reading.Record.Speed is int speed ? $"{speed} km/h" : "",
            reading.Record.Held is int held ? $"{held} held back" : "",
            reading.Entry.Repeated ? "duplicate" : "",
            reading.Entry.Late ? "late" : "",
        }.Where(mark => mark.Length > 0);
        return string.Join(", ", marks);
    }

    /// <summary>What is missing before a record, or nothing.</summary>
    public static string? Missing(string topic, Identity identity, Entry entry) => entry switch
    {
        { Missing: not uint } => null,
        { Missing: uint missing, After: uint after } =>
            $"MISSING on {topic}: {missing}, and perhaps others between {after} and {identity.Sequence} of boot {identity.Boot}",
        { Missing: uint missing } =>
            $"MISSING on {topic}: {missing}, and perhaps others before {identity.Sequence} of boot {identity.Boot}",
    };

    public static string Lost(GapRecord record) =>
        $"{record.Count} {(record.Lane == LossLane.Signals ? "signals" : "telemetry records")}: {Reason(record.Reason)}";

    public static string Set(Reading.OfClock reading)
    {
        ClockRecord record = reading.Record;
        string sure = record.Uncertainty is int most
            ? string.Create(CultureInfo.InvariantCulture, $"right to within {most / 1000.0:0.###} s")
            : "kept by no time server: nobody knows how far it is off";
        string set = record.Was is { } was
            ? string.Create(CultureInfo.InvariantCulture, $"was set from {Time(was)} to {Time(record.Time)}: add {record.Step.TotalSeconds:0.###} s to what boot {record.Identity.Boot} said before {record.Identity.Sequence}; it ")
            : "";
        return $"{Device(reading.Device)}: its clock {set}is {sure}";
    }

    public static string Count(Reading.OfCount reading)
    {
        CountRecord record = reading.Record;
        string place = reading.Context?.TryNameZone(record.Camera, record.Zone, out string zone) == true ? zone : $"zone {record.Zone}";
        string classes = string.Join("; ", record.Classes.OrderBy(counts => counts.Key).Select(counts => CountOf(reading.Context, counts.Key, counts.Value)));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Device(reading.Device)}: {place} from {Time(record.Time)} for {record.Seconds} s: {(classes.Length == 0 ? $"of every class fewer than {record.Floor}" : classes)}");
    }

    private static string CountOf(ContextRecord? context, int number, ClassCounts counts)
    {
        string name = context?.TryNameClass(number, out string known) == true ? known : $"class {number}";
        IEnumerable<string> parts = new (string Word, int? Count)[] { ("in", counts.In), ("out", counts.Out), ("most", counts.Most), ("mean", counts.Mean) }
            .Where(part => part.Count is not null).Select(part => $"{part.Word} {part.Count}");
        return $"{name} {string.Join(", ", parts)}";
    }

    public static string Status(Reading.OfStatus reading) =>
        $"{Device(reading.Device)} is {(reading.Record.Online ? "online" : "offline")}: boot {reading.Record.Boot}, "
        + $"software {reading.Record.Software}" + (reading.Record.Reason is string reason ? $" ({reason})" : "");

    public static string Context(Reading.OfContext reading) =>
        $"{Device(reading.Device)}: context {reading.Record.Number} of boot {reading.Record.Identity.Boot}, model {reading.Record.Model}, "
        + (reading.Record.Cameras.Count == 1 ? "1 camera" : $"{reading.Record.Cameras.Count} cameras");

    /// <summary>A topic comes from anybody: what would steer a terminal is taken out.</summary>
    public static string Unreadable(Reading.Unreadable reading) =>
        $"{reading.Arrival.Payload.Length} B on {Plain(reading.Arrival.Topic)}: {Plain(reading.Problem)}";

    private static string Plain(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? '?' : letter));

    private static string Reason(LossReason reason) => reason switch
    {
        LossReason.DiskCap => "its outbox reached its limit",
        LossReason.DiskFull => "its disk was full",
        LossReason.MemoryFull => "its disk refused for too long",
        _ => "its disk was damaged",
    };
}
