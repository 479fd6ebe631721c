using System.Collections.Immutable;
using Vigie.Core.Settings;

namespace Vigie.Scene.Rules.Schedules;

/// <summary>Reads calendars and schedules, with a complaint for each thing that is wrong.</summary>
public static class ScheduleReader
{
    private const string TimeExpected =
        "expected a time of day: \"22:00\", \"24:00\", \"sunset\", or \"sunrise+30min\" with at most 12h";

    private const string DateExpected = "expected dates: \"2026-12-24\", or \"12-24\" for every year";

    private static readonly ImmutableArray<(string Name, ScheduleDays Day)> DayNames =
        [.. Enum.GetValues<ScheduleDays>()
            .Where(day => day is not (ScheduleDays.None or ScheduleDays.All))
            .Select(day => (day.ToString().ToLowerInvariant(), day))];

    /// <summary>Reads <c>timeZone</c>, <c>latitude</c>, <c>longitude</c>, <c>holidays</c>.</summary>
    public static PlaceCalendar ReadCalendar(SettingsReader reader)
    {
        const string ZoneExpected = "expected an IANA time zone that this box knows, for example \"Europe/Paris\"";
        string name = reader.RequiredText("timeZone", ZoneExpected);
        if (!PlaceCalendar.TryFindZone(name.Length == 0 ? "UTC" : name, out TimeZoneInfo zone))
        {
            reader.Complain("timeZone", ZoneExpected);
        }

        double latitude = reader.Number("latitude", 0, -90, 90);
        double longitude = reader.Number("longitude", 0, -180, 180);
        bool hasPlace = reader.Has("latitude") && reader.Has("longitude");
        if (!hasPlace && (reader.Has("latitude") || reader.Has("longitude")))
        {
            reader.Complaints.Add(reader.Path, "", "expected latitude and longitude, or neither");
        }

        ImmutableArray<ListedDate> holidays = ReadDates(reader, "holidays");
        reader.Finish();
        return new PlaceCalendar(zone) { Place = hasPlace ? new Place(latitude, longitude) : null, Holidays = holidays };
    }

    /// <summary>Reads a rule's <c>schedule</c>: null where the rule always watches.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="calendar">The place's clock; null where the configuration says none.</param>
    public static Schedule? Read(SettingsReader rule, PlaceCalendar? calendar)
    {
        if (!rule.Has("schedule"))
        {
            return null;
        }

        IReadOnlyList<SettingsReader> spans = rule.Children("schedule");
        if (calendar is null)
        {
            rule.Complaints.Add(rule.PathOf("schedule"), "", "needs the clock of the place: give \"calendar\" with a \"timeZone\" at the top of the file");
        }

        var read = spans.Select(span => ReadSpan(span, calendar)).ToImmutableArray();
        if (read.IsEmpty)
        {
            rule.Complain("schedule", "expected at least one span, for example [ { \"from\": \"22:00\", \"to\": \"06:00\" } ]");
        }

        return read.IsEmpty ? null : new Schedule(read, calendar ?? PlaceCalendar.Universal);
    }

    private static ScheduleSpan ReadSpan(SettingsReader reader, PlaceCalendar? calendar)
    {
        DayTime from = ReadTime(reader, "from", calendar);
        DayTime to = ReadTime(reader, "to", calendar);
        ImmutableArray<ListedDate> dates = ReadDates(reader, "dates");
        ScheduleDays days = ReadDays(reader, calendar);
        if (reader.Has("days") && reader.Has("dates"))
        {
            reader.Complaints.Add(reader.Path, "", "has days and dates: give a span to each");
        }

        reader.Finish();
        return new ScheduleSpan(days, dates, from, to);
    }

    private static DayTime ReadTime(SettingsReader reader, string key, PlaceCalendar? calendar)
    {
        string text = reader.RequiredText(key, TimeExpected);
        if (!DayTime.TryParse(text, out DayTime time) && text.Length > 0)
        {
            reader.Complain(key, TimeExpected);
        }
        else if (time.Kind != DayTimeKind.Clock && text.Length > 0 && calendar is { Place: null })
        {
            reader.Complain(key, "needs a place: give \"latitude\" and \"longitude\" in \"calendar\"");
        }

        return time;
    }

    private static ScheduleDays ReadDays(SettingsReader reader, PlaceCalendar? calendar)
    {
        string expected = "expected days: " + string.Join(", ", DayNames.Select(day => $"\"{day.Name}\""));
        IReadOnlyList<string> names = reader.Texts("days", [], expected);
        if (names.Any(name => DayNames.All(day => day.Name != name)))
        {
            reader.Complain("days", expected);
        }

        var days = DayNames.Where(day => names.Contains(day.Name)).Aggregate(ScheduleDays.None, (all, day) => all | day.Day);
        if (days == ScheduleDays.Holiday && calendar is { Holidays.IsEmpty: true })
        {
            reader.Complain("days", "would never come: list \"holidays\" in \"calendar\"");
        }

        return days == ScheduleDays.None ? ScheduleDays.All : days;
    }

    private static ImmutableArray<ListedDate> ReadDates(SettingsReader reader, string key)
    {
        IReadOnlyList<string> texts = reader.Texts(key, [], DateExpected);
        var dates = texts.Where(text => ListedDate.TryParse(text, out _)).Select(Parse).ToImmutableArray();
        if (dates.Length < texts.Count)
        {
            reader.Complain(key, DateExpected);
        }

        return dates;
    }

    private static ListedDate Parse(string text) => ListedDate.TryParse(text, out ListedDate date) ? date : default;
}
