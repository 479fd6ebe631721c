using System.Globalization;
using Vigie.Chaos.Boxes;
using Vigie.Chaos.Faults;
using Vigie.Chaos.Receiving;

namespace Vigie.Chaos.Rows;

/// <summary>The box is killed, or its disk comes from the past.</summary>
internal static class BoxRows
{
    public static Row[] All { get; } =
    [
        new("box kill -9 at any moment, a hub confirms", stage => PlayKillsAsync(stage, hub: true, stage.Times(50, 1_000))),
        new("box kill -9 at any moment, without a hub", stage => PlayKillsAsync(stage, hub: false, stage.Times(20, 1_000))),
        new("box's disk restored from an old copy", stage => PlayRestoreAsync(stage, hub: true)),
        new("the same, the receiver does not de-duplicate", PlayWithoutDeduplicationAsync, MustFail: true),
    ];

    private static async Task<(Tally Tally, string Note)> PlayKillsAsync(Stage stage, bool hub, int kills)
    {
        Mosquitto broker = await new Mosquitto(stage).StartAsync();
        Receiver receiver = await stage.ReceiverAsync(new ReceiverOptions(broker.Host, broker.Port, hub));
        BoxProcess box = stage.Box(stage.BoxFor(broker.Address));
        for (int i = 0; i < kills; i++)
        {
            await box.StartAsync();
            await stage.PauseAsync(0, 400);
            box.Kill();
        }

        await box.StartAsync();
        Tally tally = await Tally.OfAsync(stage, box, receiver);
        return (tally, string.Create(CultureInfo.InvariantCulture, $"{kills} kills; first durable event {box.LongestStart.TotalSeconds:0.0} s after a start at most"));
    }

    private static async Task<(Tally Tally, string Note)> PlayWithoutDeduplicationAsync(Stage stage)
    {
        (Tally tally, string note) = await PlayRestoreAsync(stage, hub: false);
        return (tally.WithoutDeduplication(), note);
    }

    // The count of boots goes back with the disk: what is new must not take the names of what was. What waited in the copy comes again.
    private static async Task<(Tally Tally, string Note)> PlayRestoreAsync(Stage stage, bool hub)
    {
        var broker = new Mosquitto(stage);
        BoxProcess box = stage.Box(stage.BoxFor(broker.Address));
        await box.StartAsync();
        await Task.Delay(1_000, stage.Stop);
        await box.EndAsync();
        Tool.Run("cp", "-a", stage["box"], stage["old"]);
        await broker.StartAsync();
        Receiver receiver = await stage.ReceiverAsync(new ReceiverOptions(broker.Host, broker.Port, hub));
        for (int i = 0; i < 3; i++)
        {
            await box.StartAsync();
            await Task.Delay(1_000, stage.Stop);
            await box.DrainAsync(TimeSpan.FromSeconds(60));
            Directory.Delete(stage["box"], recursive: true);
            Tool.Run("cp", "-a", stage["old"], stage["box"]);
        }

        await box.StartAsync();
        return (await Tally.OfAsync(stage, box, receiver), "restored 3 times");
    }
}
