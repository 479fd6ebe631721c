using System.Collections.Immutable;
using CsCheck;
using Vigie.Core.Geometry;

namespace Vigie.Tests.Core;

public sealed class GeometryTest
{
    // Sixteenths are exact in binary: what touches, touches.
    private static readonly Gen<float> Coordinate = Gen.Int[0, 16].Select(i => i / 16f);

    private static readonly Gen<Point> AnyPoint = Gen.Select(Coordinate, Coordinate, (x, y) => new Point(x, y));

    private static readonly Gen<Point> FinePoint = Gen.Select(Gen.Float[0, 1], Gen.Float[0, 1], (x, y) => new Point(x, y));

    private static readonly Gen<Box> AnyBox = Gen.Select(
        Gen.Float[-50, 50], Gen.Float[-50, 50], Gen.Float[0, 60], Gen.Float[0, 60], (left, top, width, height) => Box.FromSize(left, top, width, height));

    private static readonly Gen<Polygon> AnyPolygon = AnyPoint.Array[3, 8]
        .Select(corners => corners.ToImmutableArray())
        .Where(corners => Polygon.FindCrossing(corners) is null)
        .Select(corners => new Polygon(corners));

    [Fact]
    public void Intersection_over_union_is_symmetric_and_bounded() => Gen.Select(AnyBox, AnyBox).Sample((a, b) =>
    {
        float one = a.IntersectionOverUnion(b);
        Assert.Equal(one, b.IntersectionOverUnion(a), 1e-6f);
        Assert.InRange(one, 0, 1.00001f);
    });

    [Fact]
    public void A_box_is_itself_and_no_other() => Gen.Select(AnyBox, Gen.Float[1, 20]).Sample((box, shift) =>
    {
        Assert.Equal(box.Area > 0 ? 1 : 0, box.IntersectionOverUnion(box), 1e-5f);
        Box moved = box with { Left = box.Left + shift, Right = box.Right + shift };
        Assert.True(box.IntersectionOverUnion(moved) < 0.99f);
    });

    [Fact]
    public void Intersection_over_union_counts_pixels() =>
        Gen.Select(Gen.Int[0, 8], Gen.Int[0, 8], Gen.Int[1, 8], Gen.Int[1, 8]).Array[2].Sample(pair =>
        {
            bool[][] covered = [.. pair.Select(p => Enumerable.Range(0, 256).Select(i => i % 16 >= p.Item1 && i % 16 < p.Item1 + p.Item3 && i / 16 >= p.Item2 && i / 16 < p.Item2 + p.Item4).ToArray())];
            int both = Enumerable.Range(0, 256).Count(i => covered[0][i] && covered[1][i]);
            int either = Enumerable.Range(0, 256).Count(i => covered[0][i] || covered[1][i]);
            Box[] boxes = [.. pair.Select(p => Box.FromSize(p.Item1, p.Item2, p.Item3, p.Item4))];
            Assert.Equal((float)both / either, boxes[0].IntersectionOverUnion(boxes[1]), 1e-6f);
        });

    [Fact]
    public void What_is_clipped_lies_in_the_frame_and_in_the_box() => AnyBox.Sample(box =>
    {
        Box clipped = box.Clip(30, 20);
        Assert.True(clipped is { Left: >= 0, Top: >= 0, Right: <= 30, Bottom: <= 20, Width: >= 0, Height: >= 0 });
        Assert.True(clipped.Area <= box.Area + 1e-3f);
        Assert.Equal(clipped, clipped.Clip(30, 20));
    });

    [Fact]
    public void The_foot_is_the_middle_of_the_lower_edge() =>
        Assert.Equal(new Point(15, 70), Box.FromSize(10, 20, 10, 50).Foot);

    [Fact]
    public void Inside_is_what_the_boundary_winds_around() => Gen.Select(AnyPolygon, FinePoint).Sample((polygon, point) =>
    {
        if (polygon.DistanceToEdge(point) > 1e-4f)
        {
            Assert.Equal(Winding(polygon, point) != 0, polygon.Contains(point));
        }
    });

    // On the edges too: no one falls between two zones, and no one is in both.
    [Fact]
    public void Two_halves_of_a_square_share_no_point_and_miss_none() => Gen.Select(Gen.Int[1, 15], AnyPoint).Sample((cut, point) =>
    {
        float middle = cut / 16f;
        var left = new Polygon([new(0, 0), new(middle, 0), new(middle, 1), new(0, 1)]);
        var right = new Polygon([new(middle, 0), new(1, 0), new(1, 1), new(middle, 1)]);
        bool within = point is { X: < 1, Y: < 1 };
        Assert.Equal(within ? 1 : 0, (left.Contains(point) ? 1 : 0) + (right.Contains(point) ? 1 : 0));
    });

    [Fact]
    public void The_first_corner_does_not_matter() => Gen.Select(AnyPolygon, FinePoint, Gen.Int[0, 7]).Sample((polygon, point, turn) =>
    {
        ImmutableArray<Point> corners = polygon.Corners;
        var turned = new Polygon([.. corners.Skip(turn % corners.Length), .. corners.Take(turn % corners.Length)]);
        Assert.Equal(polygon.Contains(point), turned.Contains(point));
        Assert.Equal(polygon.DistanceToEdge(point), turned.DistanceToEdge(point), 1e-6f);
    });

    [Fact]
    public void The_distance_to_the_edge_is_that_to_its_nearest_point() => Gen.Select(AnyPolygon, FinePoint).Sample((polygon, point) =>
    {
        ImmutableArray<Point> corners = polygon.Corners;
        double nearest = Enumerable.Range(0, corners.Length).Min(i => Enumerable.Range(0, 1001).Min(step =>
        {
            Point a = corners[i], b = corners[(i + 1) % corners.Length];
            double t = step / 1000.0, x = a.X + t * (b.X - a.X) - point.X, y = a.Y + t * (b.Y - a.Y) - point.Y;
            return Math.Sqrt(x * x + y * y);
        }));
        Assert.InRange(polygon.DistanceToEdge(point), nearest - 0.002, nearest + 1e-5);
    });

    [Fact]
    public void Crossing_edges_are_found() => AnyPoint.Array[3, 7].Sample(points =>
    {
        ImmutableArray<Point> corners = [.. points];
        Assert.Equal(CrossesExactly(corners), Polygon.FindCrossing(corners) is not null);
    });

    [Fact]
    public void A_bow_tie_is_no_polygon()
    {
        ImmutableArray<Point> tie = [new(0, 0), new(1, 1), new(1, 0), new(0, 1)];
        Assert.Equal((0, 2), Polygon.FindCrossing(tie));
        Assert.Throws<ArgumentException>(() => new Polygon(tie));
        Assert.Throws<ArgumentException>(() => new Polygon([new(0, 0), new(1, 1)]));
    }

    // Sum of the angles under which the edges are seen, in whole turns.
    private static int Winding(Polygon polygon, Point point)
    {
        double sum = 0;
        for (int i = 0; i < polygon.Corners.Length; i++)
        {
            Point a = polygon.Corners[i], b = polygon.Corners[(i + 1) % polygon.Corners.Length];
            double angle = Math.Atan2(b.Y - point.Y, b.X - point.X) - Math.Atan2(a.Y - point.Y, a.X - point.X);
            sum += Math.IEEERemainder(angle, 2 * Math.PI);
        }

        return (int)Math.Round(sum / (2 * Math.PI));
    }

    // In whole numbers on the grid of sixteenths, so exactly: two edges that are no neighbours have a point in common.
    private static bool CrossesExactly(ImmutableArray<Point> corners)
    {
        (int X, int Y)[] grid = [.. corners.Select(corner => ((int)MathF.Round(corner.X * 16), (int)MathF.Round(corner.Y * 16)))];
        return Enumerable.Range(0, grid.Length).Any(i => Enumerable.Range(i + 2, Math.Max(0, grid.Length - i - 2))
            .Any(j => !(i == 0 && j == grid.Length - 1) && Meet(grid[i], grid[(i + 1) % grid.Length], grid[j], grid[(j + 1) % grid.Length])));
    }

    private static bool Meet((int X, int Y) a, (int X, int Y) b, (int X, int Y) c, (int X, int Y) d)
    {
        int Turn((int X, int Y) p, (int X, int Y) q, (int X, int Y) r) => Math.Sign((q.X - p.X) * (r.Y - p.Y) - (q.Y - p.Y) * (r.X - p.X));
        bool Holds((int X, int Y) p, (int X, int Y) q, (int X, int Y) r) => Turn(p, q, r) == 0
            && r.X >= Math.Min(p.X, q.X) && r.X <= Math.Max(p.X, q.X) && r.Y >= Math.Min(p.Y, q.Y) && r.Y <= Math.Max(p.Y, q.Y);
        return (Turn(a, b, c) * Turn(a, b, d) < 0 && Turn(c, d, a) * Turn(c, d, b) < 0)
            || Holds(a, b, c) || Holds(a, b, d) || Holds(c, d, a) || Holds(c, d, b);
    }
}
