namespace Vigie.Core;

/// <summary>
/// Delays that double up to a limit, each drawn evenly between 0 and that ("full jitter": Brooker, "Exponential Backoff And Jitter",
/// AWS Architecture Blog, 2015), so that many boxes do not come back together. For one thread.
/// </summary>
/// <param name="first">Upper end of the first delay.</param>
/// <param name="random">Draws.</param>
public sealed class Backoff(TimeSpan first, Random random)
{
    private int _failures;

    /// <summary>All is well again: the next delay is a first one.</summary>
    public void Reset() => _failures = 0;

    /// <summary>The next delay, in any case at most this.</summary>
    public TimeSpan Next(TimeSpan longest)
    {
        double limit = Math.Min(longest.TotalSeconds, first.TotalSeconds * Math.Pow(2, _failures));
        _failures = Math.Min(_failures + 1, 30);
        return TimeSpan.FromSeconds(limit * random.NextDouble());
    }
}
