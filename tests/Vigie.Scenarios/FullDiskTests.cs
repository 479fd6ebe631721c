using Vigie.Scenarios.Replay;

namespace Vigie.Scenarios;

/// <summary>A state directory on a disk without room: said before anything runs. (A disk that fills later is the outbox's own test.)</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_full_disk_is_said_with_its_remedy()
    {
        string clip = await RealClip.CutAsync(_folder, 6);
        Directory.CreateDirectory(_folder["state"]);
        Finished mount = await Finished.RunAsync("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", _folder["state"]);
        Assert.SkipUnless(mount.ExitCode == 0, "skipped: mounting a small disk needs root");
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(_folder["state"], "ballast"), new byte[60_000], TestContext.Current.CancellationToken);

            Finished replay = await Finished.RunAsync(
                Checkout.Vigie, "replay", clip, "--fast", "--config", RealClip.Configure(_folder, "mqtt://127.0.0.1:1"), "--patience", "1s",
                "--events", _folder["events.jsonl"]);

            replay.FailedSaying(6, Path.Combine(_folder["state"], "outbox"), "disk is full", "Free some space");
        }
        finally
        {
            (await Finished.RunAsync("umount", _folder["state"])).Succeeded();
        }
    }
}
