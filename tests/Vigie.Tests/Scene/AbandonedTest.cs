using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Scene.Rules;
using static Vigie.Tests.Scene.Footage;

namespace Vigie.Tests.Scene;

/// <summary>The rule <c>abandoned</c>: persons are 20 pixels high and 10 wide, bags 5 by 5.</summary>
public sealed class AbandonedTest
{
    private const int Backpack = 27;
    private readonly List<SceneEvent> _said = [];
    private readonly SceneRules _rules = Rules(
        """[{ "kind": "abandoned", "unmeasured": true, "zone": "yard", "dwell": "10s", "distance": "2heights", "clear": "3s", "update": "20s" }]""");
    private double _now;

    [Fact]
    public void Who_puts_a_bag_down_and_goes_has_left_it()
    {
        Leave();
        Stay(10, Bag());
        Assert.Empty(_said);
        Stay(0.2, Bag());
        SceneEvent start = Assert.Single(_said);
        Assert.Equal((EventKind.Abandoned, EventPhase.Start, 1, Backpack, 2), (start.Kind, start.Phase, start.Zone, start.Class, start.Track));
        Assert.Equal(8, start.Since.TotalSeconds, 0.2);
    }

    [Fact]
    public void Who_only_steps_aside_has_not()
    {
        Stay(6, Person(25));
        Stay(2, Person(25), Bag());
        Stay(60, Person(55), Bag());
        Assert.Empty(_said);
    }

    [Fact]
    public void An_owner_far_away_in_the_picture_is_away()
    {
        Stay(6, Person(25));
        Stay(2, Person(25), Bag());
        Stay(11, Person(90), Bag());
        Assert.Single(_said);
    }

    [Fact]
    public void Who_comes_back_ends_it()
    {
        Stay(6, Person(25));
        Stay(2, Person(25), Bag());
        Stay(11, Person(90), Bag());
        Stay(3.2, Person(30), Bag());
        Assert.Equal([EventPhase.Start, EventPhase.End], _said.Select(said => said.Phase));
    }

    [Fact]
    public void Who_takes_it_ends_it()
    {
        Leave();
        Stay(11, Bag());
        for (float x = 26; x < 48; x += 0.5f)
        {
            Stay(0.1, Person(x, 3), Bag(x));
        }

        Assert.Equal([EventPhase.Start, EventPhase.End], _said.Select(said => said.Phase));
        Stay(60, Person(48, 3), Bag(48));
        Assert.Equal(2, _said.Count);
    }

    [Fact]
    public void What_is_gone_ends()
    {
        Leave();
        Stay(11, Bag());
        Stay(3.2);
        Assert.Equal([EventPhase.Start, EventPhase.End], _said.Select(said => said.Phase));
    }

    [Fact]
    public void Hidden_by_passers_and_found_again_under_another_number_it_is_the_same()
    {
        Leave();
        Stay(5, Bag());
        Stay(2.5);
        Stay(4, Bag() with { Number = 9 });
        Assert.Single(_said);
        Stay(2.5);
        Stay(5, Bag() with { Number = 11 });
        Assert.Single(_said);
        Stay(13, Bag() with { Number = 11 });
        Assert.Equal(EventPhase.Update, _said[^1].Phase);
        Assert.Equal(1, _said[^1].Signal);
    }

    [Fact]
    public void Nobody_looks_for_long_and_nothing_is_lost()
    {
        Leave();
        Stay(30, Bag() with { Seen = false });
        Assert.Empty(_said);
        Stay(0.1, Bag());
        Assert.Single(_said);
    }

    [Fact]
    public void What_was_there_from_the_beginning_is_never_said()
    {
        Stay(8, Person(25), Bag());
        Stay(60, Bag());
        Assert.Empty(_said);
    }

    [Fact]
    public void What_nobody_brought_is_never_said_though_somebody_passes_later()
    {
        Stay(6);
        Stay(5, Bag());
        Stay(5, Person(25), Bag());
        Stay(60, Bag());
        Assert.Empty(_said);
    }

    [Fact]
    public void A_bin_that_is_seen_now_and_then_stays_one()
    {
        Stay(6);
        Stay(5, Bag());
        Stay(60);
        Stay(3, Person(25), Bag() with { Number = 5 });
        Stay(60, Bag() with { Number = 5 });
        Assert.Empty(_said);
    }

    [Fact]
    public void What_is_as_large_as_a_person_is_no_luggage()
    {
        Stay(6, Person(25));
        Track bicycle = Bag() with { Box = Box.FromSize(18, 38, 14, 12) };
        Stay(2, Person(25), bicycle);
        Stay(60, bicycle);
        Assert.Empty(_said);
    }

    [Fact]
    public void What_a_person_wears_is_not_left()
    {
        Leave();
        Stay(8, Bag());
        Track sitter = Person(26, 8) with { Box = Box.FromSize(20, 40, 12, 12) };
        Stay(60, sitter, Bag());
        Assert.Empty(_said);
        Stay(0.1, Bag());
        Assert.Single(_said);
    }

    [Fact]
    public void An_owner_under_a_new_number_is_still_there()
    {
        Stay(6, Person(25));
        Stay(2, Person(25), Bag());
        Stay(60, Person(27, 4), Bag());
        Assert.Empty(_said);
    }

    [Fact]
    public void Carried_in_and_put_down_it_is_who_carried_it()
    {
        for (float x = 0; x < 25; x += 0.25f)
        {
            Stay(0.1, Person(x), Bag(x));
        }

        Stay(2, Person(25), Bag());
        Stay(11, Bag());
        Assert.Equal([EventPhase.Start], _said.Select(said => said.Phase));
    }

    [Fact]
    public void Outside_the_zone_it_is_not_looked_for()
    {
        Stay(6, Person(75));
        Stay(2, Person(75), Bag(75));
        Stay(60, Bag(75));
        Assert.Empty(_said);
    }

    [Fact]
    public void The_end_of_the_film_ends_it()
    {
        Leave();
        Stay(11, Bag());
        Assert.Equal(EventPhase.End, Assert.Single(_rules.Finish(Seconds(_now)).ToArray()).Phase);
        Assert.True(_rules.Finish(Seconds(_now)).IsEmpty);
    }

    [Fact]
    public void A_person_is_no_object()
    {
        Rules("""[{ "kind": "abandoned", "unmeasured": true, "zone": "yard", "classes": ["person"], "distance": "0heights" }]""", out string complaints);
        Assert.Contains("a person is nobody's object", complaints, StringComparison.Ordinal);
        Assert.Contains("$.rules[0].distance: \"0heights\"", complaints, StringComparison.Ordinal);
    }

    private void Leave()
    {
        Stay(6, Person(25));
        Stay(2, Person(25), Bag());
    }

    private static Track Person(float x, int number = 1) => Track(number, x, 50, Seconds(0));

    private static Track Bag(float x = 25) =>
        Track(2, x, 50, Seconds(0), objectClass: Backpack) with { Box = Box.FromSize(x + 2, 46, 5, 5) };

    private void Stay(double seconds, params Track[] tracks)
    {
        for (int frames = (int)Math.Round(seconds * 10); frames > 0; frames--)
        {
            _said.AddRange(_rules.Step(Seconds(_now), tracks));
            _now = Math.Round(_now + 0.1, 1);
        }
    }
}
