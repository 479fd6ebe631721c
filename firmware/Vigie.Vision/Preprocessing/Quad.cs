using Vigie.Core.Geometry;

namespace Vigie.Vision.Preprocessing;

/// <summary>Four corners in pixels, clockwise from the top left, y downwards: a rectangle as a camera sees it.</summary>
internal readonly record struct Quad(Point TopLeft, Point TopRight, Point BottomRight, Point BottomLeft)
{
    /// <summary>The smallest box around it.</summary>
    public Box Bounds => new(
        MathF.Min(MathF.Min(TopLeft.X, TopRight.X), MathF.Min(BottomRight.X, BottomLeft.X)),
        MathF.Min(MathF.Min(TopLeft.Y, TopRight.Y), MathF.Min(BottomRight.Y, BottomLeft.Y)),
        MathF.Max(MathF.Max(TopLeft.X, TopRight.X), MathF.Max(BottomRight.X, BottomLeft.X)),
        MathF.Max(MathF.Max(TopLeft.Y, TopRight.Y), MathF.Max(BottomRight.Y, BottomLeft.Y)));

    /// <summary>The corners of a box.</summary>
    public static Quad Of(in Box box) => new(
        new Point(box.Left, box.Top), new Point(box.Right, box.Top), new Point(box.Right, box.Bottom), new Point(box.Left, box.Bottom));

    /// <summary>Four points in any order, put in order by their direction from the middle; the one nearest to the top left begins.</summary>
    public static Quad Around(Span<Point> points)
    {
        float x = 0, y = 0;
        foreach (Point point in points)
        {
            x += point.X / points.Length;
            y += point.Y / points.Length;
        }

        Span<float> angles = stackalloc float[4];
        for (int i = 0; i < angles.Length; i++)
        {
            angles[i] = MathF.Atan2(points[i].Y - y, points[i].X - x);
        }

        // y points downwards, so a growing angle goes clockwise.
        angles.Sort(points);
        int first = 0;
        for (int i = 1; i < points.Length; i++)
        {
            first = points[i].X + points[i].Y < points[first].X + points[first].Y ? i : first;
        }

        return new Quad(points[first], points[(first + 1) % 4], points[(first + 2) % 4], points[(first + 3) % 4]);
    }

    /// <summary>The same corners, each moved away from the middle by a factor.</summary>
    public Quad Grow(float factor)
    {
        Point middle = new((TopLeft.X + TopRight.X + BottomRight.X + BottomLeft.X) / 4, (TopLeft.Y + TopRight.Y + BottomRight.Y + BottomLeft.Y) / 4);
        Point Moved(Point point) => new(middle.X + (point.X - middle.X) * factor, middle.Y + (point.Y - middle.Y) * factor);
        return new Quad(Moved(TopLeft), Moved(TopRight), Moved(BottomRight), Moved(BottomLeft));
    }
}
