using System.Collections.Frozen;
using Vigie.Core;

namespace Vigie.Scene.Tracking;

/// <summary>
/// What a tracker is told. Names and defaults follow ByteTrack (Zhang et al., "ByteTrack: Multi-Object Tracking by Associating Every
/// Detection Box", ECCV 2022) unless the member says otherwise.
/// </summary>
public sealed record TrackerOptions
{
    /// <summary>Detections with this score or more are matched first, and alone make new tracks: 0 to 1.</summary>
    public float Confirm { get; init; } = 0.5f;

    /// <summary>Detections with this score or more may continue a track that nothing better continues: 0 to 1, at most Confirm.</summary>
    public float Consider { get; init; } = 0.1f;

    /// <summary>A track begins with this score or more: 0 to 1. Never less than <see cref="Confirm"/>.</summary>
    public float Begin { get; init; } = 0.6f;

    /// <summary>
    /// The same for single classes (numbers of <see cref="ObjectClasses"/>), because scores of two classes are not worth the same:
    /// for persons, of whom ByteTrack speaks, its 0.7, which fixed things that look like people seldom reach. Vehicles seldom reach it either.
    /// </summary>
    public FrozenDictionary<int, float> BeginOf { get; init; } =
        new Dictionary<int, float> { [ObjectClasses.Person] = 0.7f }.ToFrozenDictionary();

    /// <summary>
    /// How long a track that was looked for and not surely seen is remembered. ByteTrack's second is doubled: a control room would
    /// rather keep an object behind a lorry than greet it as a new one.
    /// </summary>
    public TimeSpan OcclusionMemory { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Most tracks at a time, those awaiting confirmation among them; what comes on top is not followed.</summary>
    public int MaximumTracks { get; init; } = DefaultMaximumTracks;

    /// <summary>Most detections of one frame that are looked at; of more, those with the highest scores.</summary>
    public int MaximumDetections { get; init; } = 512;

    /// <summary>Most tracks at a time unless said otherwise.</summary>
    public const int DefaultMaximumTracks = 256;
}
