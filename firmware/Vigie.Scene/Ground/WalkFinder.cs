using System.Collections.Immutable;
using Vigie.Core;

namespace Vigie.Scene.Ground;

/// <summary>Finds the ground plane in the walks of a clip.</summary>
public static class WalkFinder
{
    private const int MostWalks = 8;
    private const int PlacesOfOne = 12;
    private const int PlacesOfAll = 24;

    // A place where the person is higher or lower by this than the plane says was a bad look: behind something, bent, beside a twin.
    private const double WorstMiss = 0.15;
    private const double MostLeftOut = 0.25;

    /// <summary>The plane that one person's walk gives most surely.</summary>
    /// <param name="walks">Walks, the longest first.</param>
    /// <param name="height">The person's height, metres.</param>
    /// <param name="format">The clip's pictures.</param>
    /// <param name="fieldOfView">How wide the lens sees, degrees; null: the walk must tell.</param>
    /// <param name="problem">Why there is none: why the longest walk gives none.</param>
    public static WalkFinding? OfOne(ImmutableArray<SeenWalk> walks, double height, FrameFormat format, double? fieldOfView, out string problem)
    {
        problem = "";
        WalkFinding? best = null;
        foreach (SeenWalk walk in walks.Take(MostWalks))
        {
            WalkFinding? found = Fit([walk], PlacesOfOne, height, format, fieldOfView, out string trouble);
            problem = problem.Length == 0 ? trouble : problem;
            best = found is not null && (best is null || found.HeightError < best.HeightError) ? found : best;
        }

        problem = best is null ? problem : "";
        return best;
    }

    /// <summary>The plane that all who walk by give together.</summary>
    /// <param name="walks">Their walks.</param>
    /// <param name="height">Their mean height, metres.</param>
    /// <param name="format">The clip's pictures.</param>
    /// <param name="fieldOfView">How wide the lens sees, degrees; null: the walks must tell.</param>
    /// <param name="problem">Why there is none.</param>
    public static WalkFinding? OfAll(ImmutableArray<SeenWalk> walks, double height, FrameFormat format, double? fieldOfView, out string problem) =>
        Fit(walks, PlacesOfAll, height, format, fieldOfView, out problem);

    private static WalkFinding? Fit(
        ImmutableArray<SeenWalk> walks, int most, double height, FrameFormat format, double? fieldOfView, out string problem)
    {
        Walk walk = new(Spread([.. walks.SelectMany(one => one.Places)], most), height, (double)format.Width / format.Height, fieldOfView);
        if (WalkCamera.Find(walk, out problem) is not { } first)
        {
            return null;
        }

        Walk kept = walk with { Places = [.. walk.Places.Where(place => Math.Abs(first.HeightOf(place, height) / height - 1) < WorstMiss)] };
        int leftOut = walk.Places.Length - kept.Places.Length;
        if (kept.Places.Length < Walk.Fewest || leftOut > MostLeftOut * walk.Places.Length)
        {
            problem = FormattableString.Invariant(
                $"at {leftOut} of {walk.Places.Length} places the person is more than {100 * WorstMiss:0} % too high or too low for level ground: the boxes are cut, the person bends, or the ground is not level");
            return null;
        }

        // Rounded as it will be read again from the configuration: what is printed is what was judged.
        kept = kept with { Places = [.. kept.Places.Select(place => place.Rounded())] };
        if (WalkCamera.Find(kept, out problem) is not { } camera || WalkReader.PlaneOf(kept, out problem) is not { } plane)
        {
            return null;
        }

        problem = "";
        return new WalkFinding(walks, kept, leftOut, plane, camera.HeightError, camera.TiltError);
    }

    // The nearest place, then each time the one that is farthest from those that are taken.
    private static ImmutableArray<WalkPlace> Spread(ImmutableArray<WalkPlace> places, int most)
    {
        List<WalkPlace> taken = [places.MaxBy(place => place.Foot.Y)];
        while (taken.Count < Math.Min(most, places.Length))
        {
            taken.Add(places.MaxBy(place => taken.Min(other => Math.Pow(place.Foot.X - other.Foot.X, 2) + Math.Pow(place.Foot.Y - other.Foot.Y, 2))));
        }

        return [.. taken.OrderByDescending(place => place.Foot.Y)];
    }
}
