using System.Collections.Immutable;
using Vigie.Contract;

namespace Vigie.Appliance.Evaluation;

/// <summary>Adds the clips' results up.</summary>
internal static class EvaluationScores
{
    /// <summary>The summary of some clips.</summary>
    /// <param name="model">The model that looked.</param>
    /// <param name="configurationHash">SHA-256 of the configuration, hexadecimal.</param>
    /// <param name="kinds">Kinds that were judged.</param>
    /// <param name="clips">Their results.</param>
    /// <param name="notes">What else is to be said.</param>
    public static EvaluationSummary Summarise(
        string model, string configurationHash, ImmutableArray<EventKind> kinds, IReadOnlyList<ClipResult> clips, IEnumerable<string> notes)
    {
        double seconds = clips.Sum(SecondsOf);
        (string Kind, string Place, EventMatch Match)[] all = [.. clips.SelectMany(clip => clip.Matches.Select(match => (KindOf(match), PlaceOf(clip, match), match)))];
        return new EvaluationSummary(
            model,
            configurationHash,
            seconds,
            [.. kinds.Select(EventKinds.Name).Select(kind => KindScore.Of(kind, null, seconds / 3600, [.. all.Where(one => one.Kind == kind).Select(one => one.Match)]))],
            [
                .. all.GroupBy(one => (one.Kind, one.Place)).OrderBy(group => group.Key)
                    .Select(group => KindScore.Of(group.Key.Kind, group.Key.Place, seconds / 3600, [.. group.Select(one => one.Match)])),
            ],
            [.. clips.Select(FindingsOf)],
            [.. notes.Concat(clips.SelectMany(LeftAside))]);
    }

    private static double SecondsOf(ClipResult clip) => (clip.To - clip.From).TotalSeconds;

    private static string KindOf(EventMatch match) => EventKinds.Name(match.Truth?.Kind ?? match.Said!.Kind);

    private static string PlaceOf(ClipResult clip, EventMatch match) => clip.Places[match.Truth?.Zone ?? match.Said!.Zone];

    private static ClipFindings FindingsOf(ClipResult clip) => new(
        clip.Clip,
        SecondsOf(clip),
        [.. clip.Matches.Where(match => match.IsMissed).Select(match => FindingOf(clip, match, match.Truth!.From, match.Truth.To))],
        [.. clip.Matches.Where(match => match.IsFalse).Select(match => FindingOf(clip, match, match.Said!.Since, match.Said.Until))]);

    private static Finding FindingOf(ClipResult clip, EventMatch match, TimeSpan from, TimeSpan to) =>
        new(KindOf(match), PlaceOf(clip, match), Math.Round(from.TotalSeconds, 3), Math.Round(to.TotalSeconds, 3));

    private static IEnumerable<string> LeftAside(ClipResult clip) =>
        clip.Unwatched.Select(one => $"{clip.Clip}: {one.Value} {one.Key} left aside: no rule of the configuration speaks of it")
            .Concat(clip.Unjudged.Select(one => $"{clip.Clip}: {one.Value} {one.Key} said and not judged: the truth does not list this kind"));
}
