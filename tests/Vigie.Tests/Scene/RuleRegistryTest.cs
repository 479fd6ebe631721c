using Vigie.Contract;
using Vigie.Core;
using Vigie.Scene.Rules;

namespace Vigie.Tests.Scene;

/// <summary>What is asked of rules is checked, all at once, and nothing starts without a permit.</summary>
public sealed class RuleRegistryTest
{
    [Fact]
    public void Everything_has_a_default_but_kind_and_zone() => Footage.Rules("""[{ "kind": "intrusion", "zone": "yard" }]""");

    [Theory]
    [InlineData("""[{ }]""", """$.rules[0].kind: is missing: expected the kind of a rule: "abandoned", "weapon", "wrong_way", "intrusion", "fall", "crowd_movement", "density", "line", "loitering", "gathering", "stopped_vehicle", "count", "tamper" """)]
    [InlineData("""[{ "kind": "invasion" }]""", """$.rules[0].kind: "invasion": expected the kind of a rule: "abandoned", "weapon", "wrong_way", "intrusion", "fall", "crowd_movement", "density", "line", "loitering", "gathering", "stopped_vehicle", "count", "tamper" """)]
    [InlineData("""[{ "kind": "intrusion" }]""", """$.rules[0].zone: is missing: expected the name of a zone: this camera has "yard", "road" """)]
    [InlineData("""[{ "kind": "intrusion", "zone": "yart" }]""", """$.rules[0].zone: "yart": expected the name of a zone: this camera has "yard", "road" """)]
    [InlineData("""[{ "kind": "intrusion", "zone": 1 }]""", """$.rules[0].zone: 1: expected the name of a zone: this camera has "yard", "road" """)]
    [InlineData("""[{ "kind": "intrusion", "zone": "yard", "dwel": "1s" }]""", "$.rules[0].dwel: is not a known key: known here are classes, clear, dwell, kind, limit, name, schedule, shadow, unmeasured, update, zone")]
    public void A_mistake_is_named_with_what_would_be_right(string json, string expected)
    {
        Footage.Rules(json, out string complaints);
        Assert.Equal(expected.TrimEnd(), complaints);
    }

    [Theory]
    [InlineData("dwell", "5")]
    [InlineData("dwell", "\"5\"")]
    [InlineData("dwell", "\"-1s\"")]
    [InlineData("clear", "\"2 hours\"")]
    [InlineData("update", "\"10ms\"")]
    public void A_duration_has_its_unit_and_range(string key, string value)
    {
        Footage.Rules($$"""[{ "kind": "intrusion", "zone": "yard", "{{key}}": {{value}} }]""", out string complaints);
        Assert.StartsWith($"$.rules[0].{key}: {value}: expected a duration with its unit", complaints, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_is_one_that_the_model_knows()
    {
        Footage.Rules("""[{ "kind": "intrusion", "zone": "yard", "classes": ["person", "hovercraft", "scooter"] }]""", out string complaints);
        Assert.StartsWith("""$.rules[0].classes: ["person", "hovercraft", "scooter"]: "hovercraft" is not known: expected""", complaints, StringComparison.Ordinal);
        Assert.Contains("\"person\", \"bicycle\", ", complaints, StringComparison.Ordinal);
        Assert.EndsWith("\"scooter\"", complaints, StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_said_at_once()
    {
        Footage.Rules("""[{ "kind": "intrusion", "zone": "x", "dwell": 1, "clear": 2, "classes": [] }, { "kind": "x" }]""", out string complaints);
        Assert.Equal(5, complaints.Split('\n').Length);
    }

    [Fact]
    public void A_rule_said_twice_is_a_mistake()
    {
        const string Once = """{ "kind": "intrusion", "zone": "yard", "classes": ["person", "car"] }""";
        const string Twin = """{ "kind": "intrusion", "classes": ["car", "person"], "zone": "yard", "dwell": "1000ms" }""";
        Footage.Rules($"[{Once}, {Twin}]", out string complaints);
        Assert.Equal("$.rules[1]: says the same as $.rules[0]: keep one", complaints);
        Footage.Rules($"[{Once}, {Once.Replace("yard", "road", StringComparison.Ordinal)}]");
        Footage.Rules($"[{Once}, {Once.Replace("car", "bus", StringComparison.Ordinal)}]");
    }

    [Fact]
    public void Two_rules_of_one_name_are_a_mistake()
    {
        Footage.Rules("""[{ "kind": "intrusion", "zone": "yard", "name": "n" }, { "kind": "line", "line": "wire", "name": "n" }]""", out string complaints);
        Assert.Equal("$.rules[1].name: \"n\": $.rules[0] has this name: give each its own", complaints);
    }

    [Fact]
    public void Another_name_or_limit_makes_no_other_rule()
    {
        Footage.Rules("""[{ "kind": "line", "line": "wire" }, { "kind": "line", "line": "wire", "name": "n", "limit": 7 }]""", out string complaints);
        Assert.Equal("$.rules[1]: says the same as $.rules[0]: keep one", complaints);
    }

    [Theory]
    [InlineData("\"2km\"")]
    [InlineData("2")]
    [InlineData("\"heights\"")]
    [InlineData("\"21heights\"")]
    [InlineData("\"-1heights\"")]
    public void A_distance_has_its_unit_and_range(string distance)
    {
        Footage.Rules($$"""[{ "kind": "gathering", "zone": "yard", "distance": {{distance}} }]""", out string complaints);
        Assert.Equal($"""$.rules[0].distance: {distance}: expected a length in heights of the persons, from 0.1heights to 20heights, for example "1.2heights", or in metres, to 40m, where the camera has a ground plane""", complaints);
    }

    [Fact]
    public void A_gathering_is_of_two_at_least()
    {
        Footage.Rules("""[{ "kind": "gathering", "zone": "yard", "persons": 1 }]""", out string complaints);
        Assert.Equal("$.rules[0].persons: 1: expected a whole number from 2 to 255", complaints);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1001")]
    [InlineData("\"10\"")]
    public void A_limit_has_its_range(string limit)
    {
        Footage.Rules($$"""[{ "kind": "line", "line": "wire", "limit": {{limit}} }]""", out string complaints);
        Assert.Equal($"$.rules[0].limit: {limit}: expected a whole number from 1 to 1000", complaints);
    }

    [Fact]
    public void A_model_without_persons_or_vehicles_needs_classes()
    {
        var complaints = new Vigie.Core.Settings.Complaints("config.json");
        using var document = System.Text.Json.JsonDocument.Parse("""{ "kind": "intrusion", "zone": "yard" }""");
        var reader = new Vigie.Core.Settings.SettingsReader(document.RootElement, "$", complaints);
        RuleRegistry.Read([reader], Footage.Context with { Labels = ["plate"] });
        Assert.StartsWith("$.classes: is missing, and the model knows none of", Assert.Single(complaints.All).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_camera_without_zones_is_told_to_draw_one()
    {
        var complaints = new Vigie.Core.Settings.Complaints("config.json");
        using var document = System.Text.Json.JsonDocument.Parse("""{ "kind": "intrusion", "zone": "yard" }""");
        var reader = new Vigie.Core.Settings.SettingsReader(document.RootElement, "$", complaints);
        Assert.Empty(RuleRegistry.Read([reader], Footage.Context with { Zones = [] }));
        Assert.Contains("this camera has none", Assert.Single(complaints.All).Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Kinds_are_those_of_the_contract() =>
        Assert.Equal(Enum.GetValues<EventKind>().Select(EventKinds.Name), RuleRegistry.Kinds);

    [Fact]
    public void The_permit_is_asked_for_every_kind_on_this_camera()
    {
        var permit = new Permission();
        Footage.Rules("""[{ "kind": "intrusion", "zone": "yard" }, { "kind": "intrusion", "zone": "road" }]""", permit, out _);
        Assert.Equal(["intrusion on gate"], permit.Asked);
    }

    [Fact]
    public void Without_a_permit_nothing_starts()
    {
        Fault fault = Assert.Throws<Fault>(() => Footage.Rules("""[{ "kind": "intrusion", "zone": "yard" }]""", new Permission("intrusion"), out _));
        Assert.Equal(FaultKind.Denied, fault.Kind);
        Assert.Equal("camera gate", fault.Subject);
        Assert.Contains("intrusion (not listed)", fault.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_for_a_class_without_a_permit_is_refused()
    {
        Fault fault = Assert.Throws<Fault>(() => Footage.Rules("""[{ "kind": "intrusion", "zone": "yard", "classes": ["person", "car"] }]""", new Permission("car"), out _));
        Assert.Equal(FaultKind.Denied, fault.Kind);
        Assert.Contains("intrusion of car (not listed)", fault.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("person", fault.Problem, StringComparison.Ordinal);
    }
}
