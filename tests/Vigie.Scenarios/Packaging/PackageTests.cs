using Vigie.Scenarios.Replay;
using Vigie.Scenarios.Service;

namespace Vigie.Scenarios.Packaging;

/// <summary>The published folder and the Debian package, in a box of its own. Minutes of work: only for ./tools/test --ci.</summary>
public sealed class PackageTests : IDisposable
{
    private static readonly string[] Ballast = [".dll", ".pdb", ".dbg", ".xml", ".lib", ".json", ".exe"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("linux-x64")]
    [InlineData("linux-arm64")]
    public void The_folder_has_the_program_its_libraries_and_their_licences_and_nothing_else(string target)
    {
        Published.SkipUnlessPublished();
        string folder = Published.Folder(target);

        Assert.DoesNotContain(Directory.EnumerateFiles(folder).Select(Path.GetExtension), Ballast.Contains);
        Assert.All(
            ["LICENSE", "libSkiaSharp.so", "libonnxruntime.so", "models/street/NOTICE", "models/street/street.onnx", "notices/Microsoft.ML.OnnxRuntime/LICENSE"],
            file => Assert.True(File.Exists(Path.Combine(folder, file)), file));
        Assert.All(
            ["Microsoft.DotNet.ILCompiler", "MQTTnet", "SkiaSharp"],
            package => Assert.NotEmpty(Directory.GetFiles(Path.Combine(folder, "notices", package))));
    }

    [Fact]
    public async Task The_same_folder_makes_the_same_package()
    {
        Published.SkipUnlessPublished();

        await Published.PackAsync("0.1.0", _folder["one.deb"]);
        await Published.PackAsync("0.1.0", _folder["two.deb"]);

        Assert.Equal(await HashAsync("one.deb"), await HashAsync("two.deb"));
    }

    [Theory]
    [InlineData("amd64")]
    [InlineData("arm64")]
    public async Task The_package_is_one_that_Debian_would_take(string architecture)
    {
        Published.SkipUnlessPublished();
        Assert.SkipUnless((await Finished.RunAsync("bash", "-c", "command -v lintian")).ExitCode == 0, "lintian is not installed");

        Finished lintian = await Finished.RunAsync("lintian", "--allow-root", "--fail-on", "error,warning", Published.Package(architecture));

        Assert.True(lintian.ExitCode == 0, lintian.Output + lintian.Error);
    }

    [Fact]
    public async Task A_box_installs_uses_upgrades_and_purges_it()
    {
        Published.SkipUnlessPublished();
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can make a root");
        string tools = "command -v apt-get && command -v debootstrap && command -v systemd-nspawn && unshare --mount mount -t tmpfs none /mnt";
        Assert.SkipUnless((await Finished.RunAsync("bash", "-c", tools)).ExitCode == 0, "apt-get, debootstrap, systemd-nspawn or the right to mount is missing");
        string clip = await RealClip.CutAsync(_folder, 5);
        await Published.PackAsync("0.1.0", _folder["vigie_0.1.0_amd64.deb"]);
        await Published.PackAsync("0.1.1", _folder["vigie_0.1.1_amd64.deb"]);

        using Town town = new(_folder);
        WriteOrders(town, Directory.CreateDirectory(_folder["orders"]).FullName);
        using CancellationTokenSource end = new();
        Task hub = town.AnswerAsync(StateInBox, end.Token);
        (int exit, IReadOnlyList<string> lines) = await Script.RunAsync(
            Checkout.Root, TimeSpan.FromMinutes(12), Show, Checkout.At("tests/Vigie.Scenarios/Packaging/debian-box.sh"), Checkout.Cache,
            _folder["vigie_0.1.0_amd64.deb"], _folder["vigie_0.1.1_amd64.deb"], clip, _folder["orders"]);
        await end.CancelAsync();
        await hub;

        Assert.True(exit == 0, string.Join('\n', lines.TakeLast(60)));
        Assert.Contains("box: purged…", lines);
    }

    // For the box, the camera and the rule of camera.json.example.
    private static void WriteOrders(Town town, string folder)
    {
        town.WriteAnchors(Path.Combine(folder, "anchors.json"));
        File.WriteAllBytes(Path.Combine(folder, "profile.cose"), town.Profile());
        File.WriteAllBytes(Path.Combine(folder, "networks.cose"), town.Models(Town.NetworkOf(Checkout.At("models/street"))));
        File.WriteAllBytes(Path.Combine(folder, "order.cose"), town.Order("reims", "box-17", ["square"]));
    }

    private static string? StateInBox() => Directory.EnumerateDirectories(Checkout.Cache, "debian-box.*")
        .Select(box => Path.Combine(box, "root/var/lib/vigie"))
        .FirstOrDefault(Directory.Exists);

    private static void Show(string line)
    {
        if (line.StartsWith("box: ", StringComparison.Ordinal))
        {
            Console.Error.WriteLine(line);
        }
    }

    private async Task<string> HashAsync(string name) => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(
        await File.ReadAllBytesAsync(_folder[name], TestContext.Current.CancellationToken)));
}
