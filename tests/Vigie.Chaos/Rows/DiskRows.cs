using Vigie.Chaos.Boxes;
using Vigie.Chaos.Faults;
using Vigie.Chaos.Receiving;

namespace Vigie.Chaos.Rows;

/// <summary>The box's disk is full.</summary>
internal static class DiskRows
{
    private const int Rate = 4_000;

    public static Row[] All { get; } = [new("disk full, then memory full, then a broker", PlayAsync)];

    private static async Task<(Tally Tally, string Note)> PlayAsync(Stage stage)
    {
        Privileges.Require("mount");
        Directory.CreateDirectory(stage["box"]);
        Tool.Run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", stage["box"]);
        stage.Leave(() => Tool.Run("umount", stage["box"]));
        var broker = new Mosquitto(stage);
        BoxProcess box = stage.Box(stage.BoxFor(broker.Address) with { Rate = Rate });
        await box.StartAsync();
        await stage.UntilAsync(() => box.Status is { Refused: > 1_000 }, "the disk and then the memory fill");
        await broker.StartAsync();
        Receiver receiver = await stage.ReceiverAsync(new ReceiverOptions(broker.Host, broker.Port));
        await box.HubInForceAsync();
        Tally tally = await Tally.OfAsync(stage, box, receiver);
        return (tally.GivenUp > 0 ? tally : tally with { Problem = "nothing was given up: the disk was not full" }, "each event that was given up is in a numbered gap");
    }
}
