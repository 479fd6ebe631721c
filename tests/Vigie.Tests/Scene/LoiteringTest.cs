using Vigie.Contract;
using Vigie.Core;
using Vigie.Scene.Rules;
using static Vigie.Tests.Scene.Footage;

namespace Vigie.Tests.Scene;

/// <summary>The rule <c>loitering</c>.</summary>
public sealed class LoiteringTest
{
    private readonly List<SceneEvent> _said = [];
    private readonly SceneRules _rules = Rules("""[{ "kind": "loitering", "zone": "yard", "dwell": "20s", "clear": "3s", "update": "10s" }]""");
    private double _now;

    [Fact]
    public void Who_stays_for_the_dwell_time_is_signalled()
    {
        Stay(20, Inside());
        Assert.Empty(_said);
        Stay(0.1, Inside());
        SceneEvent start = Assert.Single(_said);
        Assert.Equal((EventKind.Loitering, EventPhase.Start, 1, 7), (start.Kind, start.Phase, start.Zone, start.Track));
        Assert.Equal(Seconds(0), start.Since);
    }

    [Fact]
    public void A_short_way_out_does_not_count()
    {
        Stay(10, Inside());
        Stay(2.9, Outside());
        Stay(7.2, Inside());
        Assert.Equal(Seconds(0), Assert.Single(_said).Since);
    }

    [Fact]
    public void A_long_one_begins_anew()
    {
        Stay(10, Inside());
        Stay(3.1, Outside());
        Stay(20, Inside());
        Assert.Empty(_said);
        Stay(0.1, Inside());
        Assert.Equal(Seconds(13.1), Assert.Single(_said).Since);
    }

    [Fact]
    public void It_survives_a_lorry_in_front()
    {
        Stay(15, Inside());
        Stay(4, Inside() with { Seen = false });
        Stay(1.1, Inside());
        Assert.Single(_said);
    }

    [Fact]
    public void A_car_may_stay()
    {
        Stay(60, Inside() with { Class = 3 });
        Assert.Empty(_said);
    }

    [Fact]
    public void It_goes_on_and_ends()
    {
        Stay(35, Inside());
        Stay(3.1, Outside());
        Assert.Equal([EventPhase.Start, EventPhase.Update, EventPhase.End], _said.Select(said => said.Phase));
        Assert.All(_said, said => Assert.Equal(1, said.Signal));
    }

    private static Track Inside() => Track(7, 25, 50, Seconds(0));

    private static Track Outside() => Track(7, 75, 50, Seconds(0));

    private void Stay(double seconds, params Track[] tracks)
    {
        for (int frames = (int)Math.Round(seconds * 10); frames > 0; frames--)
        {
            _said.AddRange(_rules.Step(Seconds(_now), tracks));
            _now = Math.Round(_now + 0.1, 1);
        }
    }
}
