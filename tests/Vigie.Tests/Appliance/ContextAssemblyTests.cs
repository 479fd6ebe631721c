using Vigie.Appliance.Configuration;
using Vigie.Appliance.Pipeline;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Core.Settings;
using Vigie.Scene.Rules;
using Vigie.Tests.House;
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
