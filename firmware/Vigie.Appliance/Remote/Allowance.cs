namespace Vigie.Appliance.Remote;

/// <summary>So many at once, and then so many a second ("token bucket": Tanenbaum and Wetherall, Computer Networks, section 5.4.2). One thread.</summary>
/// <param name="burst">How many at once.</param>
/// <param name="perSecond">How many a second after that.</param>
/// <param name="time">The monotonic clock.</param>
internal sealed class Allowance(int burst, double perSecond, TimeProvider time)
{
    private double _left = burst;
    private long _at = time.GetTimestamp();

    /// <summary>Takes one.</summary>
    /// <param name="leave">How many must be left after that: for what is less urgent.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryTake(int leave = 0)
    {
        long now = time.GetTimestamp();
        _left = Math.Min(burst, _left + (time.GetElapsedTime(_at, now).TotalSeconds * perSecond));
        _at = now;
        bool taken = _left >= 1 + leave;
        _left -= taken ? 1 : 0;
        return taken;
    }
}
