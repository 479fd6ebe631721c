using System.Collections.Immutable;

namespace Vigie.Scene.Rules.Schedules;

/// <summary>When a rule watches: in any of its spans. README.md of this folder says what it means.</summary>
/// <param name="Spans">The spans, at least one.</param>
/// <param name="Calendar">The place's clock.</param>
public sealed record Schedule(ImmutableArray<ScheduleSpan> Spans, PlaceCalendar Calendar)
{
    /// <summary>Whether the rule watches at a moment. Allocates nothing.</summary>
    /// <param name="wall">A frame's own stamp.</param>
    public bool IsOpen(DateTimeOffset wall)
    {
        DateOnly today = DateOnly.FromDateTime(Calendar.LocalOf(wall));
        foreach (ScheduleSpan span in Spans)
        {
            // By an offset to the sun a span may begin on the evening before its day.
            if (span.Contains(wall.UtcDateTime, today, Calendar)
                || span.Contains(wall.UtcDateTime, today.AddDays(-1), Calendar)
                || span.Contains(wall.UtcDateTime, today.AddDays(1), Calendar))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether both are the same schedule.</summary>
    public bool Equals(Schedule? other) => other is not null && Spans.SequenceEqual(other.Spans);

    /// <inheritdoc/>
    public override int GetHashCode() => Spans.Length;
}
