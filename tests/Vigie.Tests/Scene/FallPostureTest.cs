using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Scene.Rules;
using static Vigie.Tests.Scene.Footage;

namespace Vigie.Tests.Scene;

/// <summary>
/// The rule <c>fall</c> where somebody reads postures: only of those whom it asked for at the frame before. Persons are 20 pixels high and 10 wide
/// when upright, and stand on row 50.
/// </summary>
public sealed class FallPostureTest
{
    private static readonly Posture Stands = new(5, 6, 10.5f, 0.8f), Lies = new(85, 6, 3, 0.8f), Sits = new(10, 6, 5.5f, 0.8f), Bends = new(80, 6, 10, 0.8f);

    private readonly List<SceneEvent> _said = [];
    private readonly List<int> _asked = [];
    private readonly SceneRules _rules =
        Rules("""[{ "kind": "fall", "unmeasured": true, "zone": "yard", "within": "2s", "dwell": "3s", "clear": "2s", "update": "10s" }]""");
    private double _now;

    [Fact]
    public void Who_goes_down_and_lies_has_fallen()
    {
        Stay(2, Stands, Upright());
        Stay(0.5, Sits, Shape(12, 13));
        Stay(3.2, Lies, Lying());
        SceneEvent start = Assert.Single(_said);
        Assert.Equal((EventKind.Fall, EventPhase.Start, 1), (start.Kind, start.Phase, start.Track));
        Assert.Equal(Seconds(2.5), start.Since);
    }

    [Fact]
    public void Towards_the_camera_a_box_alone_does_not_tell_and_a_posture_does()
    {
        Stay(2, Stands, Upright());
        Stay(6, null, Foreshortened());
        Assert.Empty(_said);

        FallPostureTest other = new();
        other.Stay(2, Stands, Upright());
        other.Stay(6, Lies, Foreshortened());
        Assert.Equal(EventPhase.Start, Assert.Single(other._said).Phase);
    }

    [Fact]
    public void Who_sits_on_the_ground_has_a_box_of_one_who_lies_and_an_upright_trunk()
    {
        Stay(2, Stands, Upright());
        Stay(60, Sits, Shape(12, 11));
        Assert.Empty(_said);
    }

    [Fact]
    public void Who_bends_long_has_a_level_trunk_and_high_hips()
    {
        Stay(2, Stands, Upright());
        Stay(60, Bends, Shape(14, 12));
        Assert.Empty(_said);
    }

    [Fact]
    public void Without_postures_such_boxes_are_falls_as_before()
    {
        Stay(2, null, Upright());
        Stay(4, null, Shape(14, 12));
        Assert.Single(_said);
    }

    [Fact]
    public void Who_lies_from_the_beginning_has_not_fallen_and_nobody_looks_closer()
    {
        Stay(60, Lies, Lying());
        Assert.Empty(_said);
        Assert.Empty(_asked);
    }

    [Fact]
    public void Who_was_sitting_and_lies_down_later_has_not_fallen()
    {
        Stay(2, Stands, Upright());
        Stay(10, Sits, Shape(12, 11));
        Stay(60, Lies, Lying());
        Assert.Empty(_said);
    }

    [Fact]
    public void A_posture_that_is_not_sure_says_nothing()
    {
        Stay(2, Stands, Upright());
        Stay(3.2, Sits with { Confidence = 0.2f }, Lying());
        Assert.Single(_said);
    }

    [Fact]
    public void A_trunk_that_points_along_the_view_says_nothing()
    {
        Stay(2, Stands, Upright());
        Stay(3.2, Sits with { TrunkLength = 2, HipsAboveFoot = 4 }, Shape(7, 8));
        Assert.Single(_said);
    }

    [Fact]
    public void While_somebody_goes_down_an_upright_trunk_is_no_reason_against_it()
    {
        Stay(2, Stands, Upright());
        Stay(0.9, Sits, Shape(12, 11));
        Stay(3, Lies, Lying());
        Assert.Single(_said);
    }

    [Fact]
    public void Only_who_may_have_gone_down_is_looked_at_closer()
    {
        Stay(2, Stands, Upright(), Upright() with { Number = 2, Box = Box.FromSize(60, 30, 10, 20) });
        Assert.Empty(_asked);
        Stay(0.1, Stands, Lying());
        Assert.Equal([1], _rules.Attention.ToArray());
        Stay(0.1, Lies, Lying() with { Seen = false });
        Assert.Equal([1], _rules.Attention.ToArray());
        Stay(4, Lies, Lying());
        Assert.Single(_said);
        Assert.Equal(0, _rules.Attention.Length);
    }

    [Fact]
    public void Of_many_two_are_looked_at_in_a_frame_and_all_have_their_turn()
    {
        Track[] stand = [.. Enumerable.Range(0, 7).Select(i => Upright() with { Number = i + 1, Box = Box.FromSize(5 + 5 * i, 30, 10, 20) })];
        Track[] lie = [.. stand.Select(track => track with { Box = Box.FromSize(track.Box.Left - 3, 42, 18, 8) })];
        Stay(2, Stands, stand);
        Stay(2.5, Lies, lie);
        Assert.Equal(stand.Select(track => track.Number), _asked.Distinct().Order());
        Assert.Equal(SceneRules.PosturesAFrame, _rules.Attention.Length);
        Stay(1, Lies, lie);
        Assert.Equal(7, _said.Count);
    }

    [Fact]
    public void Two_rules_that_ask_for_the_same_person_ask_once()
    {
        SceneRules rules = Rules("""
            [{ "kind": "fall", "unmeasured": true, "zone": "yard", "dwell": "3s" }, { "kind": "fall", "unmeasured": true, "zone": "yard", "dwell": "9s" }]
            """);
        for (int frame = 0; frame < 25; frame++)
        {
            rules.Step(Seconds(frame / 10.0), [frame < 20 ? Upright() : Lying()]);
        }

        Assert.Equal([1], rules.Attention.ToArray());
    }

    private static Track Upright() => Track(1, 25, 50, Seconds(0));

    private static Track Lying() => Shape(18, 8);

    private static Track Foreshortened() => Shape(10, 13) with { Box = Box.FromSize(20, 39, 10, 13) };

    private static Track Shape(float width, float height) => Upright() with { Box = Box.FromSize(25 - width / 2, 50 - height, width, height) };

    // As the pipeline does: whom the rules asked for at the frame before, and this frame shows, is read.
    private void Stay(double seconds, Posture? posture, params Track[] tracks)
    {
        for (int frames = (int)Math.Round(seconds * 10); frames > 0; frames--)
        {
            PostureReading[] read = posture is { } known
                ? [.. tracks.Where(track => track.Seen && _rules.Attention.Contains(track.Number)).Select(track => new PostureReading(track.Number, known))]
                : [];
            _said.AddRange(_rules.Step(Seconds(_now), tracks, postures: read));
            _asked.AddRange(_rules.Attention);
            _now = Math.Round(_now + 0.1, 1);
        }
    }
}
