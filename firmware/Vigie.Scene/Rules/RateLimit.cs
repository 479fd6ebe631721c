namespace Vigie.Scene.Rules;

/// <summary>Lets a rule start so many signals in any minute of frame time, and counts what it holds back.</summary>
/// <param name="most">How many, at least 1.</param>
internal sealed class RateLimit(int most)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    // The times of the last signals, the oldest at _next once the ring is full.
    private readonly TimeSpan[] _started = new TimeSpan[most];
    private int _count;
    private int _next;
    private int _held;

    /// <summary>Whether a signal may start now; it counts as started, or as held back.</summary>
    public bool TryStart(TimeSpan at)
    {
        if (_count == most && at - _started[_next] < Window)
        {
            _held++;
            return false;
        }

        _started[_next] = at;
        _next = (_next + 1) % most;
        _count = Math.Min(_count + 1, most);
        return true;
    }

    /// <summary>How many were held back since this was last asked.</summary>
    public int TakeHeld()
    {
        int held = _held;
        _held = 0;
        return held;
    }
}
