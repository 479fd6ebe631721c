namespace Vigie.Core;

/// <summary>
/// Counts what happened within the last hour: what happened exactly an hour ago no longer counts. Remembers one more than the limit, so
/// that whatever happens its memory is bounded, and <see cref="Exceeds"/> is exact. For one thread.
/// </summary>
/// <param name="time">Clock.</param>
/// <param name="limit">How many may happen within an hour.</param>
public sealed class WithinHour(TimeProvider time, int limit)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Queue<long> _happened = new();

    /// <summary>How many happened, at most one more than the limit.</summary>
    public int Count
    {
        get
        {
            Forget();
            return _happened.Count;
        }
    }

    /// <summary>Whether more happened than may.</summary>
    public bool Exceeds => Count > limit;

    /// <summary>It happens now.</summary>
    public void Add()
    {
        _happened.Enqueue(time.GetTimestamp());
        if (_happened.Count > limit + 1)
        {
            _happened.Dequeue();
        }
    }

    private void Forget()
    {
        while (_happened.TryPeek(out long first) && time.GetElapsedTime(first) >= Hour)
        {
            _happened.Dequeue();
        }
    }
}
