using Vigie.Core.Geometry;

namespace Vigie.Vision.Heads;

/// <summary>
/// Greedy non-maximum suppression within each class: of two boxes of one class that overlap too much, the weaker goes
/// (Neubeck and Van Gool, "Efficient Non-Maximum Suppression", ICPR 2006).
/// </summary>
public static class NonMaximumSuppression
{
    /// <summary>Selects the boxes to keep, best first. Compares with kept boxes only and allocates nothing.</summary>
    /// <param name="candidates">By falling score.</param>
    /// <param name="overlap">Intersection over union above which the weaker box goes.</param>
    /// <param name="kept">Gets the positions of the kept candidates; its length is the most that are kept.</param>
    /// <returns>How many were kept.</returns>
    public static int Select(ReadOnlySpan<Candidate> candidates, float overlap, Span<int> kept)
    {
        int count = 0;
        for (int i = 0; i < candidates.Length && count < kept.Length; i++)
        {
            if (!IsCovered(candidates, kept[..count], candidates[i], overlap))
            {
                kept[count++] = i;
            }
        }

        return count;
    }

    private static bool IsCovered(ReadOnlySpan<Candidate> candidates, ReadOnlySpan<int> kept, in Candidate candidate, float overlap)
    {
        Box box = candidate.Box;
        foreach (int position in kept)
        {
            ref readonly Candidate better = ref candidates[position];
            if (better.Label == candidate.Label && better.Box.IntersectionOverUnion(box) > overlap)
            {
                return true;
            }
        }

        return false;
    }
}
