using System.Globalization;
using Vigie.Chaos.Boxes;
using Vigie.Chaos.Faults;
using Vigie.Chaos.Receiving;

namespace Vigie.Chaos.Rows;

/// <summary>A bad line between box and broker, made by a proxy.</summary>
internal static class LineRows
{
    private const int Rate = 100;

    public static Row[] All { get; } =
    [
        new("line resets", stage => PlayAsync(stage, async proxy =>
        {
            for (int i = 0; i < stage.Times(30, 1_000); i++)
            {
                await stage.PauseAsync(50, 500);
                proxy.Reset();
            }
        })),
        new("line half-open: nothing comes through, nothing is said", stage => PlayAsync(stage, proxy => SpellsAsync(stage, proxy, Line.Silent))),
        new("line trickles: a byte at a time", stage => PlayAsync(stage, proxy => SpellsAsync(stage, proxy, Line.Trickling))),
        new("line flaps: refuses and takes connections in turn", stage => PlayAsync(stage, async proxy =>
        {
            for (int i = 0; i < stage.Times(15, 500); i++)
            {
                await stage.PauseAsync(100, 900);
                proxy.Line = Line.Refusing;
                proxy.Reset();
                await stage.PauseAsync(100, 600);
                proxy.Line = Line.Good;
            }
        })),
    ];

    private static async Task<(Tally Tally, string Note)> PlayAsync(Stage stage, Func<FaultProxy, Task> disturbAsync)
    {
        Mosquitto broker = await new Mosquitto(stage).StartAsync();
        Receiver receiver = await stage.ReceiverAsync(new ReceiverOptions(broker.Host, broker.Port));
        FaultProxy proxy = stage.Keep(new FaultProxy(broker.Port));
        BoxProcess box = stage.Box(stage.BoxFor(proxy.Address) with { Rate = Rate });
        await box.StartAsync();
        await box.HubInForceAsync();
        await disturbAsync(proxy);
        await box.ConnectedAsync();
        return (await Tally.OfAsync(stage, box, receiver), string.Create(CultureInfo.InvariantCulture, $"{proxy.Connections} connections"));
    }

    private static async Task SpellsAsync(Stage stage, FaultProxy proxy, Line line)
    {
        for (int i = 0; i < stage.Times(2, 50); i++)
        {
            await stage.PauseAsync(1_000, 2_000);
            proxy.Line = line;
            await Task.Delay(TimeSpan.FromSeconds(6), stage.Stop);
            proxy.Line = Line.Good;
        }
    }
}
