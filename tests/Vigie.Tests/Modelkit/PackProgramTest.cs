using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Vigie.Appliance.Models;
using Vigie.Modelkit.Sources;
using Vigie.Trust.Anchors;
using Vigie.Trust.Packages;
using Vigie.Trust.Signatures;
using Vigie.Vision.Models;

namespace Vigie.Tests.Modelkit;

/// <summary>A package on its whole way: packed by modelkit, installed by edgectl, tried and run by the box.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PackProgramTest : IDisposable
{
    private readonly TinyModel _tiny = new();

    private string Key => Path.Combine(_tiny.Root, "maker.pem");

    private string Package => Path.Combine(_tiny.Root, "tiny.vmodel");

    private string State => Path.Combine(_tiny.Root, "state");

    private string Anchors => Path.Combine(_tiny.Root, "anchors.json");

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public async Task A_model_goes_from_the_maker_to_the_box()
    {
        await BuildAsync();
        ModelkitProcess pack = await PackAsync();
        pack.Succeeded();
        Assert.Contains($"network {_tiny.Model.Manifest.Network.Sha256}", pack.Output, StringComparison.Ordinal);
        (int exit, string said) = await InstallAsync();
        Assert.True(exit == 0, said);
        Assert.Contains("lab/box: model tiny, package ", said, StringComparison.Ordinal);
        List<ModelRefusal> notices = [];
        string? folder = new InstalledModels(State, AnchorFile.Read(Anchors), keeps: true, notices.Add).Find("tiny");
        Assert.NotNull(folder);
        Assert.Empty(notices);
        Assert.Equal(["CARD.md", "NOTICE", "golden.f16", "labels.txt", "model.json", "package.cose", "tiny.onnx"], Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_box_itself_tries_a_package_before_it_keeps_it()
    {
        await BuildAsync();
        (await PackAsync()).Succeeded();
        string configuration = Path.Combine(_tiny.Root, "box.json");
        JsonObject root = new()
        {
            ["site"] = "lab",
            ["device"] = "box",
            ["stateDirectory"] = State,
            ["trust"] = new JsonObject { ["anchors"] = Anchors },
            ["cameras"] = new JsonArray(new JsonObject { ["name"] = "square", ["model"] = "tiny", ["source"] = new JsonObject { ["url"] = "rtsp://192.0.2.7/stream" } }),
        };
        await File.WriteAllTextAsync(configuration, root.ToJsonString(), TestContext.Current.CancellationToken);
        (int exit, string said) = await RunAsync("vigie", "model", "install", Package, "--config", configuration);
        Assert.True(exit == 0, said);
        Assert.Contains("computes here as it should", said, StringComparison.Ordinal);
        (exit, said) = await RunAsync("vigie", "config", "check", configuration);
        Assert.True(exit == 0, said);

        string good = File.ReadAllText(Path.Combine(State, "models", "tiny", "wanted"));
        Assert.NotNull(new InstalledModels(State, AnchorFile.Read(Anchors), keeps: true, _ => { }).Find("tiny"));
        PackOtherAnswer();
        (exit, said) = await RunAsync("vigie", "model", "install", Package, "--config", configuration);
        Assert.Equal(4, exit);
        Assert.Contains("it does not compute here what it did where it was packed", said, StringComparison.Ordinal);
        Assert.Equal(good, File.ReadAllText(Path.Combine(State, "models", "tiny", "wanted")));
    }

    [Fact]
    public async Task A_changed_package_changes_nothing_on_the_box()
    {
        await BuildAsync();
        (await PackAsync()).Succeeded();
        byte[] bytes = await File.ReadAllBytesAsync(Package, TestContext.Current.CancellationToken);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(Package, bytes, TestContext.Current.CancellationToken);
        (int exit, string said) = await InstallAsync();
        Assert.NotEqual(0, exit);
        Assert.Contains("than was signed", said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(State, "models")));
    }

    [Fact]
    public async Task Nothing_leaves_without_card_and_notice()
    {
        await BuildAsync();
        File.Delete(Path.Combine(_tiny.Folder, "NOTICE"));
        (await PackAsync()).Failed(2, "NOTICE: is missing");
        Assert.False(File.Exists(Package));
    }

    private async Task BuildAsync()
    {
        _tiny.MakePictures(2);
        _tiny.Cache.Store(_tiny.Model.Source(), _tiny.Tarball, Tarball.Read(_tiny.Tarball, _tiny.Model.Source()));
        (await ModelkitProcess.RunAsync(_tiny, ["calibrate", _tiny.Folder, "--images", _tiny.Pictures])).Succeeded();
        (await ModelkitProcess.RunAsync(_tiny, ["build", _tiny.Folder, "--pin"])).Succeeded();
        await File.WriteAllTextAsync(Path.Combine(_tiny.Folder, "CARD.md"), "# tiny\n");
        await File.WriteAllTextAsync(Path.Combine(_tiny.Folder, "NOTICE"), "A test's own.\n");
        using SigningKey maker = KeyFile.Create(Key);
        JsonObject anchor = new()
        {
            ["name"] = "Maker",
            ["roles"] = new JsonArray("maker"),
            ["key"] = maker.Public.ToPem(),
            ["from"] = "2020-01-01",
            ["to"] = "2099-01-01",
        };
        await File.WriteAllTextAsync(Anchors, new JsonObject { ["anchors"] = new JsonArray(anchor) }.ToJsonString());
        File.SetUnixFileMode(Anchors, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.CreateDirectory(State);
    }

    private Task<ModelkitProcess> PackAsync() => ModelkitProcess.RunAsync(_tiny, ["pack", _tiny.Folder, "--key", Key, "--output", Package]);

    // As a network that was quantised for another processor would be.
    private void PackOtherAnswer()
    {
        string[] names = ["CARD.md", "NOTICE", "labels.txt", "model.json", "tiny.onnx"];
        Dictionary<string, byte[]> files = names.ToDictionary(name => name, name => File.ReadAllBytes(Path.Combine(_tiny.Folder, name)));
        byte[] golden = GoldenAnswer.Record(_tiny.Model.Manifest, 1);
        Array.Reverse(golden);
        files[ModelPackage.GoldenFile] = golden;
        using SigningKey maker = KeyFile.Open(Key, () => "");
        File.WriteAllBytes(Package, PackageArchive.Pack(maker, "tiny", 1, 60, files));
    }

    private Task<(int Exit, string Said)> InstallAsync() => RunAsync("edgectl", "model", "install", Package, "--state", State, "--box", "lab/box", "--anchors", Anchors);

    private static async Task<(int Exit, string Said)> RunAsync(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, program), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output + await error);
    }
}
