using System.Globalization;
using System.Text.Json;
using Vigie.Core.Geometry;
using Vigie.Core.Settings;
using Vigie.Scene.Ground;

namespace Vigie.Tests.Scene.Ground;

/// <summary>The section <c>ground</c> of a camera: what it gives, and what is refused at the door.</summary>
public sealed class GroundReaderTest
{
    private static readonly (double Right, double Ahead)[] Corners = [(-4, 8), (4, 8), (5, 25), (-5, 25)];

    [Fact]
    public void Four_points_in_metres_are_a_plane()
    {
        GroundPlane plane = Read($$"""{ "points": [{{string.Join(", ", Corners.Select(Measured))}}] }""", out string complaints)!;
        Assert.Equal("", complaints);
        AssertTenMetres(plane);
        Assert.Equal((0, "4 points"), (plane.Fit.Spare, plane.Fit.Source));
    }

    [Fact]
    public void A_fifth_point_is_a_check()
    {
        GroundPlane plane = Read($$"""{ "points": [{{string.Join(", ", Corners.Append((0, 14)).Select(Measured))}}] }""", out _)!;
        Assert.Equal(2, plane.Fit.Spare);
        Assert.InRange(plane.Fit.Largest, 0, 0.05);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_tape_is_enough(bool bothDiagonals)
    {
        GroundPlane? plane = Read(Tape(0, bothDiagonals), out string complaints);
        Assert.Equal("", complaints);
        AssertTenMetres(plane!);
        Assert.Equal(bothDiagonals ? 1 : 0, plane!.Fit.Spare);
    }

    [Fact]
    public void A_tape_that_was_misread_is_named_with_its_residual()
    {
        Assert.Null(Read(Tape(6, bothDiagonals: true), out string complaints));
        Assert.StartsWith("$.ground: does not fit: the distance between ", complaints, StringComparison.Ordinal);
    }

    [Fact]
    public void A_point_that_was_misread_is_named_with_its_residual()
    {
        string points = string.Join(", ", Corners.Append((0, 14)).Append((2, 11)).Select(Measured)) + ", " + Misread((-2, 18), 6);
        Assert.Null(Read($$"""{ "points": [{{points}}] }""", out string complaints));
        Assert.StartsWith("$.ground: does not fit: point 7 is ", complaints, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_points_that_are_swapped_have_a_horizon_between_them()
    {
        string points = string.Join(", ", Corners.Zip([Corners[0], Corners[1], Corners[3], Corners[2]], (seen, said) => Entry(seen, said)));
        Assert.Null(Read($$"""{ "points": [{{points}}] }""", out string complaints));
        Assert.StartsWith("$.ground.points: lie on both sides of the horizon", complaints, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ }""", "$.ground: expected either \"points\" or \"walk\"")]
    [InlineData("""{ "points": [], "walk": [] }""", "$.ground: expected either")]
    [InlineData("""{ "points": [ { "at": [0, 1], "metres": [0, 0] } ] }""", "$.ground.points: are 1: expected at least 4")]
    [InlineData("""{ "points": [ { "at": [0, 2], "metres": [0, 0] } ] }""", "$.ground.points[0].at: [0, 2]: expected a point [x, y]")]
    [InlineData("""{ "points": [ { "at": [0, 1] } ] }""", "$.ground.points[0].metres: is missing: expected where it is")]
    [InlineData(
        """{ "points": [ { "at": [0, 1], "metres": [0, 0] }, { "at": [0.5, 1], "metres": [1, 0] }, { "at": [1, 1], "metres": [2, 0] }, { "at": [0.5, 0.5], "metres": [1, 9] } ] }""",
        "$.ground.points: three of them lie on a line in the picture")]
    [InlineData(
        """{ "points": [ { "at": [0, 1], "metres": [0, 0] }, { "at": [1, 1], "metres": [1, 0] }, { "at": [1, 0.5], "metres": [2, 0] }, { "at": [0.2, 0.5], "metres": [1, 9] } ] }""",
        "$.ground.points: three of them lie on a line on the ground")]
    [InlineData(
        """{ "points": [ { "at": [0, 1] }, { "at": [1, 1] }, { "at": [1, 0.5] }, { "at": [0, 0.4] } ], "distances": [ { "between": [1, 2], "metres": 5 } ] }""",
        "$.ground.distances: are 1 that can be used: 4 points need 5")]
    [InlineData(
        """{ "points": [ { "at": [0, 1] }, { "at": [1, 1] }, { "at": [1, 0.5] }, { "at": [0, 0.4] } ], "distances": [ { "between": [1, 1], "metres": 5 } ] }""",
        "$.ground.distances[0].between: [1, 1]: expected two different points")]
    [InlineData("""{ "walk": [] }""", "$.ground.height: is missing")]
    [InlineData("""{ "walk": [ { "foot": [0, 0.2], "head": [0, 0.4] } ], "height": 1.7 }""", "$.ground.walk[0].head: [0, 0.4]: expected the head above the foot")]
    [InlineData("""{ "walk": [], "height": 17 }""", "$.ground.height: 17: expected a number from 0.5 to 2.5")]
    [InlineData("""{ "points": [], "tape": 1 }""", "$.ground.points: are 0")]
    public void What_is_wrong_is_said_with_what_would_be_right(string json, string expected)
    {
        Assert.Null(Read(json, out string complaints));
        Assert.StartsWith(expected, complaints, StringComparison.Ordinal);
    }

    [Fact]
    public void A_walk_is_read()
    {
        string places = string.Join(", ", new[] { (-2.0, 8.0), (2, 9), (0, 14), (-3, 20), (3, 22) }.Select(place => Stood(place.Item1, place.Item2)));
        GroundPlane? plane = Read($$"""{ "walk": [{{places}}], "height": 1.8, "picture": [1920, 1080], "fieldOfView": 70 }""", out string complaints);
        Assert.Equal("", complaints);
        AssertTenMetres(plane!);
        Assert.StartsWith("5 places of persons of 1.80 m: a camera 6.0 m high, 18 degrees down", plane!.Fit.Source, StringComparison.Ordinal);
    }

    private static GroundPlane? Read(string json, out string complaints)
    {
        Complaints list = new("config.json");
        using JsonDocument document = JsonDocument.Parse(json);
        GroundPlane? plane = GroundReader.Read(new SettingsReader(document.RootElement, "$.ground", list));
        complaints = string.Join('\n', list.All);
        return plane;
    }

    private static void AssertTenMetres(GroundPlane plane)
    {
        Assert.True(plane.TryPlace(Pinhole.LampPost.See(-1, 9), out GroundPoint a));
        Assert.True(plane.TryPlace(Pinhole.LampPost.See(-1, 19), out GroundPoint b));
        Assert.Equal(10, b.From(a).Length, 0.1);
    }

    private static string Tape(double misread, bool bothDiagonals)
    {
        (int A, int B)[] pairs = bothDiagonals ? [(0, 1), (1, 2), (2, 3), (3, 0), (0, 2), (1, 3)] : [(0, 1), (1, 2), (2, 3), (3, 0), (0, 2)];
        string distances = string.Join(", ", pairs.Select((pair, index) => string.Create(
            CultureInfo.InvariantCulture, $$"""{ "between": [{{pair.A + 1}}, {{pair.B + 1}}], "metres": {{Between(pair.A, pair.B) + (index == 4 ? misread : 0):0.000}} }""")));
        return $$"""{ "points": [{{string.Join(", ", Corners.Select(corner => $$"""{ "at": {{At(Pinhole.LampPost.See(corner.Right, corner.Ahead))}} }"""))}}], "distances": [{{distances}}] }""";
    }

    private static double Between(int a, int b) =>
        new GroundPoint(Corners[a].Right - Corners[b].Right, Corners[a].Ahead - Corners[b].Ahead).Length;

    private static string Measured((double Right, double Ahead) place) => Misread(place, 0);

    private static string Misread((double Right, double Ahead) place, double misread) => Entry(place, (place.Right + misread, place.Ahead));

    private static string Entry((double Right, double Ahead) seen, (double Right, double Ahead) said) => string.Create(
        CultureInfo.InvariantCulture, $$"""{ "at": {{At(Pinhole.LampPost.See(seen.Right, seen.Ahead))}}, "metres": [{{said.Right}}, {{said.Ahead}}] }""");

    private static string Stood(double right, double ahead)
    {
        WalkPlace place = Pinhole.LampPost.Stand(right, ahead, 1.8);
        return $$"""{ "foot": {{At(place.Foot)}}, "head": {{At(place.Head)}} }""";
    }

    private static string At(Point point) => string.Create(CultureInfo.InvariantCulture, $"[{point.X:0.0000}, {point.Y:0.0000}]");
}
