using System.Text.Json.Nodes;
using Vigie.Modelkit.Packing;
using Vigie.Modelkit.Recipes;
using Vigie.Scenarios.Replay;
using Vigie.Trust.Journal;
using Vigie.Trust.Signatures;

namespace Vigie.Scenarios.Service;

/// <summary>A model that is on a box as a package alone: what works on files runs it, and where it goes bad and nothing is left to run, that is said.</summary>
public sealed class InstalledPackageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Box _box;

    public InstalledPackageTests()
    {
        _box = new Box(_folder);
        JsonObject camera = Box.Drawn("gate");
        camera["model"] = "yard";
        _box.Configure(null, camera);
    }

    public void Dispose()
    {
        _box.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Detect_and_replay_run_the_package_that_a_configuration_names()
    {
        string clip = await RealClip.CutAsync(_folder, 2);
        (await Finished.RunAsync("ffmpeg", "-v", "error", "-i", clip, "-frames:v", "1", _folder["1.png"])).Succeeded();
        (await DetectAsync("yard")).FailedSaying(3, "model yard", "model.json");

        string package = await InstallAsync();
        Assert.Contains("model yard.", (await DetectAsync("yard")).Succeeded().Output, StringComparison.Ordinal);
        (await DetectAsync("street")).Succeeded();
        string found = await File.ReadAllTextAsync(_folder["yard.json"], TestContext.Current.CancellationToken);
        Assert.NotEmpty(JsonNode.Parse(found)!.AsArray());
        Assert.Equal(await File.ReadAllTextAsync(_folder["street.json"], TestContext.Current.CancellationToken), found);
        Finished replay = (await ReplayAsync(clip)).Succeeded();
        Assert.Equal(20, JsonNode.Parse(replay.Output)!["frames"]!.GetValue<int>());
        Assert.NotEqual(0, JsonNode.Parse(replay.Output)!["inferences"]!.GetValue<int>());

        await DamageAsync(package);
        (await DetectAsync("yard")).FailedSaying(5, "model yard", "no package of it can be used here", "holds another street.onnx than was signed");
        (await ReplayAsync(clip)).FailedSaying(2, "$.cameras[0].model", "no package of it can be used here", "holds another street.onnx than was signed");
    }

    [Fact]
    public async Task A_reload_that_finds_no_package_to_run_changes_nothing_and_says_so()
    {
        string package = await InstallAsync();
        RunningProgram program = _box.Start();
        await _box.WaitAsync(health => PackageOf(health) == package);

        await DamageAsync(package);
        Signals.Send(program.Id, Signals.HangUp);
        JsonNode health = await _box.WaitAsync(health => TroublesOf(health).Any(trouble => trouble.Contains("can be used here", StringComparison.Ordinal)));
        Assert.Contains(TroublesOf(health), trouble => trouble.Contains("holds another street.onnx than was signed", StringComparison.Ordinal));

        // What was loaded while it was whole goes on.
        Assert.Equal(package, PackageOf(health));
        Assert.Equal(0, await program.StopAsync());
        Assert.Contains(
            JournalReader.Read(Path.Combine(_box.State, "journal")), entry => entry.Kind == JournalKind.ModelRefused && package.Equals(entry.Detail.Entries["hash"]));
    }

    private static string? PackageOf(JsonNode health) => health["models"]!.AsArray().SingleOrDefault()?["package"]?.GetValue<string>();

    private static IEnumerable<string> TroublesOf(JsonNode health) => health["troubles"]!.AsArray().Select(trouble => trouble!.GetValue<string>());

    private Task<Finished> DetectAsync(string model) => Finished.RunAsync(
        Checkout.Vigie, "detect", _folder["1.png"], "--model", model, "--config", _box.Configuration, "--coco", _folder[model + ".json"]);

    private Task<Finished> ReplayAsync(string clip) => Finished.RunAsync(Checkout.Vigie, "replay", clip, "--config", _box.Configuration, "--fast", "--json");

    // Street's network under a name that nothing else bears, packed as the maker does it and put in place by the product's own command.
    private async Task<string> InstallAsync()
    {
        string yard = _folder["yard"];
        Directory.CreateDirectory(yard);
        foreach (string file in Directory.EnumerateFiles(Checkout.At("models/street")))
        {
            File.Copy(file, Path.Combine(yard, Path.GetFileName(file)));
        }

        string manifest = Path.Combine(yard, "model.json");
        JsonNode model = JsonNode.Parse(await File.ReadAllTextAsync(manifest, TestContext.Current.CancellationToken))!;
        model["name"] = "yard";
        await File.WriteAllTextAsync(manifest, model.ToJsonString(), TestContext.Current.CancellationToken);
        using (SigningKey maker = KeyFile.Open(_folder["maker.pem"], () => ""))
        {
            await File.WriteAllBytesAsync(_folder["yard.vmodel"], Packer.Pack(ModelFolder.Find(yard), maker, 1, Packer.Tolerance), TestContext.Current.CancellationToken);
        }

        Directory.Delete(yard, recursive: true);
        (await Finished.RunAsync(Checkout.Vigie, "model", "install", _folder["yard.vmodel"], "--config", _box.Configuration)).Succeeded();
        return (await File.ReadAllTextAsync(Path.Combine(_box.State, "models", "yard", "wanted"), TestContext.Current.CancellationToken)).Trim();
    }

    private async Task DamageAsync(string package)
    {
        string network = Path.Combine(_box.State, "models", "yard", package, "street.onnx");
        byte[] bytes = await File.ReadAllBytesAsync(network, TestContext.Current.CancellationToken);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(network, bytes, TestContext.Current.CancellationToken);
    }
}
