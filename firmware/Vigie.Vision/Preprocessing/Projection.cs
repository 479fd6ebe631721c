using Vigie.Core.Geometry;

namespace Vigie.Vision.Preprocessing;

/// <summary>
/// The projective map from the unit square to a quadrilateral (Heckbert, "Fundamentals of Texture Mapping and Image Warping", 1989, 2.2.3).
/// </summary>
internal readonly struct Projection
{
    private readonly float _a, _b, _c, _d, _e, _f, _g, _h;

    private Projection(in Quad quad, float g, float h)
    {
        (_g, _h) = (g, h);
        (_a, _b, _c) = (quad.TopRight.X - quad.TopLeft.X + g * quad.TopRight.X, quad.BottomLeft.X - quad.TopLeft.X + h * quad.BottomLeft.X, quad.TopLeft.X);
        (_d, _e, _f) = (quad.TopRight.Y - quad.TopLeft.Y + g * quad.TopRight.Y, quad.BottomLeft.Y - quad.TopLeft.Y + h * quad.BottomLeft.Y, quad.TopLeft.Y);
    }

    /// <summary>The map onto a quadrilateral: (0, 0) to its top left corner, (1, 1) to its bottom right one.</summary>
    /// <returns>False where three of its corners lie on a line: no camera sees a rectangle so.</returns>
    public static bool TryOnto(in Quad quad, out Projection projection)
    {
        (float x1, float y1) = (quad.TopRight.X - quad.BottomRight.X, quad.TopRight.Y - quad.BottomRight.Y);
        (float x2, float y2) = (quad.BottomLeft.X - quad.BottomRight.X, quad.BottomLeft.Y - quad.BottomRight.Y);
        (float x3, float y3) = (quad.TopLeft.X - quad.TopRight.X - x2, quad.TopLeft.Y - quad.TopRight.Y - y2);
        float area = x1 * y2 - x2 * y1;
        projection = new Projection(quad, (x3 * y2 - x2 * y3) / area, (x1 * y3 - x3 * y1) / area);
        return IsConvex(quad);
    }

    /// <summary>Where a point of the unit square comes to lie.</summary>
    public Point At(float u, float v)
    {
        float depth = _g * u + _h * v + 1;
        return new Point((_a * u + _b * v + _c) / depth, (_d * u + _e * v + _f) / depth);
    }

    // Turns the same way at each corner. Not-a-number and what is thinner than a thousandth of a pixel are neither.
    private static bool IsConvex(in Quad quad)
    {
        const float Least = 1e-3f;
        return Turn(quad.TopLeft, quad.TopRight, quad.BottomRight) > Least
            && Turn(quad.TopRight, quad.BottomRight, quad.BottomLeft) > Least
            && Turn(quad.BottomRight, quad.BottomLeft, quad.TopLeft) > Least
            && Turn(quad.BottomLeft, quad.TopLeft, quad.TopRight) > Least;
    }

    private static float Turn(Point before, Point corner, Point after) =>
        (corner.X - before.X) * (after.Y - corner.Y) - (corner.Y - before.Y) * (after.X - corner.X);
}
