using Vigie.Chaos.Boxes;
using Vigie.Chaos.Faults;
using Vigie.Chaos.Receiving;

namespace Vigie.Chaos.Rows;

/// <summary>The box's clock is wrong, and is set; the broker dies each time, so that what waits for a hub must wait on.</summary>
internal static class ClockRows
{
    private static readonly string[] Times = ["2026-11-30T12:00:00Z", "2001-01-01T00:00:00Z", "2099-12-31T23:59:59Z", "1970-01-01T00:00:01Z", "2026-11-30T12:00:30Z"];

    public static Row[] All { get; } = [new("clock in 1970, set forth and back while it runs; broker kill -9 each time", PlayAsync)];

    private static async Task<(Tally Tally, string Note)> PlayAsync(Stage stage)
    {
        Mosquitto broker = await new Mosquitto(stage).StartAsync();
        Receiver receiver = await stage.ReceiverAsync(new ReceiverOptions(broker.Host, broker.Port));
        BoxProcess box = stage.Box(stage.BoxFor(broker.Address) with { Rate = 500, Clock = DateTimeOffset.UnixEpoch });
        await box.StartAsync();
        await box.HubInForceAsync();
        for (int i = 0; i < stage.Times(10, 200); i++)
        {
            await stage.PauseAsync(300, 900);
            box.SetClock(DateTimeOffset.Parse(Times[i % Times.Length], System.Globalization.CultureInfo.InvariantCulture));
            await stage.PauseAsync(0, 100);
            broker.Kill();
            await broker.StartAsync();
            await box.ConnectedAsync();
        }

        return (await Tally.OfAsync(stage, box, receiver), $"set {stage.Times(10, 200)} times");
    }
}
