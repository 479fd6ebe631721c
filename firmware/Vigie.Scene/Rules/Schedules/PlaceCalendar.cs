using System.Collections.Immutable;
using System.Security;

namespace Vigie.Scene.Rules.Schedules;

/// <summary>The place's own clock: what "22:00", "sunday", "holiday" and "sunset" mean there.</summary>
/// <param name="TimeZone">An IANA time zone, from the box's own tzdata.</param>
public sealed record PlaceCalendar(TimeZoneInfo TimeZone)
{
    /// <summary>Universal time, without sun or holidays: where the configuration says nothing.</summary>
    public static PlaceCalendar Universal { get; } = new(TimeZoneInfo.Utc);

    /// <summary>Where the sun is looked for; null where the configuration does not say.</summary>
    public Place? Place { get; init; }

    /// <summary>Days that are holidays, whatever day of the week they are.</summary>
    public ImmutableArray<ListedDate> Holidays { get; init; } = [];

    /// <summary>Whether a day is a listed holiday.</summary>
    public bool IsHoliday(DateOnly day) => ListedDate.AnyOf(Holidays, day);

    /// <summary>A moment on the clock of the place.</summary>
    public DateTime LocalOf(DateTimeOffset wall) => wall.UtcDateTime + TimeZone.GetUtcOffset(wall.UtcDateTime);

    /// <summary>
    /// The moment at which the clock of the place shows a time. Where it shows it twice, the first or the last moment; where it jumps over
    /// it, as if it had not jumped (RFC 5545, 3.3.5).
    /// </summary>
    /// <param name="local">The clock's time.</param>
    /// <param name="last">Which of two.</param>
    /// <returns>The moment, UTC.</returns>
    public DateTime MomentOf(DateTime local, bool last)
    {
        // No place changes its clock twice within two days.
        TimeSpan before = TimeZone.GetUtcOffset(DateTime.SpecifyKind(local.AddDays(-1), DateTimeKind.Utc));
        TimeSpan after = TimeZone.GetUtcOffset(DateTime.SpecifyKind(local.AddDays(1), DateTimeKind.Utc));
        DateTime first = DateTime.SpecifyKind(local - before, DateTimeKind.Utc);
        DateTime second = DateTime.SpecifyKind(local - after, DateTimeKind.Utc);
        bool isFirst = TimeZone.GetUtcOffset(first) == before;
        bool isSecond = TimeZone.GetUtcOffset(second) == after;
        return isSecond && (last || !isFirst) ? second : first;
    }

    /// <summary>The zone of this name, if the box's tzdata has it.</summary>
    public static bool TryFindZone(string name, out TimeZoneInfo zone)
    {
        zone = TimeZoneInfo.Utc;
        if (!name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '_' or '-' or '+'))
        {
            return false;
        }

        try
        {
            zone = TimeZoneInfo.FindSystemTimeZoneById(name);
            return true;
        }
        catch (Exception exception) when (exception is TimeZoneNotFoundException or InvalidTimeZoneException or SecurityException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
