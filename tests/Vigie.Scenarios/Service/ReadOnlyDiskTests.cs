using System.Text.Json.Nodes;

namespace Vigie.Scenarios.Service;

/// <summary>The state directory lies on an ext4 disk that gives up while the service runs: it goes on watching, says so, and stops when asked.</summary>
public sealed class ReadOnlyDiskTests : IDisposable
{
    // A question to the hub is due every five seconds, and was once the end of the service.
    private static readonly TimeSpan LongerThanAQuestion = TimeSpan.FromSeconds(6);

    private readonly TemporaryFolder _folder = new();
    private readonly Box _box;
    private bool _mounted;

    public ReadOnlyDiskTests() => _box = new Box(_folder);

    public void Dispose()
    {
        _box.Dispose();
        if (_mounted)
        {
            Finished.RunAsync("umount", _box.State).GetAwaiter().GetResult().Succeeded();
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task A_disk_that_becomes_read_only_ends_no_watching()
    {
        Thorough.Only();
        await MountAsync();
        _box.Configure("mqtt://127.0.0.1:1", Box.Square("square", Checkout.SkipWithoutClip()));
        RunningProgram program = _box.Start();
        await _box.WaitForStreamsAsync();
        Finished gaveUp = await Finished.RunAsync("mount", "-o", "remount,abort", _box.State);
        Assert.SkipUnless(gaveUp.ExitCode == 0, "skipped: this kernel does not let ext4 give up");

        JsonNode told = await _box.WaitAsync(health => health["delivery"]!["lastError"]?.GetValue<string>().Contains("read-only", StringComparison.Ordinal) == true);
        long frames = Frames(told);
        await Task.Delay(LongerThanAQuestion, TestContext.Current.CancellationToken);
        JsonNode later = await _box.WaitAsync(health => Frames(health) > frames && health["journal"]!["journalProblem"] is not null);
        Assert.Null(Box.Camera(later, "square")["notWatched"]);
        int code = await program.StopAsync();
        Assert.True(code == 0, $"exit code {code}: {program.Everything()}");

        // A start on such a disk is tried again by systemd: it is none of the codes that are not.
        Finished again = await Finished.RunAsync(Checkout.Vigie, "run", "--config", _box.Configuration);
        again.FailedSaying(3, _box.State, "its disk errs or became read-only");
    }

    private async Task MountAsync()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && File.Exists("/usr/sbin/mkfs.ext4"), "skipped: mounting a small disk needs root and mkfs.ext4");
        using (FileStream image = File.Create(_folder["image"]))
        {
            image.SetLength(32 << 20);
        }

        Directory.CreateDirectory(_box.State);
        (await Finished.RunAsync("/usr/sbin/mkfs.ext4", "-q", _folder["image"])).Succeeded();
        Finished mount = await Finished.RunAsync("mount", "-o", "loop", _folder["image"], _box.State);
        _mounted = mount.ExitCode == 0;
        Assert.SkipUnless(_mounted, "skipped: loop devices cannot be mounted here");
    }

    private static long Frames(JsonNode health) => Box.Camera(health, "square")["frames"]!.GetValue<long>();
}
