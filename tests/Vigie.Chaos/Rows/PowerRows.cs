using Vigie.Chaos.Boxes;
using Vigie.Chaos.Faults;
using Vigie.Chaos.Receiving;

namespace Vigie.Chaos.Rows;

/// <summary>Power is cut: the disk has what was flushed, and perhaps more.</summary>
internal static class PowerRows
{
    public static Row[] All { get; } =
    [
        new("power cut (ext4, cloned in one moment)", stage => PlayAsync(stage)),
        new("power cut, fsync removed", stage => PlayAsync(stage, flushes: false), MustFail: true),
    ];

    private static async Task<(Tally Tally, string Note)> PlayAsync(Stage stage, bool flushes = true)
    {
        var disk = new CutDisk(stage);
        var broker = new Mosquitto(stage);
        BoxProcess box = stage.Box(stage.BoxFor(broker.Address) with { State = Path.Combine(disk.Path, "box"), Flushes = flushes });
        int cuts = stage.Times(20, 200);
        Receiver? receiver = null;
        for (int i = 0; i < cuts; i++)
        {
            if (i == cuts / 2)
            {
                // Until here all that was told durable is on that disk and nowhere else; from here on cursors move as well.
                await broker.StartAsync();
                receiver = await stage.ReceiverAsync(new ReceiverOptions(broker.Host, broker.Port));
            }

            await box.StartAsync();
            await stage.PauseAsync(100, 1_200);
            long told = Told.LengthOf(box.Options.Told);
            disk.Cut();
            box.Kill();
            Told.Forget(box.Options.Told, told);
            disk.Restart();
        }

        await box.StartAsync();
        return (await Tally.OfAsync(stage, box, receiver!), $"{cuts} cuts");
    }
}
