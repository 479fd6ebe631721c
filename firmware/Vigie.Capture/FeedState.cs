namespace Vigie.Capture;

/// <summary>What a <see cref="LiveFeed"/> does at this moment.</summary>
public enum FeedState
{
    /// <summary>It was not started yet.</summary>
    Idle,

    /// <summary>It is connecting, and no picture has come yet.</summary>
    Connecting,

    /// <summary>Pictures come.</summary>
    Streaming,

    /// <summary>Something is wrong, said in <see cref="FeedStatus.Fault"/>; the next attempt is at <see cref="FeedStatus.NextAttempt"/>.</summary>
    Waiting,

    /// <summary>It was disposed of, nobody takes its frames any more, or a mistake of ours ended it (<see cref="FeedStatus.Fault"/>).</summary>
    Stopped,
}
