using System.Collections.Immutable;
using Vigie.Contract;

namespace Vigie.Scene.Rules.Count;

/// <summary>
/// Keeps back what is of too few, so that it does not follow from what is told either (primary and complementary suppression of statistical
/// disclosure control: Hundepool et al., Statistical Disclosure Control, 2012, chapter 4).
/// </summary>
internal static class Suppression
{
    /// <summary>What may be told of a class.</summary>
    /// <param name="tally">The exact numbers.</param>
    /// <param name="watched">For how long somebody looked.</param>
    /// <param name="floor">The smallest number that may be told; 0 is told as little as 1.</param>
    public static ClassCounts Of(ClassTally tally, TimeSpan watched, int floor)
    {
        // Over a day as many go out as came in: one of the two, left out once, would follow from all the others.
        bool tellsWays = Math.Min(tally.In, tally.Out) >= floor;
        int mean = (int)Math.Round(tally.MeanOver(watched));
        return new ClassCounts
        {
            In = tellsWays ? Capped(tally.In) : null,
            Out = tellsWays ? Capped(tally.Out) : null,
            Most = tally.Most >= floor ? Capped(tally.Most) : null,
            Mean = Math.Min(mean, tally.Most) >= floor ? Capped(Math.Min(mean, tally.Most)) : null,
            Stays = tellsWays && tally.Out <= ClassCounts.MaximumCount ? Merge(tally.Stays, floor) : [],
        };
    }

    private static int Capped(int count) => Math.Min(count, ClassCounts.MaximumCount);

    // Parts of too few are joined to their neighbours, not left out: what is left out would be the rest of the sum, which is told.
    private static ImmutableArray<StayPart> Merge(ReadOnlySpan<int> stays, int floor)
    {
        List<StayPart> parts = [];
        int sum = 0;
        for (int i = 0; i < stays.Length; i++)
        {
            sum += stays[i];
            if (sum >= floor)
            {
                parts.Add(new StayPart(i < ClassTally.StayEdges.Length ? ClassTally.StayEdges[i] : null, sum));
                sum = 0;
            }
        }

        if (parts.Count > 0)
        {
            // Whoever is left stayed at least so long; and the last part says not how long at most, or it would tell that nobody stayed longer.
            parts[^1] = new StayPart(null, parts[^1].Count + sum);
        }

        return [.. parts];
    }
}
