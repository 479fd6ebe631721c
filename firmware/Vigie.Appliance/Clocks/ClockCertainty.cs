namespace Vigie.Appliance.Clocks;

/// <summary>
/// How far the clock may be from UTC, in few words: within 2 seconds, within 16, or nobody knows. So a record holds until the next, and a clock
/// daemon that looks now and then makes none. What is worse is said at once; what is better, once it has held for an hour. For one thread.
/// </summary>
/// <param name="kernel">What the kernel says; null: no daemon keeps the clock.</param>
/// <param name="time">Its monotonic clock.</param>
internal sealed class ClockCertainty(Func<TimeSpan?> kernel, TimeProvider time)
{
    private static readonly TimeSpan[] Bounds = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(16)];
    private static readonly TimeSpan Holds = TimeSpan.FromHours(1);

    private TimeSpan? _said;
    private long? _better;
    private bool _isSaid;

    /// <summary>What holds, in milliseconds; null: nobody vouches for the clock.</summary>
    public int? Milliseconds => (int?)_said?.TotalMilliseconds;

    /// <summary>Whether the kernel said, when it was asked last, that a daemon keeps the clock.</summary>
    public bool IsKept { get; private set; }

    /// <summary>Asks the kernel.</summary>
    /// <param name="atOnce">Whether a better word need not hold first: the clock was set.</param>
    /// <returns>Whether there is another word to say than was said.</returns>
    public bool Look(bool atOnce)
    {
        TimeSpan? asked = kernel();
        IsKept = asked is not null;
        TimeSpan? now = Bounds.Cast<TimeSpan?>().FirstOrDefault(bound => asked <= bound);
        bool isBetter = _said is { } said && now < said;
        _better = isBetter ? _better ?? time.GetTimestamp() : null;
        bool waits = isBetter && !atOnce && time.GetElapsedTime(_better!.Value) < Holds;
        if (_isSaid && (now == _said || waits))
        {
            return false;
        }

        (_said, _better, _isSaid) = (now, null, true);
        return true;
    }
}
