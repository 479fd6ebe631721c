using Vigie.Contract;
using Vigie.Core;
using Vigie.Scene.Rules;
using static Vigie.Tests.Scene.Footage;

namespace Vigie.Tests.Scene;

/// <summary>One test a sentence of the rule's README.</summary>
public sealed class IntrusionTest
{
    private const string Plain = """[{ "kind": "intrusion", "zone": "yard" }]""";

    private readonly List<SceneEvent> _said = [];
    private SceneRules _rules = Rules(Plain);
    private double _now;

    [Fact]
    public void A_signal_starts_after_the_dwell_time()
    {
        Stay(0.9, Inside());
        Assert.Empty(_said);
        Stay(0.2, Inside());
        SceneEvent start = Assert.Single(_said);
        Assert.Equal((EventKind.Intrusion, EventPhase.Start, 1, 1), (start.Kind, start.Phase, start.Signal, start.Zone));
        Assert.Equal((Seconds(1), Seconds(0), 7), (start.At, start.Since, start.Track));
        Assert.Equal((ObjectClasses.Person, 0.8f), (start.Class, start.Confidence));
        Assert.Equal(Standing(25, 50), start.Box);
    }

    [Fact]
    public void With_a_dwell_of_zero_it_starts_at_once()
    {
        _rules = Rules("""[{ "kind": "intrusion", "zone": "yard", "dwell": "0s" }]""");
        Stay(0.1, Inside());
        Assert.Equal(EventPhase.Start, Assert.Single(_said).Phase);
    }

    [Fact]
    public void Who_leaves_within_the_dwell_time_begins_anew()
    {
        Stay(0.8, Inside());
        Stay(0.1, Outside());
        Stay(0.9, Inside());
        Assert.Empty(_said);
        Stay(0.2, Inside());
        Assert.Equal(Seconds(0.9), Assert.Single(_said).Since);
    }

    [Fact]
    public void Who_was_there_from_the_beginning_is_signalled_too()
    {
        _now = 100;
        Stay(1.1, Inside());
        Assert.Equal(EventPhase.Start, Assert.Single(_said).Phase);
    }

    [Fact]
    public void The_foot_point_decides()
    {
        // Most of the box lies over the yard, the foot stands on the road.
        Stay(5, Track(7, 51, 50, Seconds(0)));
        Assert.Empty(_said);
        Stay(1.1, Track(7, 49, 50, Seconds(0)));
        Assert.Single(_said);
    }

    [Fact]
    public void A_zone_to_the_frames_edge_holds_who_stands_on_it()
    {
        Stay(1.1, Track(1, 25, 100, Seconds(0)), Track(2, 25, 104, Seconds(0)), Track(3, 0, 50, Seconds(0)), Track(4, -3, 50, Seconds(0)));
        Assert.Equal(4, _said.Count);
    }

    [Fact]
    public void Only_the_classes_asked_for_count()
    {
        const int Dog = 18, Bus = 6, Scooter = ObjectClasses.FirstOwn + 80;
        Stay(2, Inside() with { Class = Dog }, Inside(8) with { Class = Bus }, Inside(9) with { Class = Scooter });
        Assert.Equal([8], _said.Select(said => said.Track));
        Again("""[{ "kind": "intrusion", "zone": "yard", "classes": ["dog", "scooter"] }]""");
        Stay(2, Inside() with { Class = Dog }, Inside(8) with { Class = Bus }, Inside(9) with { Class = Scooter });
        Assert.Equal([7, 9], _said.Select(said => said.Track));
    }

    [Fact]
    public void An_open_signal_is_repeated_at_most_as_often_as_said()
    {
        Stay(35, Inside());
        Assert.Equal(
            [(EventPhase.Start, 1), (EventPhase.Update, 11), (EventPhase.Update, 21), (EventPhase.Update, 31)],
            _said.Select(said => (said.Phase, (int)Math.Round(said.At.TotalSeconds))));
        Assert.All(_said, said => Assert.Equal(1, said.Signal));
    }

    [Fact]
    public void The_end_waits_for_the_clear_time()
    {
        Stay(2, Inside());
        Stay(2, Outside());
        Assert.Single(_said);
        Stay(0.1, Outside());
        Assert.Equal([EventPhase.Start, EventPhase.End], _said.Select(said => said.Phase));
        Assert.Equal(_said[0].Signal, _said[1].Signal);
        Stay(60, Outside());
        Assert.Equal(2, _said.Count);
    }

    [Fact]
    public void Who_comes_back_within_the_clear_time_is_the_same_signal()
    {
        Stay(2, Inside());
        for (int i = 0; i < 5; i++)
        {
            Stay(1.9, Outside());
            Stay(0.5, Inside());
        }

        Assert.DoesNotContain(_said, said => said.Phase == EventPhase.End || said.Signal != 1);
    }

    [Fact]
    public void Who_comes_back_later_is_a_new_signal_after_a_new_dwell_time()
    {
        Stay(2, Inside());
        Stay(3, Outside());
        Stay(0.9, Inside());
        Assert.Equal(2, _said.Count);
        Stay(0.2, Inside());
        Assert.Equal([1, 1, 2], _said.Select(said => said.Signal));
    }

    [Fact]
    public void Trembling_on_the_edge_repeats_nothing()
    {
        Stay(2, Inside());
        for (int i = 0; i < 100; i++)
        {
            // A tenth of the height is 2 pixels: 51.5 is out of the zone, but not out of the rule's mind.
            Stay(1, Track(7, i % 10 == 0 ? 49 : 51.5f, 50, Seconds(0)));
        }

        Assert.DoesNotContain(_said, said => said.Phase == EventPhase.End);
        Assert.Single(_said, said => said.Phase == EventPhase.Start);
        Stay(2.2, Track(7, 52.5f, 50, Seconds(0)));
        Assert.Equal(EventPhase.End, _said[^1].Phase);
    }

    [Fact]
    public void The_margin_lets_nobody_in()
    {
        Stay(5, Track(7, 51.5f, 50, Seconds(0)));
        Assert.Empty(_said);
    }

    [Fact]
    public void An_ended_track_ends_its_signal()
    {
        Stay(2, Inside());
        Stay(0.1);
        Assert.Equal([EventPhase.Start, EventPhase.End], _said.Select(said => said.Phase));
        Assert.Equal(Standing(25, 50), _said[1].Box);
    }

    [Fact]
    public void An_ended_track_that_only_dwelt_says_nothing()
    {
        Stay(0.5, Inside());
        Stay(5);
        Assert.Empty(_said);
    }

    [Fact]
    public void What_is_hidden_holds()
    {
        Stay(2, Inside());
        Stay(60, Outside() with { Seen = false });
        Assert.Single(_said);
        Stay(0.1, Inside());
        Assert.Equal([EventPhase.Start, EventPhase.Update], _said.Select(said => said.Phase));
    }

    [Fact]
    public void What_is_not_seen_starts_nothing()
    {
        Stay(0.5, Inside());
        Stay(5, Inside() with { Seen = false });
        Assert.Empty(_said);
        Stay(0.1, Inside());
        Assert.Equal(EventPhase.Start, Assert.Single(_said).Phase);
    }

    [Fact]
    public void Who_was_seen_leaving_and_then_hides_is_out()
    {
        Stay(2, Inside());
        Stay(0.1, Outside());
        Stay(2.1, Outside() with { Seen = false });
        Assert.Equal(EventPhase.End, _said[^1].Phase);
    }

    [Fact]
    public void Two_persons_are_two_signals()
    {
        Stay(2, Inside(1), Inside(2));
        Stay(3, Inside(1), Outside(2));
        Assert.Equal([(1, 1), (2, 2), (2, 2)], _said.Select(said => (said.Signal, said.Track)));
        Assert.Equal(EventPhase.End, _said[2].Phase);
    }

    [Fact]
    public void Two_zones_are_two_rules()
    {
        Again("""[{ "kind": "intrusion", "zone": "yard" }, { "kind": "intrusion", "zone": "road" }]""");
        Stay(2, Inside());
        Stay(4, Outside());
        Assert.Equal([(1, 1, EventPhase.Start), (2, 2, EventPhase.Start), (1, 1, EventPhase.End)], _said.Select(said => (said.Zone, said.Signal, said.Phase)));
    }

    [Fact]
    public void Confidence_is_the_mean_of_the_sightings()
    {
        Again("""[{ "kind": "intrusion", "zone": "yard", "dwell": "100ms" }]""");
        Stay(0.1, Inside() with { Score = 0.4f });
        Stay(0.1, Inside() with { Score = 0.8f });
        Assert.Equal(0.6f, Assert.Single(_said).Confidence, 0.0001f);
    }

    [Fact]
    public void The_end_of_the_film_ends_all()
    {
        Stay(2, Inside(1), Inside(2));
        SceneEvent[] ends = _rules.Finish(Seconds(_now)).ToArray();
        Assert.Equal([(1, EventPhase.End), (2, EventPhase.End)], ends.Select(said => (said.Signal, said.Phase)));
        Assert.True(_rules.Finish(Seconds(_now)).IsEmpty);
    }

    [Fact]
    public void More_tracks_than_announced_are_refused()
    {
        Track[] crowd = [.. Enumerable.Range(1, 257).Select(number => Inside(number))];
        Assert.Throws<ArgumentException>(() => _rules.Step(Seconds(0), crowd).Length);
    }

    [Fact]
    public void A_full_house_may_leave_while_another_comes()
    {
        Again("""[{ "kind": "intrusion", "zone": "yard", "dwell": "0s", "limit": 1000 }]""");
        Stay(0.1, [.. Enumerable.Range(1, 256).Select(number => Inside(number))]);
        Stay(0.1, [.. Enumerable.Range(257, 256).Select(number => Inside(number))]);
        Assert.Equal(3 * 256, _said.Count);
    }

    private void Again(string rules)
    {
        _rules = Rules(rules);
        _said.Clear();
        _now = 0;
    }

    /// <summary>Ten frames a second for so long.</summary>
    private void Stay(double seconds, params Track[] tracks)
    {
        for (int frames = (int)Math.Round(seconds * 10); frames > 0; frames--)
        {
            _said.AddRange(_rules.Step(Seconds(_now), tracks));
            _now = Math.Round(_now + 0.1, 1);
        }
    }

    private static Track Inside(int number = 7) => Track(number, 25, 50, Seconds(0));

    private static Track Outside(int number = 7) => Track(number, 75, 50, Seconds(0));
}
