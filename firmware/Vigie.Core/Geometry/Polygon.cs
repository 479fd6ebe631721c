using System.Collections.Immutable;

namespace Vigie.Core.Geometry;

/// <summary>
/// A simple polygon in the unit square: (0, 0) is the frame's top left corner, (1, 1) its bottom right.
/// Fractions, not pixels, so that a zone survives a change of the camera's resolution.
/// </summary>
public sealed class Polygon
{
    /// <summary>Takes the corners in order; the last joins the first.</summary>
    /// <exception cref="ArgumentException">Fewer than three corners, or edges that cross.</exception>
    public Polygon(ImmutableArray<Point> corners)
    {
        if (corners.Length < 3)
        {
            throw new ArgumentException("A polygon has at least three corners.", nameof(corners));
        }

        if (FindCrossing(corners) is (int first, int second))
        {
            throw new ArgumentException($"Edges {first} and {second} of the polygon cross.", nameof(corners));
        }

        Corners = corners;
    }

    /// <summary>The corners in order, in the unit square.</summary>
    public ImmutableArray<Point> Corners { get; }

    /// <summary>
    /// Whether the point (unit square) lies inside: even-odd rule, half-open on edges so that a point on the common edge of two
    /// adjoining polygons lies in exactly one of them (Haines, "Point in Polygon Strategies", Graphics Gems IV, 1994).
    /// </summary>
    public bool Contains(Point point)
    {
        bool inside = false;
        ImmutableArray<Point> corners = Corners;
        for (int i = 0, j = corners.Length - 1; i < corners.Length; j = i++)
        {
            Point a = corners[i], b = corners[j];
            if (a.Y > point.Y != b.Y > point.Y
                && point.X < ((double)b.X - a.X) * ((double)point.Y - a.Y) / ((double)b.Y - a.Y) + a.X)
            {
                inside = !inside;
            }
        }

        return inside;
    }

    /// <summary>Distance from the point to the nearest edge; both in the unit square.</summary>
    public float DistanceToEdge(Point point)
    {
        float nearest = float.MaxValue;
        ImmutableArray<Point> corners = Corners;
        for (int i = 0, j = corners.Length - 1; i < corners.Length; j = i++)
        {
            nearest = MathF.Min(nearest, DistanceToSegment(point, corners[j], corners[i]));
        }

        return nearest;
    }

    /// <summary>The first two edges (numbered by their first corner) that cross or touch without being neighbours, if any.</summary>
    public static (int First, int Second)? FindCrossing(ImmutableArray<Point> corners)
    {
        int count = corners.Length;
        for (int i = 0; i < count; i++)
        {
            for (int j = i + 2; j < count; j++)
            {
                bool neighbours = i == 0 && j == count - 1;
                if (!neighbours && Intersect(corners[i], corners[(i + 1) % count], corners[j], corners[(j + 1) % count]))
                {
                    return (i, j);
                }
            }
        }

        return null;
    }

    private static float DistanceToSegment(Point point, Point a, Point b)
    {
        float dx = b.X - a.X, dy = b.Y - a.Y;
        float lengthSquared = dx * dx + dy * dy;
        float t = lengthSquared == 0 ? 0 : Math.Clamp(((point.X - a.X) * dx + (point.Y - a.Y) * dy) / lengthSquared, 0, 1);
        float x = a.X + t * dx - point.X, y = a.Y + t * dy - point.Y;
        return MathF.Sqrt(x * x + y * y);
    }

    private static bool Intersect(Point a, Point b, Point c, Point d)
    {
        int abc = Side(a, b, c), abd = Side(a, b, d), cda = Side(c, d, a), cdb = Side(c, d, b);
        if (abc != abd && cda != cdb)
        {
            return true;
        }

        return (abc == 0 && Within(a, b, c)) || (abd == 0 && Within(a, b, d))
            || (cda == 0 && Within(c, d, a)) || (cdb == 0 && Within(c, d, b));
    }

    private static int Side(Point a, Point b, Point c) =>
        Math.Sign(((double)b.X - a.X) * ((double)c.Y - a.Y) - ((double)b.Y - a.Y) * ((double)c.X - a.X));

    private static bool Within(Point a, Point b, Point c) =>
        c.X >= MathF.Min(a.X, b.X) && c.X <= MathF.Max(a.X, b.X) && c.Y >= MathF.Min(a.Y, b.Y) && c.Y <= MathF.Max(a.Y, b.Y);
}
