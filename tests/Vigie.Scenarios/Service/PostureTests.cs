using System.Text.Json.Nodes;

namespace Vigie.Scenarios.Service;

/// <summary>A network of postures in the real service: used where the maker has listed it as what gives joints, and nowhere else.</summary>
public sealed class PostureTests : IDisposable
{
    private const string Pose = "models/movenet-lightning";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_is_refused_until_the_makers_list_says_joints_and_then_named_in_the_status()
    {
        Assert.SkipUnless(File.Exists(Checkout.At($"{Pose}/movenet-lightning.onnx")), "no weights: ./tools/run modelkit build movenet-lightning");
        using Box box = new(_folder) { Ordered = order => order with { Events = ["fall"] } };
        JsonObject camera = Box.Square("square", Checkout.SkipWithoutClip());
        // By its folder: no package brings it.
        camera["pose"] = Checkout.At(Pose);
        camera["rules"] = JsonNode.Parse("""[{ "kind": "fall", "unmeasured": true, "zone": "pavement" }]""");
        string street = Town.NetworkOf(Checkout.At("models/street")), pose = Town.NetworkOf(Checkout.At(Pose));
        box.Configure(null, camera);

        Finished refused = await Finished.RunAsync(Checkout.Vigie, "run", "--config", box.Configuration);
        refused.FailedSaying(4, "$.cameras[0].pose: ", "is not on the maker's list of approved networks");
        box.Install(box.Town.Models(street, pose));
        refused = await Finished.RunAsync(Checkout.Vigie, "run", "--config", box.Configuration);
        refused.FailedSaying(4, "$.cameras[0].pose: ", "but not as one that gives \"joints\"");

        box.Install(box.Town.ModelsAndPostures(street, pose));
        box.Start();
        JsonNode health = await box.WaitAsync(health => Box.Camera(health, "square")["inferences"]!.GetValue<int>() > 0);
        Assert.Equal([street, pose], health["models"]!.AsArray().Select(model => model!["network"]!.GetValue<string>()));
        Assert.Equal(0, await box.Program.StopAsync());
    }
}
