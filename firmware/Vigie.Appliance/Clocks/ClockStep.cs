namespace Vigie.Appliance.Clocks;

/// <summary>The clock was set.</summary>
/// <param name="Was">The moment when it was noticed, by the clock as it went before.</param>
/// <param name="Now">The same moment by the clock as it goes from here on.</param>
public readonly record struct ClockStep(DateTimeOffset Was, DateTimeOffset Now)
{
    /// <summary>By how much; back is negative.</summary>
    public TimeSpan Length => Now - Was;
}
