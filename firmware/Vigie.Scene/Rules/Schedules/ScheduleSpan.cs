using System.Collections.Immutable;

namespace Vigie.Scene.Rules.Schedules;

/// <summary>A span of time that comes again on certain days, and may run into the next.</summary>
/// <param name="Days">On which days it begins.</param>
/// <param name="Dates">Or on which dates, instead of days; empty: by days.</param>
/// <param name="From">When it begins.</param>
/// <param name="To">When it ends: on the next day, where that is not after its beginning.</param>
public sealed record ScheduleSpan(ScheduleDays Days, ImmutableArray<ListedDate> Dates, DayTime From, DayTime To)
{
    /// <summary>Whether a moment lies in the span that begins on a day.</summary>
    /// <param name="moment">UTC.</param>
    /// <param name="day">The day, by the place's calendar.</param>
    /// <param name="calendar">The place's clock and sun.</param>
    public bool Contains(DateTime moment, DateOnly day, PlaceCalendar calendar)
    {
        if (!BeginsOn(day, calendar))
        {
            return false;
        }

        // A night on which the clock goes back is watched through both of its hours.
        DateTime from = From.On(day, calendar, last: false);
        DateTime to = To.On(day, calendar, last: true);
        if (to <= from)
        {
            to = To.On(day.AddDays(1), calendar, last: true);
        }

        return moment >= from && moment < to;
    }

    /// <summary>Whether both are the same span.</summary>
    public bool Equals(ScheduleSpan? other) =>
        other is not null && (Days, From, To) == (other.Days, other.From, other.To) && Dates.SequenceEqual(other.Dates);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Days, From, To, Dates.Length);

    private bool BeginsOn(DateOnly day, PlaceCalendar calendar) => true switch
    {
        _ when !Dates.IsEmpty => ListedDate.AnyOf(Dates, day),
        _ when calendar.IsHoliday(day) => (Days & ScheduleDays.Holiday) != 0,
        _ => ((int)Days & 1 << (int)day.DayOfWeek) != 0,
    };
}
