using System.Collections.Immutable;
using Vigie.Contract;
using Vigie.Vision.Snapshots;

namespace Vigie.Appliance.Evaluation;

/// <summary>A clip's result as rows of a timeline: a row a kind and zone.</summary>
internal static class EvaluationTimeline
{
    /// <summary>The rows of a clip.</summary>
    public static TimelineClip Of(ClipResult clip) => new(
        clip.Clip,
        clip.From.TotalSeconds,
        clip.To.TotalSeconds,
        [
            .. clip.Matches.GroupBy(match => (Kind: EventKinds.Name(match.Truth?.Kind ?? match.Said!.Kind), Zone: match.Truth?.Zone ?? match.Said!.Zone))
                .OrderBy(group => group.Key)
                .Select(group => new TimelineRow(group.Key.Kind, clip.Places[group.Key.Zone], TruthOf(group), SaidOf(group))),
        ]);

    private static ImmutableArray<TimelineBar> TruthOf(IEnumerable<EventMatch> matches) =>
    [
        .. matches.Where(match => match.Truth is not null)
            .Select(match => new TimelineBar(match.Truth!.From.TotalSeconds, match.Truth.To.TotalSeconds, !match.IsMissed)),
    ];

    private static ImmutableArray<TimelineBar> SaidOf(IEnumerable<EventMatch> matches) =>
    [
        .. matches.Where(match => match.Said is not null)
            .Select(match => new TimelineBar(match.Said!.Said.TotalSeconds, match.Said.Until.TotalSeconds, !match.IsFalse)),
    ];
}
