using Vigie.Appliance.Configuration;
using Vigie.Appliance.Health;
using Vigie.Appliance.Pipeline;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Core.Settings;
using Vigie.Scene.Rules;
using Vigie.Tests.House;
using Vigie.Tests.Scene.Ground;
using Vigie.Vision.Models;

namespace Vigie.Tests.Appliance;

public sealed class ContextAssemblyTests
{
    private readonly CameraPlan _first = Plan(1, "square", [new Polygon([new(0, 0), new(1, 0), new(1, 1)])]);

    [Fact]
    public void Only_classes_that_a_rule_can_report_are_named()
    {
        ContextRecord context = Of(_first);

        Assert.Equal([KeyValuePair.Create(ObjectClasses.Person, "person")], context.Classes);
        Assert.InRange(context.Encode().Length, 100, 700);
    }

    [Fact]
    public void One_camera_has_its_own_hashes_and_several_have_a_hash_of_them()
    {
        CameraPlan second = Plan(2, "gate", []);
        ContextRecord one = Of(_first), two = Of(_first, second), again = Of(_first, second), other = Of(second);

        Assert.Equal(two.MaskHash, again.MaskHash);
        Assert.Equal(3, new[] { one.MaskHash, two.MaskHash, other.MaskHash }.Distinct().Count());
        Assert.Equal((_first.Model.Network.Sha256, "street"), (two.ModelHash, two.Model));
        Assert.Equal(["square", "gate"], two.Cameras.OrderBy(camera => camera.Key).Select(camera => camera.Value.Name));
    }

    [Fact]
    public void What_tells_postures_is_named_with_the_model_that_finds_persons()
    {
        ModelManifest pose = new ModelFolders(Path.Combine(SourceTree.Root, "models")).Read("movenet-lightning");
        ContextRecord context = Of(_first with { Pose = pose });
        Assert.Equal("street+movenet-lightning", context.Model);
        Assert.NotEqual(Of(_first).ModelHash, context.ModelHash);
    }

    [Fact]
    public void A_camera_that_knows_its_ground_says_how_large_its_zones_are()
    {
        // Before the camera on the lamp post: from 8 m to 18 m ahead, 4 m wide.
        Polygon lane = new([Pinhole.LampPost.See(-2, 8), Pinhole.LampPost.See(2, 8), Pinhole.LampPost.See(2, 18), Pinhole.LampPost.See(-2, 18)]);
        Polygon sky = new([new(0, 0), new(1, 0), new(1, 0.4f)]);
        CameraPlan plan = _first with
        {
            Camera = _first.Camera with { Zones = [new Zone(1, "lane", lane), new Zone(2, "sky", sky)], Ground = Pinhole.LampPost.Plane() },
        };

        ContextRecord context = Of(plan);

        Assert.Equal(1, Assert.Single(context.Cameras[1].Areas.Keys));
        Assert.InRange(context.Cameras[1].Areas[1], 3_980, 4_020);
        Assert.Empty(Of(_first).Cameras[1].Areas);
    }

    // What was measured with one model says nothing of another; of several the worst is said.
    [Fact]
    public void Precision_is_that_of_the_cameras_models()
    {
        Assert.Equal("street", Of(_first).Precision[(int)EventKind.Intrusion]?.Model);
        CameraPlan foreign = _first with { Camera = _first.Camera with { Number = 2 }, Rules = [.. _first.Rules.Select(rule => rule with { Model = "own-nets" })] };
        Assert.Null(Of(foreign).Precision[(int)EventKind.Intrusion]);
        Assert.Null(Of(_first, foreign).Precision[(int)EventKind.Intrusion]);

        RuleReport report = RuleReport.Of(foreign.Rules[0], "off", null);
        Assert.Null(report.Precision);
        Assert.StartsWith("not measured with own-nets, only with ", report.PrecisionOf, StringComparison.Ordinal);
        Assert.Contains("signals right", RuleReport.Of(_first.Rules[0], "off", null).PrecisionOf, StringComparison.Ordinal);
    }

    private static ContextRecord Of(params CameraPlan[] plans) => ContextAssembly.Of(
        ApplianceConfiguration.Bare("street", "/tmp"), plans, null, new Boot(1, 2), DateTimeOffset.UnixEpoch);

    private static CameraPlan Plan(int number, string name, Polygon[] masks)
    {
        using var rule = System.Text.Json.JsonDocument.Parse("""{ "kind": "intrusion", "zone": "lawn", "classes": ["person"] }""");
        Complaints complaints = new("test");
        CameraConfiguration camera = CameraConfiguration.Bare("street") with
        {
            Number = number,
            Name = name,
            Masks = [.. masks],
            Zones = [new Zone(1, "lawn", new Polygon([new(0, 0), new(1, 0), new(1, 1)]))],
            Rules = [new SettingsReader(rule.RootElement.Clone(), "$", complaints)],
        };
        CameraPlan plan = CameraPlan.Read(camera, new ModelFolders(Path.Combine(SourceTree.Root, "models")).Read("street"));
        complaints.ThrowIfAny();
        return plan;
    }
}
