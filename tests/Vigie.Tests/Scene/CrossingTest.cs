using Vigie.Contract;
using Vigie.Core;
using Vigie.Scene.Rules;
using static Vigie.Tests.Scene.Footage;

namespace Vigie.Tests.Scene;

/// <summary>The rule <c>line</c>: the wire stands upright in the middle, from y = 90 up to y = 10; in is from left to right.</summary>
public sealed class CrossingTest
{
    private readonly List<SceneEvent> _said = [];
    private SceneRules _rules = Rules("""[{ "kind": "line", "line": "wire" }]""");
    private double _now;

    [Fact]
    public void From_left_to_right_is_in()
    {
        Walk(40, 45, 60);
        SceneEvent start = Assert.Single(_said);
        Assert.Equal((EventKind.Line, EventPhase.Start, 3, 7, false), (start.Kind, start.Phase, start.Zone, start.Track, start.Outward));
    }

    [Fact]
    public void From_right_to_left_is_out()
    {
        Walk(60, 40);
        Assert.True(Assert.Single(_said).Outward);
    }

    [Fact]
    public void The_margin_is_a_tenth_of_the_height()
    {
        Walk(40, 51.9f, 48.1f, 51.9f);
        Assert.Empty(_said);
        Walk(52.1f);
        Assert.Single(_said);
    }

    [Fact]
    public void Trembling_after_the_crossing_says_nothing_more()
    {
        Walk(40, 53, 51, 49, 53, 49, 51, 53, 60);
        Assert.Single(_said);
    }

    [Fact]
    public void Who_begins_on_the_line_comes_from_nowhere()
    {
        Walk(49, 60);
        Assert.Empty(_said);
        Walk(40);
        Assert.True(Assert.Single(_said).Outward);
    }

    [Fact]
    public void Round_the_end_of_the_line_is_no_crossing()
    {
        Step(Track(7, 40, 95, Seconds(0)));
        Step(Track(7, 60, 95, Seconds(0)));
        Step(Track(7, 60, 50, Seconds(0)));
        Assert.Empty(_said);
        Step(Track(7, 40, 50, Seconds(0)));
        Assert.True(Assert.Single(_said).Outward);
    }

    [Fact]
    public void Over_the_line_and_back_round_its_end_is_one_crossing()
    {
        Walk(40, 60);
        Step(Track(7, 60, 95, Seconds(0)));
        Step(Track(7, 40, 95, Seconds(0)));
        Assert.Single(_said);
    }

    [Fact]
    public void It_ends_when_the_clear_time_is_over()
    {
        Walk(40, 60);
        for (int i = 0; i < 30; i++)
        {
            Walk(60);
        }

        Assert.Equal([EventPhase.Start, EventPhase.End], _said.Select(said => said.Phase));
        Assert.Equal(2, (_said[1].At - _said[0].At).TotalSeconds, 0.05);
    }

    [Fact]
    public void Back_within_the_clear_time_is_the_same_signal()
    {
        Walk(40, 60, 40);
        Step();
        Assert.Equal(
            [(EventPhase.Start, false), (EventPhase.Update, true), (EventPhase.End, true)], _said.Select(said => (said.Phase, said.Outward)));
        Assert.All(_said, said => Assert.Equal(1, said.Signal));
    }

    [Fact]
    public void Who_hides_while_crossing_counts_when_seen_again()
    {
        Walk(40);
        Step(Track(7, 60, 50, Seconds(0), seen: false));
        Assert.Empty(_said);
        Walk(60);
        Assert.Single(_said);
    }

    [Fact]
    public void Only_the_classes_asked_for_count()
    {
        Step(Track(7, 40, 50, Seconds(0), objectClass: 18));
        Step(Track(7, 60, 50, Seconds(0), objectClass: 18));
        Assert.Empty(_said);
    }

    [Fact]
    public void What_is_beyond_the_limit_is_held_back_and_counted_in_the_next_event()
    {
        _rules = Rules("""[{ "kind": "line", "line": "wire", "limit": 2, "clear": "0s" }]""");
        for (int track = 1; track <= 5; track++)
        {
            Step(Track(track, 40, 50, Seconds(0)));
            Step(Track(track, 60, 50, Seconds(0)));
        }

        Assert.Equal([1, 1, 2, 2], _said.Select(said => said.Track));
        _now += 60;
        Step(Track(6, 40, 50, Seconds(0)));
        Step(Track(6, 60, 50, Seconds(0)));
        Assert.Equal([(6, 3), (6, 0)], _said[4..].Select(said => (said.Track, said.Held)));
        Assert.Equal([1, 1, 2, 2, 3, 3], _said.Select(said => said.Signal));
    }

    [Fact]
    public void One_rule_s_limit_is_not_the_other_s()
    {
        _rules = Rules("""[{ "kind": "line", "line": "wire", "limit": 1 }, { "kind": "intrusion", "zone": "road", "dwell": "0s" }]""");
        Step(Track(1, 40, 50, Seconds(0)), Track(2, 40, 50, Seconds(0)));
        Step(Track(1, 60, 50, Seconds(0)), Track(2, 60, 50, Seconds(0)));
        Assert.Equal([EventKind.Line, EventKind.Intrusion, EventKind.Intrusion], _said.Select(said => said.Kind));
        Assert.All(_said, said => Assert.Equal(0, said.Held));
    }

    private void Walk(params float[] places)
    {
        foreach (float x in places)
        {
            Step(Track(7, x, 50, Seconds(0)));
        }
    }

    private void Step(params Track[] tracks)
    {
        _said.AddRange(_rules.Step(Seconds(_now), tracks));
        _now += 0.1;
    }
}
