using System.Globalization;
using System.Text.Json;
using CsCheck;
using Vigie.Core.Settings;
using Vigie.Scene.Rules.Schedules;

namespace Vigie.Tests.Scene;

/// <summary>When a schedule is open: nights, days, dates, the sun, and the two nights on which clocks change.</summary>
public sealed class ScheduleTest
{
    private const string Paris = """{ "timeZone": "Europe/Paris", "latitude": 48.8566, "longitude": 2.3522, "holidays": ["07-14", "2026-04-06"] }""";
    private const string Night = """[{ "from": "22:00", "to": "06:00" }]""";

    [Theory]
    [InlineData("2026-06-01T19:59:00Z", false)]
    [InlineData("2026-06-01T20:00:00Z", true)]
    [InlineData("2026-06-02T03:59:59Z", true)]
    [InlineData("2026-06-02T04:00:00Z", false)]
    [InlineData("2026-01-01T20:59:00Z", false)]
    [InlineData("2026-01-01T21:00:00Z", true)]
    public void A_night_is_told_by_the_clock_of_the_place(string wall, bool open) => Assert.Equal(open, IsOpen(Night, wall));

    // On 29 March 2026 at 02:00 the clock goes on to 03:00, on 25 October at 03:00 back to 02:00.
    [Theory]
    [InlineData("2026-03-28T12:00:00Z", 7)]
    [InlineData("2026-10-24T12:00:00Z", 9)]
    [InlineData("2026-06-10T12:00:00Z", 8)]
    public void The_nights_on_which_clocks_change_are_watched_whole(string noon, int hours)
    {
        Schedule schedule = Read(Night);
        DateTimeOffset start = Time(noon);
        int minutes = Enumerable.Range(0, 24 * 60).Count(minute => schedule.IsOpen(start.AddMinutes(minute)));
        Assert.Equal(hours * 60, minutes);
        bool[] open = [.. Enumerable.Range(0, 24 * 60).Select(minute => schedule.IsOpen(start.AddMinutes(minute)))];
        Assert.Equal(2, open.Zip(open.Skip(1), (before, after) => before != after).Count(changed => changed));
    }

    [Theory]
    // 02:30 comes twice: from the first, to the second.
    [InlineData("02:30", "04:00", "2026-10-25", 150)]
    [InlineData("01:00", "02:30", "2026-10-25", 150)]
    // 02:30 does not come: as if the clock had not jumped.
    [InlineData("02:30", "04:00", "2026-03-29", 30)]
    [InlineData("01:00", "02:30", "2026-03-29", 90)]
    public void Times_that_come_twice_or_never_have_a_rule(string from, string to, string day, int minutes)
    {
        Schedule schedule = Read($$"""[{ "dates": ["{{day}}"], "from": "{{from}}", "to": "{{to}}" }]""");
        DateTimeOffset start = Time(day + "T00:00:00Z").AddHours(-6);
        Assert.Equal(minutes, Enumerable.Range(0, 30 * 60).Count(minute => schedule.IsOpen(start.AddMinutes(minute))));
    }

    [Theory]
    // 13 July 2026 is a Monday, the 14th a holiday.
    [InlineData("monday", "2026-07-13T12:00:00Z", true)]
    [InlineData("tuesday", "2026-07-14T12:00:00Z", false)]
    [InlineData("holiday", "2026-07-14T12:00:00Z", true)]
    [InlineData("holiday", "2025-07-14T12:00:00Z", true)]
    [InlineData("holiday", "2026-04-06T12:00:00Z", true)]
    [InlineData("holiday", "2027-04-06T12:00:00Z", false)]
    [InlineData("sunday", "2026-07-13T12:00:00Z", false)]
    public void A_holiday_is_no_day_of_the_week(string day, string wall, bool open) =>
        Assert.Equal(open, IsOpen($$"""[{ "days": ["{{day}}"], "from": "00:00", "to": "24:00" }]""", wall));

    [Theory]
    [InlineData("2026-07-11T01:00:00Z", true)]
    [InlineData("2026-07-10T01:00:00Z", false)]
    public void A_span_belongs_to_the_day_on_which_it_begins(string wall, bool open) =>
        Assert.Equal(open, IsOpen("""[{ "days": ["friday"], "from": "22:00", "to": "06:00" }]""", wall));

    // Sunrise and sunset as national almanacs print them, in UTC; NOAA's short equations are good to about a minute there.
    [Theory]
    [InlineData("2026-06-21", 48.8566, 2.3522, "03:47", "19:58")]
    [InlineData("2026-12-21", 48.8566, 2.3522, "07:41", "15:56")]
    [InlineData("2026-03-20", 51.4779, 0, "06:04", "18:13")]
    public void The_sun_rises_and_sets_as_almanacs_say(string day, double latitude, double longitude, string rise, string set)
    {
        (DateTime risen, DateTime gone) = Sun.Of(DateOnly.Parse(day, CultureInfo.InvariantCulture), new Place(latitude, longitude));
        Assert.InRange((risen.TimeOfDay - TimeSpan.Parse(rise, CultureInfo.InvariantCulture)).TotalMinutes, -2, 2);
        Assert.InRange((gone.TimeOfDay - TimeSpan.Parse(set, CultureInfo.InvariantCulture)).TotalMinutes, -2, 2);
    }

    [Fact]
    public void Polar_nights_are_nights_and_polar_days_are_none()
    {
        const string Tromso = """{ "timeZone": "Europe/Oslo", "latitude": 69.65, "longitude": 18.96 }""";
        Schedule dark = Read("""[{ "from": "sunset", "to": "sunrise" }]""", Tromso);
        Assert.All(Enumerable.Range(0, 48), half => Assert.True(dark.IsOpen(Time("2026-12-20T12:00:00Z").AddMinutes(half * 30))));
        Assert.Equal(0, Enumerable.Range(0, 48).Count(half => dark.IsOpen(Time("2026-06-20T12:00:00Z").AddMinutes(half * 30 + 15))));
    }

    // Wallis lies at 176 degrees west, and its clock is twelve hours ahead: its Monday is one.
    [Fact]
    public void Beyond_the_date_line_the_day_is_that_of_the_clock()
    {
        Schedule schedule = Read(
            """[{ "days": ["monday"], "from": "sunrise", "to": "sunset" }]""",
            """{ "timeZone": "Pacific/Wallis", "latitude": -13.3, "longitude": -176.2 }""");
        Assert.True(schedule.IsOpen(Time("2026-07-13T00:00:00Z")));
        Assert.False(schedule.IsOpen(Time("2026-07-14T00:00:00Z")));
    }

    [Fact]
    public void Any_of_several_spans_opens() => Gen.Int[0, 14 * 24 * 60].Sample(minute =>
    {
        DateTimeOffset wall = Time("2026-10-19T00:00:00Z").AddMinutes(minute);
        const string Morning = """{ "from": "05:00", "to": "sunrise+90min" }""";
        Assert.Equal(IsOpen(Night, wall) || IsOpen($"[{Morning}]", wall), IsOpen($"[{Morning}, {Night[1..]}", wall));
    }, iter: 300);

    [Fact]
    public void To_ask_allocates_nothing()
    {
        Schedule schedule = Read("""[{ "days": ["friday"], "from": "sunset-30min", "to": "sunrise" }, { "dates": ["12-24"], "from": "01:00", "to": "02:00" }]""");
        DateTimeOffset wall = Time("2026-10-19T00:00:00Z");
        Assert.Equal(0, AllocationMeter.Of(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                schedule.IsOpen(wall.AddMinutes(i));
            }
        }));
    }

    [Theory]
    [InlineData("""{ "timeZone": "Europe/Pari" }""", """$.timeZone: "Europe/Pari": expected an IANA time zone that this box knows, for example "Europe/Paris" """)]
    [InlineData("""{ "timeZone": "../../etc/passwd" }""", """$.timeZone: "../../etc/passwd": expected an IANA time zone that this box knows, for example "Europe/Paris" """)]
    [InlineData("""{ }""", """$.timeZone: is missing: expected an IANA time zone that this box knows, for example "Europe/Paris" """)]
    [InlineData("""{ "timeZone": "UTC", "latitude": 1 }""", "$: expected latitude and longitude, or neither")]
    [InlineData("""{ "timeZone": "UTC", "latitude": 91, "longitude": 0 }""", "$.latitude: 91: expected a number from -90 to 90")]
    [InlineData("""{ "timeZone": "UTC", "holidays": ["02-30"] }""", """$.holidays: ["02-30"]: expected dates: "2026-12-24", or "12-24" for every year""")]
    public void A_calendar_s_mistakes_are_named(string calendar, string expected)
    {
        Complaints complaints = new("config.json");
        using JsonDocument document = JsonDocument.Parse(calendar);
        ScheduleReader.ReadCalendar(new SettingsReader(document.RootElement, "$", complaints));
        Assert.Equal(expected.TrimEnd(), Assert.Single(complaints.All).ToString());
    }

    [Theory]
    [InlineData("""[{ "from": "25:00", "to": "06:00" }]""", """$.schedule[0].from: "25:00": expected a time of day""")]
    [InlineData("""[{ "from": "22:00" }]""", "$.schedule[0].to: is missing: expected a time of day")]
    [InlineData("""[{ "from": "sunset+13h", "to": "06:00" }]""", """$.schedule[0].from: "sunset+13h": expected a time of day""")]
    [InlineData("""[{ "from": "sunset*1h", "to": "06:00" }]""", """$.schedule[0].from: "sunset*1h": expected a time of day""")]
    [InlineData("""[{ "from": "01:00", "to": "06:00", "days": ["mon"] }]""", """$.schedule[0].days: ["mon"]: expected days: "sunday", "monday", """)]
    [InlineData("""[{ "from": "01:00", "to": "06:00", "days": ["monday"], "dates": ["12-24"] }]""", "$.schedule[0]: has days and dates: give a span to each")]
    [InlineData("""[]""", "$.schedule: []: expected at least one span")]
    [InlineData("""[{ "from": "01:00", "to": "06:00", "at": 1 }]""", "$.schedule[0].at: is not a known key")]
    public void A_schedule_s_mistakes_are_named(string schedule, string expected)
    {
        Complaints complaints = new("config.json");
        ReadFrom(schedule, Paris, complaints);
        Assert.StartsWith(expected, Assert.Single(complaints.All).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[{ "from": "sunset", "to": "06:00" }]""", """{ "timeZone": "UTC" }""", "needs a place")]
    [InlineData("""[{ "from": "00:00", "to": "06:00", "days": ["holiday"] }]""", """{ "timeZone": "UTC" }""", "would never come")]
    [InlineData(Night, null, "needs the clock of the place")]
    public void What_a_schedule_needs_is_asked_of_the_calendar(string schedule, string? calendar, string expected)
    {
        Complaints complaints = new("config.json");
        ReadFrom(schedule, calendar, complaints);
        Assert.Contains(expected, Assert.Single(complaints.All).Expected, StringComparison.Ordinal);
    }

    private static bool IsOpen(string schedule, string wall) => IsOpen(schedule, Time(wall));

    private static bool IsOpen(string schedule, DateTimeOffset wall) => Read(schedule).IsOpen(wall);

    private static Schedule Read(string schedule, string calendar = Paris)
    {
        Complaints complaints = new("config.json");
        Schedule? read = ReadFrom(schedule, calendar, complaints);
        complaints.ThrowIfAny();
        return read!;
    }

    private static Schedule? ReadFrom(string schedule, string? calendar, Complaints complaints)
    {
        using JsonDocument clock = JsonDocument.Parse(calendar ?? "{}");
        PlaceCalendar? place = calendar is null ? null : ScheduleReader.ReadCalendar(new SettingsReader(clock.RootElement, "$.calendar", complaints));
        using JsonDocument rule = JsonDocument.Parse($$"""{ "schedule": {{schedule}} }""");
        return ScheduleReader.Read(new SettingsReader(rule.RootElement, "$", complaints), place);
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
