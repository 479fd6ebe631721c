using System.Globalization;
using Vigie.Chaos.Boxes;
using Vigie.Chaos.Faults;
using Vigie.Chaos.Receiving;

namespace Vigie.Chaos.Rows;

/// <summary>The box's disk is full, becomes read-only, or errs.</summary>
internal static class DiskRows
{
    private const int Rate = 4_000;

    // Only the long form has what restarts boxes: each takes longer than 15 s on a busy machine.
    public static Row[] All { get; } =
    [
        new("disk full, then memory full, then a broker", PlayFullAsync),
        new("disk becomes read-only, is mounted anew", stage => PlayReadOnlyAsync(stage, journalHolds: true, disk => disk.GiveUp()), OnlyLong: true),
        new("disk's own journal meets I/O errors, is mounted anew", stage => PlayReadOnlyAsync(stage, journalHolds: false, disk => disk.Break()), OnlyLong: true),
        new("fsync fails, then memory full, then the disk heals", PlayErrorsAsync),
    ];

    private static async Task<(Tally Tally, string Note)> PlayFullAsync(Stage stage)
    {
        Privileges.Require("mount");
        Directory.CreateDirectory(stage["box"]);
        Tool.Run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", stage["box"]);
        stage.Leave(() => Tool.Run("umount", stage["box"]));
        var broker = new Mosquitto(stage);
        BoxProcess box = stage.Box(stage.BoxFor(broker.Address) with { Rate = Rate });
        await box.StartAsync();
        await stage.UntilAsync(() => box.Status is { Refused: > 1_000 }, "the disk and then the memory fill");
        return await GivenUpAsync(stage, broker, box, "each event that was given up is in a numbered gap");
    }

    // Between a write and its flush the file system gives up: the flush says so, and nothing of it may count as kept.
    private static async Task<(Tally Tally, string Note)> PlayReadOnlyAsync(Stage stage, bool journalHolds, Action<SickDisk> strike)
    {
        var disk = new SickDisk(stage, journalHolds);
        Mosquitto broker = await new Mosquitto(stage).StartAsync();
        Receiver receiver = await stage.ReceiverAsync(new ReceiverOptions(broker.Host, broker.Port));
        BoxProcess box = stage.Box(stage.BoxFor(broker.Address) with { State = Path.Combine(disk.Path, "box"), Rate = Rate, NotesRefused = false });
        int times = stage.Times(2, 100);
        long unsaid = 0;
        for (int i = 0; i < times; i++)
        {
            await box.StartAsync();
            await stage.PauseAsync(200, 600);
            strike(disk);
            await stage.UntilAsync(() => disk.IsReadOnly && box.Status is { Disk: { } said } && said.Contains("read-only", StringComparison.Ordinal), "the box says that its disk became read-only");
            await stage.PauseAsync(200, 600);
            unsaid += box.Status!.InMemory + box.Status.Refused;
            await RestartAsync(disk, box, kill: i % 2 == 0);
        }

        await box.StartAsync();
        // What a hub confirms has come: a busy machine is no loss.
        await box.HubInForceAsync();
        Tally tally = await Tally.OfAsync(stage, box, receiver);
        return (tally, string.Create(CultureInfo.InvariantCulture, $"{times} times; {unsaid} that were never told durable died with the process"));
    }

    private static async Task RestartAsync(SickDisk disk, BoxProcess box, bool kill)
    {
        if (kill)
        {
            box.Kill();
        }
        else
        {
            await box.EndAsync();
        }

        disk.Heal();
        disk.MountAnew();
    }

    private static async Task<(Tally Tally, string Note)> PlayErrorsAsync(Stage stage)
    {
        var disk = new SickDisk(stage, journalHolds: true);
        var broker = new Mosquitto(stage);
        BoxProcess box = stage.Box(stage.BoxFor(broker.Address) with { State = Path.Combine(disk.Path, "box"), Rate = 2 * Rate });
        await box.StartAsync();
        int times = stage.Times(2, 30);
        for (int i = 0; i < times; i++)
        {
            disk.Break();
            await stage.UntilAsync(() => box.Status is { Disk: not null }, "the box says that its disk refuses");
            await stage.PauseAsync(100, 600);
            if (i == 0)
            {
                await stage.UntilAsync(() => box.Status is { Refused: > 1_000 }, "the memory fills");
            }

            disk.Heal();
            await stage.UntilAsync(() => box.Status is { Disk: null }, "the box goes on by itself");
        }

        return disk.IsReadOnly
            ? throw new RowFailure("the file system gave up: the fault is another than this row is about")
            : await GivenUpAsync(stage, broker, box, string.Create(CultureInfo.InvariantCulture, $"{times} times; each event that was given up is in a numbered gap"));
    }

    private static async Task<(Tally Tally, string Note)> GivenUpAsync(Stage stage, Mosquitto broker, BoxProcess box, string note)
    {
        await broker.StartAsync();
        Receiver receiver = await stage.ReceiverAsync(new ReceiverOptions(broker.Host, broker.Port));
        await box.HubInForceAsync();
        Tally tally = await Tally.OfAsync(stage, box, receiver);
        return (tally.GivenUp > 0 ? tally : tally with { Problem = "nothing was given up: the disk did not refuse" }, note);
    }
}
