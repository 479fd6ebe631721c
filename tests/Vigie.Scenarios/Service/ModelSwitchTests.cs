using System.Text.Json.Nodes;

namespace Vigie.Scenarios.Service;

/// <summary>What the installer's guide says of another model: one word of a camera and a reload, once the maker's list has its network.</summary>
public sealed class ModelSwitchTests : IDisposable
{
    private const string Other = "wide";

    private readonly TemporaryFolder _folder = new();
    private readonly Box _box;

    public ModelSwitchTests() => _box = new Box(_folder);

    public void Dispose()
    {
        _box.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_camera_gets_another_model_by_one_word_and_a_reload()
    {
        Assert.SkipUnless(File.Exists(Checkout.At($"models/{Other}/{Other}.onnx")), $"no weights: ./tools/run modelkit build {Other} makes them");
        _box.Configure(null, Box.Watched("gate"));
        RunningProgram program = _box.Start();
        await _box.WaitAsync(health => ModelOf(health) == "street");

        JsonNode root = JsonNode.Parse(await File.ReadAllTextAsync(_box.Configuration, TestContext.Current.CancellationToken))!;
        root["cameras"]![0]!["model"] = Other;
        await File.WriteAllTextAsync(_box.Configuration, root.ToJsonString(), TestContext.Current.CancellationToken);
        string network = Town.NetworkOf(Checkout.At($"models/{Other}"));
        Signals.Send(program.Id, Signals.HangUp);
        JsonNode refused = await _box.WaitAsync(health => health["troubles"]!.AsArray().Any(trouble => trouble!.GetValue<string>().Contains(network[..12], StringComparison.Ordinal)));
        Assert.Equal("street", ModelOf(refused));

        _box.Install(_box.Town.Models(Town.NetworkOf(Checkout.At("models/street")), network));
        Signals.Send(program.Id, Signals.HangUp);
        await _box.WaitAsync(health => ModelOf(health) == Other);
        Assert.Equal(0, await program.StopAsync());
    }

    private static string? ModelOf(JsonNode health) => health["models"]!.AsArray().SingleOrDefault()?["name"]!.GetValue<string>();
}
