using Vigie.Chaos.Boxes;
using Vigie.Chaos.Faults;
using Vigie.Chaos.Receiving;

namespace Vigie.Chaos.Rows;

/// <summary>A box at the end of its own cable (a network namespace and a veth pair): what the kernel drops, it drops below TCP.</summary>
internal static class CableRows
{
    public static Row[] All { get; } =
    [
        new("partition: nothing passes, nothing is said", stage => PlayAsync(stage, cable => WithAsync(stage, cable, "drop", stage.Times(2, 30), seconds: 7))),
        new("20 % of the packets are lost, each way", stage => PlayAsync(stage, cable => WithAsync(
            stage, cable, "meta l4proto tcp numgen random mod 100 < 20 drop", 1, seconds: stage.Times(15, 1_800)))),
        new("each packet is answered by a reset", stage => PlayAsync(stage, cable => WithAsync(
            stage, cable, "meta l4proto tcp reject with tcp reset", stage.Times(5, 100), seconds: 1))),
        new("cable pulled and put back", stage => PlayAsync(stage, async cable =>
        {
            for (int i = 0; i < stage.Times(8, 300); i++)
            {
                cable.Pull();
                await stage.PauseAsync(200, 1_500);
                cable.PutBack();
                await stage.PauseAsync(200, 1_500);
            }
        })),
    ];

    private static async Task WithAsync(Stage stage, Cable cable, string rule, int times, int seconds)
    {
        for (int i = 0; i < times; i++)
        {
            cable.Spoil(rule);
            await Task.Delay(TimeSpan.FromSeconds(seconds), stage.Stop);
            cable.Mend();
            await stage.PauseAsync(1_000, 2_000);
        }
    }

    private static async Task<(Tally Tally, string Note)> PlayAsync(Stage stage, Func<Cable, Task> disturbAsync)
    {
        var cable = new Cable(stage);
        Mosquitto broker = await new Mosquitto(stage, cable.Here).StartAsync();
        Receiver receiver = await stage.ReceiverAsync(new ReceiverOptions(broker.Host, broker.Port));
        BoxProcess box = stage.Box(stage.BoxFor(broker.Address), cable.Inside);
        await box.StartAsync();
        await box.HubInForceAsync();
        await disturbAsync(cable);
        await box.ConnectedAsync();
        return (await Tally.OfAsync(stage, box, receiver), "");
    }
}
