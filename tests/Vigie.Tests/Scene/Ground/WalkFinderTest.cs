using System.Collections.Immutable;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Scene.Ground;

namespace Vigie.Tests.Scene.Ground;

/// <summary>The ground in the walks of a clip: found, judged against cameras that are known, and refused where a walk does not suffice.</summary>
public sealed class WalkFinderTest
{
    private static readonly FrameFormat Format = new(1600, 900);

    [Fact]
    public void One_person_s_walk_gives_the_camera_back()
    {
        WalkFinding found = WalkFinder.OfOne(Walks(Around), 1.8, Format, 70, out string problem)!;
        Assert.Equal("", problem);
        AssertTenMetres(found.Plane, 0.3);
        Assert.InRange(found.Walk.Places.Length, Walk.Fewest, 12);
        Assert.InRange(found.HeightError, 0.001, 0.1);
    }

    // Who bends now and then, and a box that is cut now and then, are left out; what is left is the same camera.
    [Fact]
    public void Bad_looks_are_left_out_and_counted()
    {
        WalkLog log = new();
        Show(log, Around, (second, box) => second == 7 ? box with { Top = box.Top + 0.4f * box.Height } : box);
        WalkFinding found = WalkFinder.OfOne(SeenWalk.In(log, Format), 1.8, Format, 70, out _)!;
        Assert.Equal(1, found.LeftOut);
        AssertTenMetres(found.Plane, 0.4);
    }

    [Fact]
    public void A_walk_along_one_row_does_not_tell_the_ground()
    {
        Assert.Null(WalkFinder.OfOne(Walks(second => (-8 + 0.8 * second, 20)), 1.8, Format, null, out string problem));
        Assert.Contains("fieldOfView", problem, StringComparison.Ordinal);
        Assert.Null(WalkFinder.OfOne(Walks(second => (-8 + 0.8 * second, 20)), 1.8, Format, 70, out problem));
        Assert.StartsWith("these places are too much alike", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_grows_while_walking_walks_on_no_level_ground()
    {
        WalkLog log = new();
        Show(log, Around, (second, box) => second % 2 == 0 ? box with { Top = box.Top + 0.4f * box.Height } : box);
        Assert.Null(WalkFinder.OfOne(SeenWalk.In(log, Format), 1.8, Format, 70, out string problem));
        Assert.Contains("places", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_stands_is_cut_off_or_is_beside_another_walks_nowhere()
    {
        Assert.Empty(Walks(_ => (0, 12)));
        Assert.Empty(Walks(second => (-1 + 0.1 * second, 6.4)));
        WalkLog log = new();
        for (int i = 0; i < 200; i++)
        {
            (double right, double ahead) = Around(i / 10.0);
            log.Look([Person(1, right, ahead, i), Person(2, right + 0.3, ahead + 0.1, i)]);
        }

        Assert.Equal(2, log.Persons);
        Assert.Empty(SeenWalk.In(log, Format));
    }

    // Public truth of PETS 2009 S2.L1 against the calibration of its makers: tight boxes, persons of unknown height.
    [Fact]
    public void Passers_by_of_a_real_square_give_its_published_calibration()
    {
        Assert.SkipUnless(Directory.Exists(Vision.Pictures.Shared), "../shared absent");
        WalkLog log = new();
        EventTruthTest.Play((_, tracks) => log.Look(tracks));
        FrameFormat pets = new(768, 576);
        ImmutableArray<SeenWalk> walks = SeenWalk.In(log, pets);
        WalkFinding found = WalkFinder.OfAll(walks, 1.75, pets, PublishedCamera.FieldOfView, out string problem)!;
        Assert.Equal("", problem);
        Point[] feet = [.. found.Walk.Places.Select(place => place.Foot)];
        double[] ratios =
        [
            .. feet.SelectMany((a, i) => feet.Skip(i + 1).Select(b => Between(found.Plane, a, b) / PublishedCamera.Place(a).From(PublishedCamera.Place(b)).Length)).Order(),
        ];
        TestContext.Current.TestOutputHelper?.WriteLine($"{walks.Length} walks; {found.Plane.Fit}; lengths: {ratios[ratios.Length / 20]:0.00} {ratios[ratios.Length / 2]:0.00} {ratios[^(ratios.Length / 20)]:0.00} of published");
        Assert.InRange(ratios[ratios.Length / 2], 0.85, 1.15);
    }

    private static double Between(GroundPlane plane, Point a, Point b) =>
        plane.TryPlace(a, out GroundPoint one) & plane.TryPlace(b, out GroundPoint other) ? one.From(other).Length : double.NaN;

    // To and fro, from near to far.
    private static (double Right, double Ahead) Around(double second) => (3 * Math.Sin(second * 0.8), 8 + second);

    private static ImmutableArray<SeenWalk> Walks(Func<double, (double Right, double Ahead)> path)
    {
        WalkLog log = new();
        Show(log, path, (_, box) => box);
        return SeenWalk.In(log, Format);
    }

    private static void Show(WalkLog log, Func<double, (double Right, double Ahead)> path, Func<int, Box, Box> spoil)
    {
        for (int i = 0; i < 200; i++)
        {
            (double right, double ahead) = path(i / 10.0);
            Track person = Person(1, right, ahead, i);
            log.Look([person with { Box = spoil(i / 10, person.Box) }]);
        }
    }

    private static Track Person(int number, double right, double ahead, int frame) =>
        Square.Person(number, right, ahead, 1.8) with { LastSeen = TimeSpan.FromMilliseconds(100 * frame) };

    private static void AssertTenMetres(GroundPlane plane, double within)
    {
        Assert.True(plane.TryPlace(Pinhole.LampPost.See(-1, 9), out GroundPoint a));
        Assert.True(plane.TryPlace(Pinhole.LampPost.See(-1, 19), out GroundPoint b));
        Assert.Equal(10, b.From(a).Length, within);
    }
}
