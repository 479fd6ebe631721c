using System.Text.Json.Nodes;
using Vigie.Modelkit.Packing;
using Vigie.Modelkit.Recipes;
using Vigie.Trust.Journal;
using Vigie.Trust.Signatures;

namespace Vigie.Scenarios.Service;

/// <summary>A package goes bad on the disk of a running box: the last good one goes on, and status and journal say so.</summary>
public sealed class BadPackageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Box _box;

    public BadPackageTests() => _box = new Box(_folder);

    public void Dispose()
    {
        _box.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_reload_onto_a_bad_package_keeps_the_last_good_one_and_says_so()
    {
        _box.Configure(null, Box.Drawn("first"));
        RunningProgram program = _box.Start();
        JsonNode shipped = await _box.WaitForStreamsAsync();
        Assert.Null(ModelOf(shipped)["package"]);

        string good = await InstallAsync(seed: 1);
        Signals.Send(program.Id, Signals.HangUp);
        await _box.WaitAsync(health => ModelOf(health)["package"]?.GetValue<string>() == good);

        string bad = await InstallAsync(seed: 2);
        string network = Path.Combine(_box.State, "models", "street", bad, "street.onnx");
        byte[] bytes = await File.ReadAllBytesAsync(network, TestContext.Current.CancellationToken);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(network, bytes, TestContext.Current.CancellationToken);
        Signals.Send(program.Id, Signals.HangUp);
        JsonNode health = await _box.WaitAsync(health => health["troubles"]!.AsArray().Any(trouble => trouble!.GetValue<string>().Contains(bad[..12], StringComparison.Ordinal)));

        Assert.Equal(good, ModelOf(health)["package"]!.GetValue<string>());
        string trouble = health["troubles"]!.AsArray().Select(trouble => trouble!.GetValue<string>()).Single(text => text.Contains(bad[..12], StringComparison.Ordinal));
        Assert.StartsWith($"Model street: package {bad[..12]}… is not used: holds another street.onnx than was signed", trouble, StringComparison.Ordinal);
        Assert.Contains($"The last good one runs, {good[..12]}…", trouble, StringComparison.Ordinal);
        Assert.False(health["configuration"]!["isLastGood"]!.GetValue<bool>());
        Finished status = await Finished.RunAsync(Checkout.Vigie, "status", "--socket", Path.Combine(_box.State, "status.sock"));
        Assert.Contains($"model          street, package {good[..12]}…", status.Output, StringComparison.Ordinal);
        Assert.Equal(0, await program.StopAsync());
        JournalEntry refused = Assert.Single(JournalReader.Read(Path.Combine(_box.State, "journal")), entry => entry.Kind == JournalKind.ModelRefused);
        Assert.Equal(bad, refused.Detail.Entries["hash"]);
    }

    // Packed as the maker does it and put in place by the product's own command; another seed makes another package of the same network.
    private async Task<string> InstallAsync(long seed)
    {
        string file = _folder[$"street-{seed}.vmodel"];
        using (SigningKey maker = KeyFile.Open(_folder["maker.pem"], () => ""))
        {
            await File.WriteAllBytesAsync(file, Packer.Pack(ModelFolder.Find(Checkout.At("models/street")), maker, seed, Packer.Tolerance), TestContext.Current.CancellationToken);
        }

        Finished installed = await Finished.RunAsync(Checkout.Vigie, "model", "install", file, "--config", _box.Configuration);
        Assert.True(installed.ExitCode == 0, installed.Error);
        return (await File.ReadAllTextAsync(Path.Combine(_box.State, "models", "street", "wanted"), TestContext.Current.CancellationToken)).Trim();
    }

    private static JsonNode ModelOf(JsonNode health) => Assert.Single(health["models"]!.AsArray())!;
}
