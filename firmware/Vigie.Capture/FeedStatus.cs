using Vigie.Capture.Ffmpeg;
using Vigie.Core;

namespace Vigie.Capture;

/// <summary>How a camera's feed is at one moment. Holds no secret.</summary>
public sealed record FeedStatus
{
    /// <summary>What the feed does.</summary>
    public required FeedState State { get; init; }

    /// <summary>Since when, UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>What is wrong; null while sound pictures come, and before anything went wrong.</summary>
    public Fault? Fault { get; init; }

    /// <summary>When this trouble began, UTC; it lasts over all attempts that fail for the same reason. Null without a fault.</summary>
    public DateTimeOffset? FaultSince { get; init; }

    /// <summary>Attempts that failed since the trouble began.</summary>
    public int FailedAttempts { get; init; }

    /// <summary>When the next attempt is made, UTC; null but in <see cref="FeedState.Waiting"/>.</summary>
    public DateTimeOffset? NextAttempt { get; init; }

    /// <summary>Shape of the pictures that come, or came last; null before the first.</summary>
    public FrameFormat? Format { get; init; }

    /// <summary>Video packets received, over all connections.</summary>
    public long Packets { get; init; }

    /// <summary>Their bytes.</summary>
    public long PacketBytes { get; init; }

    /// <summary>Those that went to the decoder.</summary>
    public long PacketsDecoded { get; init; }

    /// <summary>Frames posted, over all connections.</summary>
    public long Frames { get; init; }

    /// <summary>How soon the stream is at full rate again after only key frames were decoded (firmware/decisions/0007-idle-decoding.md).</summary>
    public WakeTime Wake { get; init; }

    /// <summary>Time between key frames; zero before there were two.</summary>
    public TimeSpan KeyFrameInterval { get; init; }

    /// <summary>Packets that arrive a second, over the last seconds; 0 but in <see cref="FeedState.Streaming"/>.</summary>
    public double PacketsPerSecond { get; init; }

    /// <summary>Frames posted a second, over the last seconds; 0 but in <see cref="FeedState.Streaming"/>.</summary>
    public double FramesPerSecond { get; init; }

    /// <summary>Attempts to connect after the first.</summary>
    public long Restarts { get; init; }

    /// <summary>Streams that broke off within the last hour.</summary>
    public int BrokenLastHour { get; init; }
}
