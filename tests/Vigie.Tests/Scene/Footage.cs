using System.Text.Json;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Core.Settings;
using Vigie.Scene.Rules;

namespace Vigie.Tests.Scene;

/// <summary>A camera of 100 x 100 pixels with zones, and tracks on it that are said by where they stand.</summary>
internal static class Footage
{
    public static FrameFormat Format { get; } = new(100, 100);

    /// <summary>The left half of the picture.</summary>
    public static Zone Yard { get; } = new(1, "yard", new Polygon([new(0, 0), new(0.5f, 0), new(0.5f, 1), new(0, 1)]));

    /// <summary>The right half of the picture.</summary>
    public static Zone Road { get; } = new(2, "road", new Polygon([new(0.5f, 0), new(1, 0), new(1, 1), new(0.5f, 1)]));

    /// <summary>A line between yard and road; in is from the yard to the road.</summary>
    public static Line Wire { get; } = new(3, "wire", new(0.5f, 0.9f), new(0.5f, 0.1f));

    public static RuleContext Context { get; } = new([Yard, Road], [.. ObjectClasses.CocoNames, "scooter"]) { Lines = [Wire] };

    /// <summary>A box 20 pixels high that stands on a point.</summary>
    public static Box Standing(float x, float y) => Box.FromSize(x - 5, y - 20, 10, 20);

    public static Track Track(int number, float x, float y, TimeSpan at, bool seen = true, int objectClass = ObjectClasses.Person, float score = 0.8f) =>
        new(number, Standing(x, y), objectClass, score, TimeSpan.Zero, at, seen);

    public static SceneRules Rules(string json, out string complaints) => Rules(json, new Permission(), out complaints);

    public static SceneRules Rules(string json, IPermit permit, out string complaints)
    {
        IReadOnlyList<RuleSettings> rules = Read(json, Context, out complaints);
        return new SceneRules(Format, "gate", permit, rules);
    }

    /// <summary>Rules on another camera, which must be read without a complaint.</summary>
    public static SceneRules Rules(string json, RuleContext context, FrameFormat format)
    {
        IReadOnlyList<RuleSettings> rules = Read(json, context, out string complaints);
        Assert.Equal("", complaints);
        return new SceneRules(format, "gate", new Permission(), rules);
    }

    public static IReadOnlyList<RuleSettings> Read(string json, RuleContext context, out string complaints)
    {
        var list = new Complaints("config.json");
        using JsonDocument document = JsonDocument.Parse($$"""{ "rules": {{json}} }""");
        IReadOnlyList<RuleSettings> rules = RuleRegistry.Read(new SettingsReader(document.RootElement, "$", list).Children("rules"), context);
        complaints = string.Join('\n', list.All);
        return rules;
    }

    /// <summary>Rules that must be read without a complaint.</summary>
    public static SceneRules Rules(string json)
    {
        SceneRules rules = Rules(json, out string complaints);
        Assert.Equal("", complaints);
        return rules;
    }

    public static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
