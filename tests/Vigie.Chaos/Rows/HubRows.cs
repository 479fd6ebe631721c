using Vigie.Chaos.Boxes;
using Vigie.Chaos.Faults;
using Vigie.Chaos.Receiving;
using Vigie.Delivery;

namespace Vigie.Chaos.Rows;

/// <summary>The product's own hub (<c>edgectl hub</c>) dies, and its database comes from the past.</summary>
internal static class HubRows
{
    public static Row[] All { get; } =
    [
        new("edgectl hub kill -9, and the broker with it", PlayKillsAsync),
        new("edgectl hub's database restored from an old copy: what is gone, it says", PlayRestoreAsync),
    ];

    private static async Task<(Tally Tally, string Note)> PlayKillsAsync(Stage stage)
    {
        Mosquitto broker = await new Mosquitto(stage).StartAsync();
        HubProgram hub = new HubProgram(stage, broker.Address).Start();
        BoxProcess box = stage.Box(stage.BoxFor(broker.Address));
        await box.StartAsync();
        await box.HubInForceAsync();
        int kills = stage.Times(8, 200);
        for (int i = 0; i < kills; i++)
        {
            await stage.PauseAsync(500, 1_500);
            hub.Kill();
            if (i % 2 == 1)
            {
                broker.Kill();
                await broker.StartAsync();
            }

            hub.Start();
            await hub.RunsAsync();
        }

        return (await CountAsync(stage, box, hub, said: false), $"{kills} kills");
    }

    private static async Task<(Tally Tally, string Note)> PlayRestoreAsync(Stage stage)
    {
        Mosquitto broker = await new Mosquitto(stage).StartAsync();
        HubProgram hub = new HubProgram(stage, broker.Address).Start();
        BoxProcess box = stage.Box(stage.BoxFor(broker.Address));
        await box.StartAsync();
        await box.HubInForceAsync();
        await Task.Delay(2_000, stage.Stop);
        hub.Kill();
        hub.Copy(stage["old"]);
        long before = Told.Read(box.Options.Told).Count;
        hub.Start();
        // Most of what came since the copy is confirmed, and the box has forgotten it.
        await stage.UntilAsync(() => box.Status is { Waiting: < 500 } && Told.Read(box.Options.Told).Count > before + 1_000, "the hub confirms more than its copy has");
        hub.Kill();
        hub.Restore(stage["old"]);
        hub.Start();
        await hub.RunsAsync();
        await Task.Delay(2_000, stage.Stop);
        return (await CountAsync(stage, box, hub, said: true), "the gap is what edgectl hub missing says");
    }

    private static async Task<Tally> CountAsync(Stage stage, BoxProcess box, HubProgram hub, bool said)
    {
        BoxStatus? stuck = await box.DrainAsync(TimeSpan.FromMinutes(10));
        HashSet<RecordId> told = Told.Read(box.Options.Told);
        HashSet<RecordId> left = box.Left();
        hub.Kill();
        HashSet<RecordId> has = hub.Events();
        long missing = hub.Missing();
        long lost = told.Count(id => !has.Contains(id));
        // What the box let go and the hub lost by itself is lost: but not unsaid.
        long unsaid = said ? Math.Abs(lost - missing) : lost;
        return new Tally(
            told.Count,
            told.Count - told.Count(left.Contains) - (said ? missing : 0),
            told.Count - lost,
            0,
            missing,
            unsaid,
            stuck is null ? said && missing == 0 ? "nothing was missing: the copy was not old" : null : $"not delivered in time: {stuck}; {hub.State}");
    }
}
