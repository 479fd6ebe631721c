using Vigie.Scenarios.Replay;
using Vigie.Scenarios.Service;

namespace Vigie.Scenarios;

/// <summary>A state directory on a disk without room: said before anything runs. (A disk that fills later is the outbox's own test.)</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private bool _mounted;

    public void Dispose()
    {
        if (_mounted)
        {
            Finished.RunAsync("umount", _folder["state"]).GetAwaiter().GetResult().Succeeded();
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task A_full_disk_is_said_with_its_remedy()
    {
        string clip = await RealClip.CutAsync(_folder, 6);
        await MountAsync();
        await File.WriteAllBytesAsync(Path.Combine(_folder["state"], "ballast"), new byte[60_000], TestContext.Current.CancellationToken);

        Finished replay = await Finished.RunAsync(
            Checkout.Vigie, "replay", clip, "--fast", "--config", RealClip.Configure(_folder, "mqtt://127.0.0.1:1"), "--patience", "1s",
            "--events", _folder["events.jsonl"]);

        replay.FailedSaying(6, Path.Combine(_folder["state"], "outbox"), "disk is full", "Free some space");
    }

    // Systemd tries again after a code 6: nobody has to start a box once there is room.
    [Fact]
    public async Task A_service_that_starts_on_a_full_disk_is_tried_again()
    {
        await MountAsync();
        using Box box = new(_folder) { IsOrdered = false };
        box.Configure("mqtt://127.0.0.1:1", Box.Drawn("square"));

        Finished run = await Finished.RunAsync(Checkout.Vigie, "run", "--config", box.Configuration);

        run.FailedSaying(6, box.State, "are free on its disk", "Free at least 16MB");
    }

    private async Task MountAsync()
    {
        Directory.CreateDirectory(_folder["state"]);
        _mounted = (await Finished.RunAsync("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", _folder["state"])).ExitCode == 0;
        Assert.SkipUnless(_mounted, "skipped: mounting a small disk needs root");
    }
}
