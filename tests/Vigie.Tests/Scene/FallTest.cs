using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Scene.Rules;
using static Vigie.Tests.Scene.Footage;

namespace Vigie.Tests.Scene;

/// <summary>The rule <c>fall</c>: persons are 20 pixels high and 10 wide when upright, and stand on row 50.</summary>
public sealed class FallTest
{
    private readonly List<SceneEvent> _said = [];
    private readonly SceneRules _rules =
        Rules("""[{ "kind": "fall", "unmeasured": true, "zone": "yard", "within": "2s", "dwell": "3s", "clear": "2s", "update": "10s" }]""");
    private double _now;

    [Fact]
    public void Who_goes_down_and_stays_down_has_fallen()
    {
        Stay(2, Upright());
        Stay(0.5, Shape(12, 13));
        Stay(3, Lying());
        Assert.Empty(_said);
        Stay(0.1, Lying());
        SceneEvent start = Assert.Single(_said);
        Assert.Equal((EventKind.Fall, EventPhase.Start, 1, 1), (start.Kind, start.Phase, start.Zone, start.Track));
        Assert.Equal(Seconds(2.5), start.Since);
    }

    [Fact]
    public void Who_gets_up_ends_it()
    {
        Fall();
        Stay(2.2, Upright());
        Assert.Equal([EventPhase.Start, EventPhase.End], _said.Select(said => said.Phase));
    }

    [Fact]
    public void A_new_number_for_one_who_lies_changes_nothing()
    {
        Stay(2, Upright());
        Stay(0.5, Upright() with { Seen = false });
        Stay(3.2, Lying() with { Number = 4 });
        Assert.Equal(4, Assert.Single(_said).Track);
        Stay(1.5);
        Stay(9, Lying() with { Number = 5 });
        Assert.Equal([EventPhase.Start, EventPhase.Update], _said.Select(said => said.Phase));
    }

    [Fact]
    public void Towards_the_camera_one_who_is_very_low_lies_too()
    {
        Stay(2, Upright());
        Stay(3.2, Shape(6, 8));
        Assert.Single(_said);
    }

    [Fact]
    public void Who_bends_is_up_again_soon()
    {
        Stay(2, Upright());
        Stay(2.5, Shape(13, 11));
        Stay(5, Upright());
        Assert.Empty(_said);
    }

    [Fact]
    public void Who_sits_is_higher()
    {
        Stay(2, Upright());
        Stay(60, Shape(11, 13));
        Assert.Empty(_said);
    }

    [Fact]
    public void Who_lies_down_in_good_time_has_not_fallen()
    {
        Stay(2, Upright());
        Stay(5, Shape(11, 13));
        Stay(60, Lying());
        Assert.Empty(_said);
    }

    [Fact]
    public void Who_lies_from_the_beginning_has_not_fallen()
    {
        Stay(60, Lying());
        Assert.Empty(_said);
    }

    [Fact]
    public void Who_was_upright_for_a_moment_only_is_not_known_to_have_stood()
    {
        Stay(0.5, Upright());
        Stay(60, Lying());
        Assert.Empty(_said);
    }

    [Fact]
    public void A_wall_that_hides_the_legs_is_no_fall()
    {
        Stay(2, Upright());
        Stay(60, Upright() with { Box = Box.FromSize(20, 30, 10, 8) });
        Assert.Empty(_said);
    }

    [Fact]
    public void Who_leaves_by_the_lower_edge_has_not_fallen()
    {
        Stay(2, Track(1, 25, 98, Seconds(0)));
        Stay(60, Track(1, 25, 98, Seconds(0)) with { Box = Box.FromSize(20, 92, 10, 8) });
        Assert.Empty(_said);
    }

    [Fact]
    public void Who_goes_on_moving_does_not_lie()
    {
        Stay(2, Upright());
        for (float x = 20; x < 45; x += 1)
        {
            Stay(0.2, Upright() with { Box = Box.FromSize(x, 42, 14, 8) });
        }

        Assert.Empty(_said);
    }

    [Fact]
    public void Hidden_is_lying_as_before()
    {
        Fall();
        Stay(9, Lying() with { Seen = false });
        Stay(1, Lying());
        Assert.Equal([EventPhase.Start, EventPhase.Update], _said.Select(said => said.Phase));
    }

    [Fact]
    public void Who_is_gone_ends_it()
    {
        Fall();
        Stay(2.2);
        Assert.Equal([EventPhase.Start, EventPhase.End], _said.Select(said => said.Phase));
    }

    [Fact]
    public void Outside_the_zone_nobody_is_watched()
    {
        Stay(2, Track(1, 75, 50, Seconds(0)));
        Stay(60, Track(1, 75, 50, Seconds(0)) with { Box = Box.FromSize(66, 43, 18, 8) });
        Assert.Empty(_said);
    }

    [Fact]
    public void Two_fall_each_for_oneself()
    {
        Track other = Track(2, 30, 80, Seconds(0));
        Stay(2, Upright(), other);
        Stay(4, Lying(), other with { Box = Box.FromSize(20, 73, 18, 7) });
        Assert.Equal([(1, 1), (2, 2)], _said.Select(said => (said.Signal, said.Track)));
        Assert.Equal(2, _rules.Finish(Seconds(_now)).Length);
    }

    private void Fall()
    {
        Stay(2, Upright());
        Stay(3.2, Lying());
        Assert.Single(_said);
    }

    private static Track Upright() => Track(1, 25, 50, Seconds(0));

    private static Track Lying() => Shape(18, 8);

    private static Track Shape(float width, float height) => Upright() with { Box = Box.FromSize(25 - width / 2, 50 - height, width, height) };

    private void Stay(double seconds, params Track[] tracks)
    {
        for (int frames = (int)Math.Round(seconds * 10); frames > 0; frames--)
        {
            _said.AddRange(_rules.Step(Seconds(_now), tracks));
            _now = Math.Round(_now + 0.1, 1);
        }
    }
}
