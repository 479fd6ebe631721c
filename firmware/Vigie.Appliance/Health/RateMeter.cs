namespace Vigie.Appliance.Health;

/// <summary>Turns a count into a rate over the last ten seconds. For one thread.</summary>
/// <param name="time">Clock.</param>
internal sealed class RateMeter(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private readonly Queue<(long At, long Count)> _seen = new();

    /// <summary>Takes a reading.</summary>
    /// <param name="count">The count so far.</param>
    /// <returns>How much it grows a second.</returns>
    public double Look(long count)
    {
        long now = time.GetTimestamp();
        _seen.Enqueue((now, count));
        while (_seen.Count > 2 && time.GetElapsedTime(_seen.Peek().At, now) > Window)
        {
            _seen.Dequeue();
        }

        (long at, long first) = _seen.Peek();
        double seconds = time.GetElapsedTime(at, now).TotalSeconds;
        return seconds > 0 ? Math.Max(0, count - first) / seconds : 0;
    }
}
