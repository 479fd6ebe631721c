using Vigie.Contract;
using Vigie.Core;
using Vigie.Scene.Rules;
using static Vigie.Tests.Scene.Footage;

namespace Vigie.Tests.Scene;

/// <summary>The rule <c>gathering</c>: boxes are 20 pixels high, so one height is a fifth of the picture.</summary>
public sealed class GatheringTest
{
    private readonly List<SceneEvent> _said = [];
    private readonly SceneRules _rules =
        Rules("""[{ "kind": "gathering", "zone": "yard", "persons": 3, "distance": "0.5heights", "dwell": "1s", "clear": "1s" }]""");
    private double _now;

    [Fact]
    public void Three_together_for_the_dwell_time_are_one()
    {
        Stay(1, Row(10, 3));
        Assert.Empty(_said);
        Stay(0.1, Row(10, 3));
        SceneEvent start = Assert.Single(_said);
        Assert.Equal((EventKind.Gathering, EventPhase.Start, 1, 3, 0, 0), (start.Kind, start.Phase, start.Zone, start.Count, start.Class, start.Track));
        Assert.Equal((Seconds(0), 0.8f), (start.Since, start.Confidence));
        Assert.Equal((5f, 33f), (start.Box.Left, start.Box.Right));
    }

    [Fact]
    public void Two_are_none_and_neither_are_three_apart()
    {
        Stay(5, Row(10, 2));
        Stay(5, Track(1, 5, 50, Seconds(0)), Track(2, 17, 50, Seconds(0)), Track(3, 29, 50, Seconds(0)));
        Assert.Empty(_said);
    }

    [Fact]
    public void A_chain_is_together() => AssertOne(3, Track(1, 5, 50, Seconds(0)), Track(2, 25, 50, Seconds(0)), Track(3, 15, 50, Seconds(0)));

    [Fact]
    public void Only_who_stands_in_the_zone_counts()
    {
        Stay(5, Row(42, 3));
        Assert.Empty(_said);
    }

    [Fact]
    public void Cars_are_no_gathering()
    {
        Stay(5, [.. Row(10, 4).Select(track => track with { Class = 3 })]);
        Assert.Empty(_said);
    }

    [Fact]
    public void It_grows_and_says_the_most_at_its_end()
    {
        Stay(2, Row(5, 3));
        Stay(1, Row(5, 4));
        Assert.Single(_said);
        Stay(1, Row(5, 5));
        Stay(1, Row(5, 3));
        Stay(1.2, Row(5, 2));
        Assert.Equal(
            [(EventPhase.Start, 3), (EventPhase.Update, 5), (EventPhase.Update, 3), (EventPhase.End, 5)], _said.Select(said => (said.Phase, said.Count)));
        Assert.All(_said, said => Assert.Equal(1, said.Signal));
    }

    [Fact]
    public void An_open_one_is_repeated_at_most_as_often_as_said()
    {
        Stay(62, Row(10, 3));
        Assert.Equal([1, 31, 61], _said.Select(said => (int)Math.Round(said.At.TotalSeconds)));
    }

    [Fact]
    public void A_short_parting_ends_nothing()
    {
        Stay(2, Row(10, 3));
        Stay(0.9, Row(10, 2));
        Stay(2, Row(10, 3));
        Assert.Single(_said);
    }

    [Fact]
    public void Where_it_splits_the_larger_part_keeps_the_signal_and_the_other_is_new()
    {
        Stay(2, Row(3, 7, 7));
        Track[] parts = [.. Row(3, 3, 6), .. Row(3, 4, 6, y: 80).Select(track => track with { Number = track.Number + 3 })];
        Stay(2, parts);
        Assert.Equal([(1, 7), (1, 4), (2, 3)], _said.Select(said => (said.Signal, said.Count)));
    }

    [Fact]
    public void Where_two_merge_the_older_goes_on()
    {
        Track[] upper = Row(3, 3, 6), lower = [.. Row(3, 3, 6, y: 80).Select(track => track with { Number = track.Number + 3 })];
        Stay(2, upper);
        Stay(2, [.. upper, .. lower]);
        Stay(2, Row(3, 6, 6));
        Assert.Equal(
            [(1, EventPhase.Start), (2, EventPhase.Start), (1, EventPhase.Update), (2, EventPhase.End)], _said.Select(said => (said.Signal, said.Phase)));
    }

    [Fact]
    public void What_nobody_looks_at_is_held()
    {
        Stay(2, Row(10, 3));
        Stay(5, [.. Row(42, 3).Select(track => track with { Seen = false })]);
        Stay(1, Row(10, 3));
        Assert.Single(_said);
    }

    [Fact]
    public void Ended_tracks_end_it()
    {
        Stay(2, Row(10, 3));
        Stay(1.2);
        Assert.Equal([EventPhase.Start, EventPhase.End], _said.Select(said => said.Phase));
    }

    [Fact]
    public void The_end_of_the_film_ends_it()
    {
        Stay(2, Row(10, 3));
        Assert.Equal(EventPhase.End, Assert.Single(_rules.Finish(Seconds(_now)).ToArray()).Phase);
        Assert.True(_rules.Finish(Seconds(_now)).IsEmpty);
    }

    [Fact]
    public void On_the_ground_one_behind_the_other_is_not_together()
    {
        const string Metres = """{ "kind": "gathering", "zone": "square", "persons": 3, "distance": "1.5m", "dwell": "1s" }""";
        Square square = new(Metres);
        square.Show(30, _ => [Square.Person(1, 0, 20), Square.Person(2, 0, 23), Square.Person(3, 0, 26)]);
        Assert.Empty(square.Said);
        square.Show(30, _ => [Square.Person(1, 0, 20), Square.Person(2, 0.5, 21), Square.Person(3, 1.2, 22)]);
        Assert.Equal(3, Assert.Single(square.Said).Count);
        Square heights = new(Metres.Replace("1.5m", "0.9heights", StringComparison.Ordinal), knowsGround: false);
        heights.Show(30, _ => [Square.Person(1, 0, 20), Square.Person(2, 0, 23), Square.Person(3, 0, 26)]);
        Assert.Single(heights.Said);
    }

    private void AssertOne(int count, params Track[] tracks)
    {
        Stay(2, tracks);
        Assert.Equal(count, Assert.Single(_said).Count);
    }

    /// <summary>Persons side by side, 9 pixels from each other.</summary>
    private static Track[] Row(float x, int count, float step = 9, float y = 50) =>
        [.. Enumerable.Range(0, count).Select(i => Track(i + 1, x + i * step, y, Seconds(0)))];

    private void Stay(double seconds, params Track[] tracks)
    {
        for (int frames = (int)Math.Round(seconds * 10); frames > 0; frames--)
        {
            _said.AddRange(_rules.Step(Seconds(_now), tracks));
            _now = Math.Round(_now + 0.1, 1);
        }
    }
}
