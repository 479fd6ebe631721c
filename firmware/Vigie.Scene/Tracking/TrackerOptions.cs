namespace Vigie.Scene.Tracking;

/// <summary>
/// What a tracker is told. Names and defaults follow ByteTrack (Zhang et al., "ByteTrack: Multi-Object Tracking by Associating Every
/// Detection Box", ECCV 2022) unless the member says otherwise; frames became seconds at the 30 frames a second of its data.
/// </summary>
public sealed record TrackerOptions
{
    /// <summary>Detections with this score or more are matched first, and alone make new tracks: 0 to 1.</summary>
    public float Confirm { get; init; } = 0.5f;

    /// <summary>Detections with this score or more may continue a track that nothing better continues: 0 to 1, at most Confirm.</summary>
    public float Consider { get; init; } = 0.1f;

    /// <summary>How much above <see cref="Confirm"/> a score must be to begin a track.</summary>
    public float BeginMargin { get; init; } = 0.1f;

    /// <summary>How long a track that was looked for and not seen is remembered.</summary>
    public TimeSpan OcclusionMemory { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Most tracks at a time, those awaiting confirmation among them; what comes on top is not followed.</summary>
    public int MaximumTracks { get; init; } = DefaultMaximumTracks;

    /// <summary>Most detections of one frame that are looked at; of more, those with the highest scores.</summary>
    public int MaximumDetections { get; init; } = 512;

    /// <summary>Most tracks at a time unless said otherwise.</summary>
    public const int DefaultMaximumTracks = 256;
}
