using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Scene.Rules;
using static Vigie.Tests.Scene.Footage;

namespace Vigie.Tests.Scene;

/// <summary>The rule <c>weapon</c>: persons are 20 pixels high and 10 wide.</summary>
public sealed class WeaponTest
{
    private const int Knife = 49;
    private const string Asked = """[{ "kind": "weapon", "unmeasured": true, "zone": "yard", "classes": ["knife"], "dwell": "1s", "clear": "2s" }]""";
    private readonly List<SceneEvent> _said = [];
    private readonly SceneRules _rules = Rules(Asked);
    private double _now;

    [Fact]
    public void What_a_person_holds_over_several_looks_is_said()
    {
        Stay(1, Person(25), Thing(32, 40));
        Assert.Empty(_said);
        Stay(0.1, Person(25), Thing(32, 40));
        SceneEvent start = Assert.Single(_said);
        Assert.Equal((EventKind.Weapon, EventPhase.Start, 1, Knife, 2), (start.Kind, start.Phase, start.Zone, start.Class, start.Track));
        Stay(2.2, Person(25));
        Assert.Equal([EventPhase.Start, EventPhase.End], _said.Select(said => said.Phase));
    }

    [Fact]
    public void What_lies_where_nobody_is_is_not()
    {
        Stay(20, Person(25), Thing(48, 40));
        Stay(20, Thing(25, 40));
        Assert.Empty(_said);
    }

    [Fact]
    public void Two_looks_far_apart_are_not_enough()
    {
        Stay(0.1, Person(25), Thing(32, 40));
        Stay(5, Person(25), Thing(32, 40) with { Seen = false });
        Stay(0.1, Person(25), Thing(32, 40));
        Assert.Empty(_said);
        Stay(0.1, Person(25), Thing(32, 40));
        Assert.Single(_said);
    }

    [Fact]
    public void Only_the_classes_that_were_asked_for_count()
    {
        Stay(20, Person(25), Thing(32, 40) with { Class = 39 });
        Assert.Empty(_said);
    }

    [Fact]
    public void Where_the_holder_stands_counts()
    {
        Stay(20, Person(56), Thing(48, 40));
        Assert.Empty(_said);
    }

    [Theory]
    [InlineData("""[{ "kind": "weapon", "unmeasured": true, "zone": "yard" }]""", """$.rules[0].classes: is missing: each must be asked for by its name; expected some of: "baseball bat", "knife", "scooter" """)]
    [InlineData("""[{ "kind": "weapon", "unmeasured": true, "zone": "yard", "classes": ["umbrella"] }]""", "$.rules[0].classes: [\"umbrella\"]: not all of these can be weapons: expected some of: \"baseball bat\", \"knife\", \"scooter\"")]
    public void It_must_be_asked_for_by_name(string json, string expected)
    {
        Rules(json, out string complaints);
        Assert.Equal(expected.TrimEnd(), complaints);
    }

    [Fact]
    public void It_is_off_unless_asked_for_though_not_measured()
    {
        Rules(Asked.Replace("\"unmeasured\": true, ", "", StringComparison.Ordinal), out string complaints);
        Assert.Contains("unmeasured", complaints, StringComparison.Ordinal);
    }

    [Fact]
    public void A_permit_without_the_class_refuses_it()
    {
        Fault refused = Assert.Throws<Fault>(() => Rules(Asked, new Permission("knife"), out _));
        Assert.Contains("knife", refused.Message, StringComparison.Ordinal);
    }

    private static Track Person(float x) => Track(1, x, 50, Seconds(0));

    private static Track Thing(float x, float y) => Track(2, x, y, Seconds(0), objectClass: Knife) with { Box = Box.FromSize(x - 1, y - 2, 2, 4) };

    private void Stay(double seconds, params Track[] tracks)
    {
        for (int frames = (int)Math.Round(seconds * 10); frames > 0; frames--)
        {
            _said.AddRange(_rules.Step(Seconds(_now), tracks));
            _now = Math.Round(_now + 0.1, 1);
        }
    }
}
