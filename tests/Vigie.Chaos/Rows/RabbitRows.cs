using Vigie.Chaos.Boxes;
using Vigie.Chaos.Faults;
using Vigie.Chaos.Receiving;

namespace Vigie.Chaos.Rows;

/// <summary>A cluster of RabbitMQ whose nodes are killed in turn: MQTT 3.1.1, no hub, the box goes from one to the next.</summary>
internal static class RabbitRows
{
    // Three Erlang machines take a minute and more to start on two busy cores: too long for the short form.
    public static Row[] All { get; } = [new("RabbitMQ, 3 nodes, each killed in turn, MQTT 3.1.1, no hub", PlayAsync, OnlyLong: true)];

    private static async Task<(Tally Tally, string Note)> PlayAsync(Stage stage)
    {
        RabbitCluster cluster = await new RabbitCluster(stage).StartAsync();
        // The receiver listens at the second node, and the box begins at the first.
        Receiver receiver = await stage.ReceiverAsync(new ReceiverOptions("127.0.0.1", cluster.PortOf(2), Hub: false, Old: true));
        BoxProcess box = stage.Box(stage.BoxFor(cluster.AddressOf(1), cluster.AddressOf(2), cluster.AddressOf(3)) with { Old = true });
        await box.StartAsync();
        await box.ConnectedAsync();
        int rounds = stage.Times(1, 20);
        for (int i = 0; i < 3 * rounds; i++)
        {
            int node = (i % 3) + 1;
            await stage.PauseAsync(1_500, 3_000);
            cluster.Kill(node);
            await stage.PauseAsync(1_500, 3_000);
            await cluster.RestartAsync(node);
            await box.ConnectedAsync();
        }

        await stage.UntilAsync(() => receiver.Connected, "the receiver is back");
        // What the cluster holds for it takes a while to come, after a node was away.
        int behind = -1;
        bool caughtUp = await stage.PatientlyAsync(() => (behind = receiver.Arrivals.Missing(Told.Read(box.Options.Told)).Count) < box.Options.Rate, TimeSpan.FromMinutes(1));
        if (!caughtUp)
        {
            throw new RowFailure($"{behind} events had not come a minute after the last node was back; receiver {(receiver.Connected ? "connected" : "away")}, {receiver.Arrivals.Count} events came");
        }

        return (await Tally.OfAsync(stage, box, receiver), $"{3 * rounds} kills");
    }
}
