namespace Vigie.Appliance.Clocks;

/// <summary>The clock was set.</summary>
/// <param name="Was">The moment when it was noticed, by the clock as it went before.</param>
/// <param name="Now">The same moment by the clock as it goes from here on.</param>
public readonly record struct ClockStep(DateTimeOffset Was, DateTimeOffset Now)
{
    // Two frames wait, two are in the pipeline, and what takes longest with one of them, a detector that hangs, is ended after two seconds.
    private static readonly TimeSpan LongestWay = TimeSpan.FromSeconds(10);

    /// <summary>By how much; back is negative.</summary>
    public TimeSpan Length => Now - Was;

    /// <summary>
    /// Whether a stamp is of the clock as it went before. Forward: where it is not after the moment of the step. Back, and for as long as a frame may be on its way: where it lies before
    /// that moment by the new clock, or in the future. What lies between may be either, and is taken for new.
    /// </summary>
    /// <param name="stamp">The stamp.</param>
    /// <param name="time">What time it is, by the clock as it goes since the step.</param>
    public bool IsBefore(DateTimeOffset stamp, DateTimeOffset time) =>
        Length > TimeSpan.Zero ? stamp <= Was : time - Now < LongestWay && (stamp < Now || stamp > time);
}
