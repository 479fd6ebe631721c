using System.Globalization;
using Vigie.Contract;

namespace Vigie.Edgectl.Watch;

/// <summary>What a rule would have sent in its shadow time, in words.</summary>
public static class ShadowWording
{
    /// <summary>With the box before it.</summary>
    public static string Of(Reading.OfShadow reading) => $"{Wording.Device(reading.Device)}: {Sentence(reading)}";

    /// <summary>How often, at which hours, where.</summary>
    public static string Sentence(Reading.OfShadow reading)
    {
        ShadowRecord record = reading.Record;
        string camera = reading.Context?.TryNameCamera(record.Camera, out string name) == true ? name : $"camera {record.Camera}";
        string place = record.Zone is not int zone ? ""
            : reading.Context?.TryNameZone(record.Camera, zone, out string known) == true ? $" at {known}" : $" at zone {zone}";
        string told = $"{camera}: shadow time of {record.Rule}{place} is over: in {Watched(record.Watched)} it would have sent {Number(record.Signals, record.Floor)} signals";
        string held = record.Held == 0 ? "" : $" and held back {Number(record.Held, record.Floor)}";
        string when = Parts("; by hour ", record.Hours.Select(part => Line($"{part.Hour:00}-{part.Hour + 1:00} h {part.Count}")));
        string where = Parts(
            Line($"; by place in {record.Columns} x {record.Rows} parts from upper left "),
            record.Cells.Select(part => Line($"column {part.Column + 1} row {part.Row + 1}: {part.Count}")));
        return told + held + when + where;
    }

    private static string Parts(string before, IEnumerable<string> parts) => string.Join(", ", parts) is { Length: > 0 } joined ? before + joined : "";

    private static string Number(int? number, int floor) => number is int known ? Line($"{known}") : $"fewer than {floor}";

    private static string Watched(int seconds) => seconds >= 3600 ? Line($"{seconds / 3600.0:0.#} h") : Line($"{seconds / 60.0:0.#} min");

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
