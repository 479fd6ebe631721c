namespace Vigie.Delivery;

/// <summary>
/// Gives sequences, and knows when, to within a second, by the monotonic clock: whoever sets the wall clock makes nothing late. Keeps a mark a second for as
/// long as something counts as recent, and nothing for each sequence. Any thread.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="recent">How long a sequence counts as recent.</param>
internal sealed class SequenceTimes(TimeProvider time, TimeSpan recent)
{
    private static readonly TimeSpan Grain = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Queue<(uint Sequence, long At)> _marks = new((int)(recent / Grain) + 4);
    private uint _last;
    private long _marked;

    /// <summary>The next sequence, from 1.</summary>
    public uint Next()
    {
        lock (_gate)
        {
            long now = time.GetTimestamp();
            _last = checked(_last + 1);
            if (_marks.Count == 0 || time.GetElapsedTime(_marked, now) >= Grain)
            {
                Forget(now);
                _marks.Enqueue((_last, now));
                _marked = now;
            }

            return _last;
        }
    }

    /// <summary>Whether a sequence was given longer ago than is recent.</summary>
    public bool IsLate(uint sequence)
    {
        lock (_gate)
        {
            Forget(time.GetTimestamp());
            return _marks.TryPeek(out (uint Sequence, long At) oldest) ? sequence < oldest.Sequence : sequence <= _last;
        }
    }

    // What is given within a second after a mark belongs to it, so a mark stays until that is late too.
    private void Forget(long now)
    {
        while (_marks.TryPeek(out (uint Sequence, long At) oldest) && time.GetElapsedTime(oldest.At, now) > recent + Grain)
        {
            _marks.Dequeue();
        }
    }
}
