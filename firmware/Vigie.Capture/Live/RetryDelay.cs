using Vigie.Core;

namespace Vigie.Capture.Live;

/// <summary>
/// How long to wait before the next attempt: a <see cref="Backoff"/> whose limit depends on what went wrong. Credentials that were refused
/// wait their fixed time besides.
/// </summary>
internal sealed class RetryDelay(LiveFeedOptions options, Random random)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);

    private readonly Backoff _backoff = new(First, random);

    /// <summary>The camera has streamed well: start from the shortest wait again.</summary>
    public void Reset() => _backoff.Reset();

    /// <summary>The wait after a fault.</summary>
    /// <param name="kind">What went wrong.</param>
    /// <param name="flapping">Whether the stream has broken off too often within the hour.</param>
    public TimeSpan Next(FaultKind kind, bool flapping)
    {
        TimeSpan cap = flapping ? options.FlappingCap : kind == FaultKind.Config ? options.ConfigCap : options.RetryCap;
        TimeSpan jittered = _backoff.Next(cap);
        return kind == FaultKind.Denied ? options.DeniedDelay + jittered : jittered;
    }
}
