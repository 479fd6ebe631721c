using System.Collections.Immutable;
using Vigie.Scene.Tracking;

namespace Vigie.Appliance.Evaluation;

/// <summary>
/// Which event of the truth is which one that was said: of one kind, in one zone, in the same direction, overlapping in time; one to one, as many
/// pairs as there can be, and of those the pairs whose times lie nearest.
/// </summary>
public static class EventMatching
{
    // Seconds. Far beyond any clip: a pair is worth any delay, and no pair is made at this price.
    private const float Alone = 1e9f;
    private const float Never = 1e10f;

    /// <summary>Matches the events of a clip.</summary>
    /// <param name="truth">What happens.</param>
    /// <param name="said">What was said.</param>
    /// <param name="tolerance">By how much the truth's times may be wrong.</param>
    /// <returns>Each event once, by time.</returns>
    public static ImmutableArray<EventMatch> Match(IReadOnlyList<TruthEvent> truth, IReadOnlyList<SaidEvent> said, TimeSpan tolerance)
    {
        float[] costs = [.. truth.SelectMany(one => said.Select(other => CostOf(one, other, tolerance)))];
        ReadOnlySpan<int> saidOf = new Assignment(truth.Count, said.Count).Solve(costs, truth.Count, said.Count, Alone);
        List<EventMatch> matches = [];
        HashSet<int> taken = [];
        for (int i = 0; i < truth.Count; i++)
        {
            matches.Add(new EventMatch(truth[i], saidOf[i] == Assignment.Alone ? null : said[saidOf[i]]));
            taken.Add(saidOf[i]);
        }

        matches.AddRange(said.Where((_, index) => !taken.Contains(index)).Select(one => new EventMatch(null, one)));
        return [.. matches.OrderBy(match => match.Truth?.From ?? match.Said!.Since)];
    }

    private static float CostOf(TruthEvent truth, SaidEvent said, TimeSpan tolerance) =>
        Meet(truth, said, tolerance) ? (float)Math.Abs((said.Said - truth.Due).TotalSeconds) : Never;

    private static bool Meet(TruthEvent truth, SaidEvent said, TimeSpan tolerance) =>
        truth.Kind == said.Kind && truth.Zone == said.Zone && (truth.Outward ?? said.Outward) == said.Outward
        && said.Since <= truth.To + tolerance && said.Until >= truth.From - tolerance;
}
