namespace Vigie.Scene.Ground;

/// <summary>
/// A projective map of a plane onto another (Hartley and Zisserman, "Multiple View Geometry", 2nd edition, chapters 2 and 4): x' = Hx in
/// homogeneous coordinates, scaled so that what lies before the horizon has a positive third coordinate.
/// </summary>
internal sealed class Homography
{
    private readonly double[] _h;

    /// <summary>Takes nine numbers, row by row.</summary>
    public Homography(params ReadOnlySpan<double> rows) => _h = rows.ToArray();

    /// <summary>
    /// The map that takes each of at least four points to its partner, with the least algebraic error, by the direct linear transformation with
    /// normalised points (Hartley, "In Defence of the 8-Point Algorithm", 1997). The last number may be set to 1 because the normalised
    /// points' centre lies before the horizon wherever all of them do.
    /// </summary>
    /// <returns>Null where the points do not determine one: three of four lie on a line.</returns>
    public static Homography? Fit(ReadOnlySpan<GroundPoint> from, ReadOnlySpan<GroundPoint> to)
    {
        (Homography normaliseFrom, GroundPoint[] a) = Normalise(from);
        (Homography normaliseTo, GroundPoint[] b) = Normalise(to);
        double[,] normal = new double[8, 8];
        double[] right = new double[8];
        for (int i = 0; i < a.Length; i++)
        {
            (double x, double y) = (a[i].X, a[i].Y);
            (double u, double v) = (b[i].X, b[i].Y);
            Linear.Add(normal, right, [x, y, 1, 0, 0, 0, -u * x, -u * y], u);
            Linear.Add(normal, right, [0, 0, 0, x, y, 1, -v * x, -v * y], v);
        }

        if (!Linear.TrySolve(normal, right, out double[] h) || normaliseTo.Inverse() is not { } back)
        {
            return null;
        }

        return back.After(new Homography([.. h, 1])).After(normaliseFrom);
    }

    /// <summary>The third coordinate of a point's image: 0 on the horizon.</summary>
    public double Depth(double x, double y) => _h[6] * x + _h[7] * y + _h[8];

    /// <summary>Where a point goes; meaningful where its depth is not 0.</summary>
    public GroundPoint Apply(double x, double y)
    {
        double depth = Depth(x, y);
        return new((_h[0] * x + _h[1] * y + _h[2]) / depth, (_h[3] * x + _h[4] * y + _h[5]) / depth);
    }

    /// <summary>The same map with every number multiplied.</summary>
    public Homography Times(double factor) => new([.. _h.Select(number => number * factor)]);

    /// <summary>The map that does <paramref name="first"/>, then this.</summary>
    public Homography After(Homography first)
    {
        double[] product = new double[9];
        for (int i = 0; i < 9; i++)
        {
            for (int k = 0; k < 3; k++)
            {
                product[i] += _h[i / 3 * 3 + k] * first._h[k * 3 + i % 3];
            }
        }

        return new Homography(product);
    }

    /// <summary>The map back; null where there is none.</summary>
    public Homography? Inverse()
    {
        double[] h = _h;
        double[] adjugate =
        [
            h[4] * h[8] - h[5] * h[7], h[2] * h[7] - h[1] * h[8], h[1] * h[5] - h[2] * h[4],
            h[5] * h[6] - h[3] * h[8], h[0] * h[8] - h[2] * h[6], h[2] * h[3] - h[0] * h[5],
            h[3] * h[7] - h[4] * h[6], h[1] * h[6] - h[0] * h[7], h[0] * h[4] - h[1] * h[3],
        ];
        double determinant = h[0] * adjugate[0] + h[1] * adjugate[3] + h[2] * adjugate[6];
        return Math.Abs(determinant) < 1e-18 ? null : new Homography([.. adjugate.Select(number => number / determinant)]);
    }

    // Centre at the origin, mean distance from it the root of 2.
    private static (Homography Map, GroundPoint[] Points) Normalise(ReadOnlySpan<GroundPoint> points)
    {
        double x = 0, y = 0, distance = 0;
        foreach (GroundPoint point in points)
        {
            (x, y) = (x + point.X / points.Length, y + point.Y / points.Length);
        }

        foreach (GroundPoint point in points)
        {
            distance += new GroundPoint(point.X - x, point.Y - y).Length / points.Length;
        }

        double scale = distance > 0 ? Math.Sqrt(2) / distance : 1;
        Homography map = new(scale, 0, -scale * x, 0, scale, -scale * y, 0, 0, 1);
        return (map, [.. points.ToArray().Select(point => map.Apply(point.X, point.Y))]);
    }
}
