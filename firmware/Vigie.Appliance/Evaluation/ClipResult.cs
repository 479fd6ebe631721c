using System.Collections.Immutable;

namespace Vigie.Appliance.Evaluation;

/// <summary>What was said of a clip, held against its truth.</summary>
/// <param name="Clip">File name.</param>
/// <param name="From">From when on it was judged, clip time.</param>
/// <param name="To">Until when.</param>
/// <param name="Matches">All events, those of the truth and those that were said.</param>
/// <param name="Places">Names of zones and lines by their numbers.</param>
/// <param name="Unjudged">Events that were said of kinds that the truth is not about, by kind.</param>
/// <param name="Unwatched">Events of the truth that no rule speaks of, by kind and place.</param>
public sealed record ClipResult(
    string Clip,
    TimeSpan From,
    TimeSpan To,
    ImmutableArray<EventMatch> Matches,
    IReadOnlyDictionary<int, string> Places,
    IReadOnlyDictionary<string, int> Unjudged,
    IReadOnlyDictionary<string, int> Unwatched);
