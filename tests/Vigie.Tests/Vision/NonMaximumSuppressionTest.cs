using CsCheck;
using Vigie.Core.Geometry;
using Vigie.Vision.Heads;

namespace Vigie.Tests.Vision;

public sealed class NonMaximumSuppressionTest
{
    private static readonly Gen<Candidate> AnyCandidate = Gen.Select(
        Gen.Float[0, 90], Gen.Float[0, 90], Gen.Float[1, 40], Gen.Float[1, 40], Gen.Int[0, 2], Gen.Int[1, 20],
        (left, top, width, height, label, score) => new Candidate(Box.FromSize(left, top, width, height), label, score / 20f));

    [Fact]
    public void It_keeps_what_the_definition_keeps() => Gen.Select(AnyCandidate.List[0, 60], Gen.Float[0.1f, 0.9f]).Sample((candidates, overlap) =>
    {
        CandidateList list = Listed(candidates, capacity: 64);
        int[] kept = new int[candidates.Count + 1];
        int count = NonMaximumSuppression.Select(list.Items, overlap, kept);
        List<Candidate> found = [];
        foreach (int position in kept.AsSpan(0, count))
        {
            found.Add(list.Items[position]);
        }

        Assert.Equal(Oracle(candidates, overlap), found);
    });

    [Fact]
    public void It_stops_at_the_most_wanted() => AnyCandidate.List[1, 30].Sample(candidates =>
    {
        CandidateList list = Listed(candidates, capacity: 64);
        int[] all = new int[64], few = new int[3];
        int count = NonMaximumSuppression.Select(list.Items, 0.5f, all);
        Assert.Equal(Math.Min(3, count), NonMaximumSuppression.Select(list.Items, 0.5f, few));
        Assert.Equal(all.Take(Math.Min(3, count)), few.Take(Math.Min(3, count)));
    });

    [Fact]
    public void Sorting_keeps_the_order_of_equal_scores() => AnyCandidate.List[0, 60].Sample(candidates =>
        Assert.Equal(candidates.OrderByDescending(candidate => candidate.Score), Listed(candidates, capacity: 64).Items.ToArray()));

    [Fact]
    public void A_full_list_keeps_the_best() => AnyCandidate.List[0, 100].Sample(candidates =>
    {
        CandidateList list = Listed(candidates, capacity: 16);
        float[] expected = [.. candidates.Select(candidate => candidate.Score).OrderDescending()];
        float[] scores = [.. list.Items.ToArray().Select(candidate => candidate.Score)];
        Assert.InRange(scores.Length, Math.Min(candidates.Count, 8), 16);
        Assert.Equal(expected[..scores.Length], scores);
    });

    [Fact]
    public void Nothing_below_the_floor_and_nothing_that_is_no_number_is_taken()
    {
        CandidateList list = new([true]);
        list.Begin(0.5f);
        list.Add(0.49f, 0, default);
        list.Add(float.NaN, 0, default);
        list.Add(0.5f, 0, default);
        Assert.Equal(0.5f, Assert.Single(list.Items.ToArray()).Score);
    }

    private static CandidateList Listed(IEnumerable<Candidate> candidates, int capacity)
    {
        CandidateList list = new([true, true, true], capacity);
        list.Begin(0.01f);
        foreach (Candidate candidate in candidates)
        {
            list.Add(candidate.Score, candidate.Label, candidate.Box);
        }

        list.Sort();
        return list;
    }

    // The definition, in O(n²): the best is kept and strikes out all of its class that overlap it; then the best of the rest.
    private static List<Candidate> Oracle(IReadOnlyList<Candidate> candidates, float overlap)
    {
        List<Candidate> rest = [.. candidates.OrderByDescending(candidate => candidate.Score)], kept = [];
        while (rest.Count > 0)
        {
            Candidate best = rest[0];
            kept.Add(best);
            rest.RemoveAt(0);
            rest.RemoveAll(other => other.Label == best.Label && other.Box.IntersectionOverUnion(best.Box) > overlap);
        }

        return kept;
    }
}
