using Vigie.Chaos.Boxes;
using Vigie.Chaos.Faults;
using Vigie.Chaos.Receiving;

namespace Vigie.Chaos.Rows;

/// <summary>The broker is killed; every other time while the receiver is away.</summary>
internal static class BrokerRows
{
    private const int Rate = 500;

    public static Row[] All { get; } =
    [
        new("broker kill -9, 500 events/s, a hub confirms", stage => PlayAsync(stage, saves: 0)),
        new("the same; the broker comes back with what it saved long ago", stage => PlayAsync(stage, saves: 2_000)),
        new("the same, delete on PUBACK: the box hears no hub", stage => PlayAsync(stage, saves: 0, deaf: true), MustFail: true),
    ];

    private static async Task<(Tally Tally, string Note)> PlayAsync(Stage stage, int saves, bool deaf = false)
    {
        // Where the broker does not let it read receipts, no hub is in force.
        string? rules = deaf ? "topic write vigie/1/#\ntopic read vigie/1/+/+/event/#\ntopic read vigie/1/+/+/gap" : null;
        Mosquitto broker = await new Mosquitto(stage, saves: saves, rules: rules).StartAsync();
        Receiver receiver = await stage.ReceiverAsync(new ReceiverOptions(broker.Host, broker.Port));
        BoxProcess box = stage.Box(stage.BoxFor(broker.Address) with { Rate = Rate });
        await box.StartAsync();
        if (!deaf)
        {
            await box.HubInForceAsync();
        }
        else
        {
            await box.ConnectedAsync();
        }

        int kills = stage.Times(20, 100);
        // 1,000,000 events in the long form.
        int pause = stage.Times(1_000, 20_000);
        for (int i = 0; i < kills; i++)
        {
            await stage.PauseAsync(pause / 2, pause * 3 / 2);
            if (i % 2 == 0)
            {
                // What the broker takes now, it dies with.
                receiver.Away = true;
                await stage.UntilAsync(() => !receiver.Connected, "the receiver is away");
                await Task.Delay(500, stage.Stop);
            }

            broker.Kill();
            receiver.Away = false;
            await stage.PauseAsync(0, 300);
            await broker.StartAsync();
            await box.ConnectedAsync();
        }

        return (await Tally.OfAsync(stage, box, receiver), $"{kills} kills");
    }
}
