using Vigie.Core;

namespace Vigie.Capture.Live;

/// <summary>
/// How long to wait before the next attempt: exponential back-off with full jitter (Brooker, "Exponential Backoff And Jitter", AWS 2015),
/// so that many boxes do not come back to one recorder at the same moment. Credentials that were refused wait their fixed time.
/// </summary>
internal sealed class RetryDelay(LiveFeedOptions options, Random random)
{
    private static readonly TimeSpan Base = TimeSpan.FromMilliseconds(250);
    private const int MaxDoublings = 16;

    private int _doublings;

    /// <summary>The camera has streamed well: start from the shortest wait again.</summary>
    public void Reset() => _doublings = 0;

    /// <summary>The wait after a fault.</summary>
    /// <param name="kind">What went wrong.</param>
    /// <param name="flapping">Whether the stream has broken off too often within the hour.</param>
    public TimeSpan Next(FaultKind kind, bool flapping)
    {
        TimeSpan cap = flapping ? options.FlappingCap : kind == FaultKind.Config ? options.ConfigCap : options.RetryCap;
        TimeSpan ceiling = Base * (1 << Math.Min(_doublings++, MaxDoublings));
        TimeSpan jittered = (ceiling < cap ? ceiling : cap) * random.NextDouble();
        return kind == FaultKind.Denied ? options.DeniedDelay + jittered : jittered;
    }
}
