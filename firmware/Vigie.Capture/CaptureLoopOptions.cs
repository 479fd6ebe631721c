namespace Vigie.Capture;

/// <summary>How frames are paced and dated.</summary>
public sealed record CaptureLoopOptions
{
    /// <summary>How fast a file is replayed.</summary>
    public ReplayPace Pace { get; init; } = ReplayPace.Clip;

    /// <summary>Wall time of the first frame; null: when the loop starts.</summary>
    public DateTimeOffset? StartTime { get; init; }
}
