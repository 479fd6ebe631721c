using System.Globalization;
using Vigie.Core.Settings;

namespace Vigie.Scene.Rules.Schedules;

/// <summary>A time of day, by the clock or by the sun.</summary>
/// <param name="Kind">What it goes by.</param>
/// <param name="Offset">After midnight of the clock, 0 to 24 hours; or after sunrise or sunset, down to -12 and up to 12 hours.</param>
public readonly record struct DayTime(DayTimeKind Kind, TimeSpan Offset)
{
    private static readonly TimeSpan LongestOffset = TimeSpan.FromHours(12);

    /// <summary>Reads <c>22:00</c>, <c>24:00</c>, <c>sunset</c>, <c>sunset-30min</c>, <c>sunrise+1h</c>.</summary>
    public static bool TryParse(string text, out DayTime time)
    {
        time = new DayTime(DayTimeKind.Clock, TimeSpan.FromDays(1));
        return text == "24:00" || TryParseClock(text, out time)
            || TryParseSun(text, "sunrise", DayTimeKind.Sunrise, out time) || TryParseSun(text, "sunset", DayTimeKind.Sunset, out time);
    }

    /// <summary>The moment, UTC, at which it is this time on a day.</summary>
    /// <param name="day">The day, by the place's calendar.</param>
    /// <param name="calendar">The place's clock and sun.</param>
    /// <param name="last">Which moment, where the clock shows it twice.</param>
    public DateTime On(DateOnly day, PlaceCalendar calendar, bool last)
    {
        if (Kind == DayTimeKind.Clock)
        {
            return calendar.MomentOf(day.ToDateTime(TimeOnly.MinValue) + Offset, last);
        }

        (DateTime rise, DateTime set) = Sun.Of(day, calendar.Place!.Value);

        // Beyond the date line (Wallis, Tonga) the clock is a day ahead of the sun's.
        TimeSpan ahead = rise + (set - rise) / 2 - calendar.MomentOf(day.ToDateTime(new TimeOnly(12, 0)), last: false);
        return (Kind == DayTimeKind.Sunrise ? rise : set) + Offset - TimeSpan.FromDays(Math.Round(ahead.TotalDays));
    }

    private static bool TryParseClock(string text, out DayTime time)
    {
        bool read = TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly clock);
        time = new DayTime(DayTimeKind.Clock, clock.ToTimeSpan());
        return read;
    }

    private static bool TryParseSun(string text, string word, DayTimeKind kind, out DayTime time)
    {
        time = new DayTime(kind, TimeSpan.Zero);
        if (text == word)
        {
            return true;
        }

        if (!text.StartsWith(word, StringComparison.Ordinal) || text[word.Length] is not ('+' or '-')
            || !Units.TryParseDuration(text[(word.Length + 1)..], out TimeSpan offset) || offset > LongestOffset)
        {
            return false;
        }

        time = new DayTime(kind, text[word.Length] == '-' ? -offset : offset);
        return true;
    }
}
