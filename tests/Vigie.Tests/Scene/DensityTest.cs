using Vigie.Contract;
using Vigie.Core;
using Vigie.Scene.Rules;
using Vigie.Tests.Scene.Ground;

namespace Vigie.Tests.Scene;

/// <summary>The rule <c>density</c>: the square has 180 m², so that 0.05 persons a square metre are nine.</summary>
public sealed class DensityTest
{
    private readonly Square _square = new("""{ "kind": "density", "zone": "square", "density": 0.05, "dwell": "5s", "clear": "5s", "unmeasured": true }""");

    [Fact]
    public void Nine_are_too_many_and_eight_are_not()
    {
        _square.Show(200, _ => Crowd(8));
        Assert.Empty(_square.Said);
        _square.Show(200, _ => Crowd(10));
        SceneEvent start = Assert.Single(_square.Said);
        Assert.Equal((EventKind.Density, EventPhase.Start, 0, 0), (start.Kind, start.Phase, start.Class, start.Track));
        Assert.InRange(start.Count, 9, 10);
        Assert.True(start.Box.Width > 100);
    }

    [Fact]
    public void One_who_flickers_makes_no_difference()
    {
        _square.Show(300, frame => Crowd(frame % 3 == 0 ? 9 : 10));
        Assert.Single(_square.Said);
    }

    [Fact]
    public void A_group_that_passes_is_shorter_than_the_dwell_time()
    {
        _square.Show(40, _ => Crowd(12));
        _square.Show(100, _ => Crowd(3));
        Assert.Empty(_square.Said);
    }

    [Fact]
    public void It_ends_well_below_and_says_the_most_there_were()
    {
        _square.Show(150, _ => Crowd(10));
        _square.Show(150, _ => Crowd(16));
        _square.Show(150, _ => Crowd(8));
        Assert.Equal([EventPhase.Start, EventPhase.Update], _square.Said.Take(2).Select(said => said.Phase));
        Assert.DoesNotContain(_square.Said, said => said.Phase == EventPhase.End);
        _square.Show(150, _ => Crowd(5));
        Assert.Equal((EventPhase.End, 16), (_square.Said[^1].Phase, _square.Said[^1].Count));
    }

    [Fact]
    public void What_nobody_looks_at_is_held()
    {
        _square.Show(150, _ => Crowd(10));
        _square.Show(300, _ => [.. Crowd(2).Select(track => track with { Seen = false })]);
        Assert.Single(_square.Said);
        _square.Finish();
        Assert.Equal(EventPhase.End, _square.Said[^1].Phase);
    }

    [Theory]
    [InlineData("""{ "kind": "density", "zone": "square", "unmeasured": true }""", true, "$.rules[0].density: expected either \"density\"")]
    [InlineData("""{ "kind": "density", "zone": "square", "density": 1, "persons": 9, "unmeasured": true }""", true, "$.rules[0].density: expected either \"density\"")]
    [InlineData("""{ "kind": "density", "zone": "square", "density": 1, "unmeasured": true }""", false, "$.rules[0].density: 1: is of a square metre, but this camera has no ground plane")]
    [InlineData("""{ "kind": "density", "zone": "sky", "density": 1, "unmeasured": true }""", true, "$.rules[0].density: 1: the zone sky reaches beyond the horizon")]
    [InlineData("""{ "kind": "density", "zone": "square", "density": 99, "unmeasured": true }""", true, "$.rules[0].density: 99: expected a number from 0.01 to 10")]
    public void What_is_wrong_is_said_at_the_door(string rule, bool knowsGround, string expected)
    {
        Assert.False(Square.TryRead(rule, knowsGround ? Pinhole.LampPost.Plane() : null, out _, out string complaints));
        Assert.StartsWith(expected, complaints, StringComparison.Ordinal);
    }

    [Fact]
    public void Persons_in_the_zone_need_no_plane()
    {
        Square square = new("""{ "kind": "density", "zone": "square", "persons": 3, "dwell": "5s", "unmeasured": true }""", knowsGround: false);
        square.Show(100, _ => Crowd(3));
        Assert.Equal(3, Assert.Single(square.Said).Count);
    }

    private static Track[] Crowd(int count) => [.. Enumerable.Range(0, count).Select(i => Square.Person(i + 1, i % 4 - 1.5, 10 + i / 4 * 3))];
}
