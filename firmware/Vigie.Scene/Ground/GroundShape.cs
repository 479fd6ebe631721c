using System.Collections.Immutable;

namespace Vigie.Scene.Ground;

/// <summary>Where points are on the ground between which distances were measured, with a tape for example.</summary>
internal static class GroundShape
{
    // The picture shows depth shortened by an unknown factor: begin at several.
    private static readonly double[] Stretches = [1, 3, 9];

    /// <summary>Coordinates whose distances are the measured ones, with least squares.</summary>
    /// <param name="picture">The points in the picture, which tell on which side of each other they lie.</param>
    /// <param name="distances">Pairs of points, by index, and the metres between them.</param>
    public static GroundPoint[] Of(IReadOnlyList<GroundPoint> picture, ImmutableArray<(int A, int B, double Metres)> distances)
    {
        double[] Residuals(double[] unknowns) =>
            [.. distances.Select(pair => At(unknowns, pair.A).From(At(unknowns, pair.B)).Length - pair.Metres)];
        double scale = distances.Sum(pair => pair.Metres) / distances.Sum(pair => picture[pair.A].From(picture[pair.B]).Length);
        double[]? best = null;
        foreach (double stretch in Stretches)
        {
            double[] start = [.. picture.SelectMany(point => (double[])[point.X * scale, point.Y * scale * stretch])];
            double[] found = LeastSquares.Minimise(start, Residuals);
            best = best is null || LeastSquares.Sum(Residuals(found)) < LeastSquares.Sum(Residuals(best)) ? found : best;
        }

        return [.. picture.Select((_, index) => At(best!, index))];
    }

    private static GroundPoint At(double[] unknowns, int index) => new(unknowns[2 * index], unknowns[2 * index + 1]);
}
