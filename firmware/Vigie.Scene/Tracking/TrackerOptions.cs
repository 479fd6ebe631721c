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

    /// <summary>A track begins with this score or more: 0 to 1. Never less than <see cref="Confirm"/>, but for single classes.</summary>
    public float Begin { get; init; } = 0.6f;

    /// <summary>
    /// The same for single classes (numbers of <see cref="ObjectClasses"/>), because scores of two classes are not worth the same:
    /// for persons, of whom ByteTrack speaks, its 0.7, which fixed things that look like people seldom reach. Vehicles seldom reach it either.
    /// Of a class with less than <see cref="Confirm"/> here, so much is a high score throughout.
    /// </summary>
    public FrozenDictionary<int, float> BeginOf { get; init; } = BeginWith([]);

    /// <summary>
    /// <see cref="BeginOf"/> where small things are followed as well, bags for instance, which no small network ever scores high: of
    /// 45 bags on COCO's pictures <c>street</c> finds none at 0.6, and six at 0.3.
    /// </summary>
    /// <param name="small">Their numbers.</param>
    public static FrozenDictionary<int, float> BeginWith(IEnumerable<int> small)
    {
        const float Small = 0.3f;
        Dictionary<int, float> begin = new() { [ObjectClasses.Person] = 0.7f };
        foreach (int number in small)
        {
            begin.TryAdd(number, Small);
        }

        return begin.ToFrozenDictionary();
    }

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
