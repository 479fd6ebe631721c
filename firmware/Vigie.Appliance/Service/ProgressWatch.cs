using Vigie.Capture;

namespace Vigie.Appliance.Service;

/// <summary>
/// Says whether a camera makes progress: frames that come in go out, and its feed either streams or knows when it tries next. What hangs
/// without saying so is what the watchdog is for.
/// </summary>
/// <param name="time">Clock.</param>
internal sealed class ProgressWatch(TimeProvider time)
{
    /// <summary>Longest that frames may come in while none goes out: loading a network on a slow card is within it.</summary>
    public static readonly TimeSpan PipelineLimit = TimeSpan.FromSeconds(30);

    /// <summary>Longest that a feed may say it streams, or is about to connect, and nothing changes.</summary>
    public static readonly TimeSpan FeedLimit = TimeSpan.FromSeconds(60);

    private (long Posted, long Processed) _pipeline;
    private (FeedState State, long Packets, long Restarts) _feed;
    private long _pipelineAt = time.GetTimestamp();
    private long _feedAt = time.GetTimestamp();

    /// <summary>Looks, about once a second.</summary>
    /// <param name="posted">Frames that came in so far.</param>
    /// <param name="processed">Frames that went out so far.</param>
    /// <param name="feed">How the feed is; null where there is none just now.</param>
    /// <returns>What hangs; null where all goes on.</returns>
    public string? Look(long posted, long processed, FeedStatus? feed)
    {
        long now = time.GetTimestamp();
        if (processed != _pipeline.Processed || posted == _pipeline.Posted || feed is null)
        {
            (_pipeline, _pipelineAt) = ((posted, processed), now);
        }

        (FeedState, long, long) seen = feed is null ? default : (feed.State, feed.Packets, feed.Restarts);
        if (feed is null || seen != _feed || IsWaiting(feed))
        {
            (_feed, _feedAt) = (seen, now);
        }

        return time.GetElapsedTime(_pipelineAt, now) >= PipelineLimit ? "frames come in and none goes out"
            : time.GetElapsedTime(_feedAt, now) >= FeedLimit ? "its feed neither streams nor tries again"
            : null;
    }

    private bool IsWaiting(FeedStatus feed) => feed.State == FeedState.Waiting && time.GetUtcNow() < feed.NextAttempt + FeedLimit;
}
