using CsCheck;
using Vigie.Core.Geometry;
using Vigie.Scene.Ground;

namespace Vigie.Tests.Scene.Ground;

/// <summary>From the picture to the ground and back, for cameras whose numbers are known.</summary>
public sealed class GroundPlaneTest
{
    private static readonly Gen<Pinhole> Cameras = Gen.Select(
        Gen.Double[2.5, 20], Gen.Double[8, 55], Gen.Double[-4, 4], Gen.Double[35, 100], (height, tilt, roll, view) => new Pinhole(height, tilt, roll, view));

    private static readonly Gen<(double Right, double Ahead)> Places = Gen.Select(Gen.Double[-6, 6], Gen.Double[6, 40]);

    [Fact]
    public void Four_corners_place_every_point_of_the_ground() => Gen.Select(Cameras, Places).Sample((camera, place) =>
    {
        Assert.True(camera.Plane().TryPlace(camera.See(place.Right, place.Ahead), out GroundPoint found));
        Assert.InRange(found.From(new GroundPoint(place.Right, place.Ahead)).Length, 0, 0.02 * place.Ahead);
    });

    [Fact]
    public void The_way_back_ends_where_it_began() => Gen.Select(Cameras, Gen.Float[0, 1], Gen.Float[0, 1]).Sample((camera, x, y) =>
    {
        GroundPlane plane = camera.Plane();
        if (plane.TryPlace(new Point(x, y), out GroundPoint place))
        {
            Assert.True(plane.TryPicture(place, out Point back));
            Assert.Equal(x, back.X, 2e-3);
            Assert.Equal(y, back.Y, 2e-3);
        }
    });

    [Fact]
    public void Nobody_stands_above_the_horizon()
    {
        GroundPlane plane = Pinhole.LampPost.Plane();
        Point farAway = Pinhole.LampPost.See(0, 1e6);
        Assert.True(plane.TryPlace(new Point(0.5f, farAway.Y + 0.1f), out _));
        Assert.False(plane.TryPlace(farAway, out _));
        Assert.False(plane.TryPlace(new Point(0.5f, farAway.Y - 0.1f), out _));
        Assert.False(plane.TryPicture(new GroundPoint(0, -50), out _));
        Assert.Equal(double.PositiveInfinity, plane.CoarsenessAt(farAway));
    }

    [Fact]
    public void Far_away_is_coarser_than_near()
    {
        GroundPlane plane = Pinhole.LampPost.Plane();
        Assert.True(plane.CoarsenessAt(Pinhole.LampPost.See(0, 30)) > 4 * plane.CoarsenessAt(Pinhole.LampPost.See(0, 8)));
    }

    [Fact]
    public void A_zone_has_the_area_of_its_ground() => Cameras.Sample(camera =>
    {
        Polygon yard = new([camera.See(-3, 10), camera.See(3, 10), camera.See(3, 15), camera.See(-3, 15)]);
        Assert.True(camera.Plane().TryArea(yard, out double area));
        Assert.Equal(30, area, 0.5);
    });

    [Fact]
    public void A_zone_that_reaches_into_the_sky_has_none() =>
        Assert.False(Pinhole.LampPost.Plane().TryArea(new Polygon([new(0, 0), new(1, 0), new(1, 1)]), out _));

    [Fact]
    public void A_walk_gives_the_same_plane() => Cameras.Sample(camera =>
    {
        Walk walk = new(
            [.. from right in new[] { -3.0, 0, 3 } from ahead in new[] { 8.0, 12, 20 } select camera.Stand(right, ahead, 1.75)],
            1.75, camera.Aspect, camera.FieldOfView);
        GroundPlane? plane = WalkReader.PlaneOf(walk, out string problem);
        Assert.True(plane is not null, problem);
        Assert.True(plane.TryPlace(camera.See(-2, 9), out GroundPoint a));
        Assert.True(plane.TryPlace(camera.See(2, 17), out GroundPoint b));
        // A camera is taken to hang nearly level: one that does not is read a little wrong.
        Assert.Equal(Math.Sqrt(16 + 64), b.From(a).Length, 0.3);
        Assert.InRange(plane.Fit.Residual, 0, 0.05);
    });

    [Fact]
    public void A_steep_walk_tells_how_wide_the_lens_sees()
    {
        Pinhole camera = new(5, 40, 0, 80);
        Walk walk = new(
            [.. from right in new[] { -2.0, 0, 2 } from ahead in new[] { 3.0, 4, 6, 9, 14 } select camera.Stand(right, ahead, 1.8)], 1.8, camera.Aspect, null);
        GroundPlane? plane = WalkReader.PlaneOf(walk, out string problem);
        Assert.True(plane is not null, problem);
        Assert.Contains("80 degrees wide", plane.Fit.Source, StringComparison.Ordinal);
        Assert.Contains("5.0 m high, 40 degrees down", plane.Fit.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void A_walk_that_does_not_tell_says_what_is_missing()
    {
        Pinhole flat = new(3, 5, 0, 50);
        Walk walk = new([.. new[] { 10.0, 15, 20, 30 }.Select(ahead => flat.Stand(0, ahead, 1.75))], 1.75, flat.Aspect, null);
        Assert.Null(WalkReader.PlaneOf(walk, out string problem));
        Assert.Contains("fieldOfView", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_bends_at_every_place_is_no_measure()
    {
        Walk walk = new(
            [.. new[] { (0.0, 8.0, 0.5), (2, 12, 2.4), (-2, 9, 0.4), (1, 20, 2.5), (-3, 14, 0.5) }.Select(one => Pinhole.LampPost.Stand(one.Item1, one.Item2, one.Item3))],
            1.75, 16.0 / 9, 70);
        Assert.Null(WalkReader.PlaneOf(walk, out string problem));
        Assert.NotEmpty(problem);
    }
}
