namespace Vigie.Appliance.Health;

/// <summary>What the clock is that events are stamped with, as the record <c>clock</c> tells it to subscribers.</summary>
/// <param name="Synchronised">Whether the kernel says that a daemon keeps it.</param>
/// <param name="UncertaintyMilliseconds">How far it may be from UTC, either way; null: nobody vouches for it.</param>
/// <param name="SteppedAt">When it was last set by a second or more since the service started, by the clock as it goes since then; null: it was not.</param>
/// <param name="StepSeconds">By how much; back is negative.</param>
internal sealed record ClockHealth(bool Synchronised, int? UncertaintyMilliseconds, DateTimeOffset? SteppedAt, double? StepSeconds);
