using Vigie.Scenarios.Replay;

namespace Vigie.Scenarios.Delivery;

/// <summary>Real broker, real box, real subscriber: whatever dies, every (boot, sequence) arrives, once after de-duplication.</summary>
public sealed class OutageTests : IDisposable
{
    private const string Start = "2026-11-24T10:00:00Z";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_broker_that_is_killed_in_the_middle_loses_nothing()
    {
        string clip = await RealClip.CutAsync(_folder, 20);
        using Mosquitto broker = new(_folder);
        await broker.StartAsync();
        using RunningProgram watch = await WatchAsync(broker);
        using RunningProgram replay = StartReplay(clip, RealClip.Configure(_folder, broker.Address));
        await watch.WaitForLineAsync(line => line.Contains("\"record\":\"event\"", StringComparison.Ordinal), Patience);
        broker.Kill();
        await Task.Delay(TimeSpan.FromSeconds(8), TestContext.Current.CancellationToken);
        await broker.StartAsync();

        Assert.True(await replay.WaitForExitAsync(Patience) == 0, replay.Everything());
        await ExpectAllAsync(watch);
    }

    [Fact]
    public async Task A_box_that_is_killed_before_delivery_delivers_after_its_restart()
    {
        string clip = await RealClip.CutAsync(_folder, 12);
        using Mosquitto broker = new(_folder);
        string configuration = RealClip.Configure(_folder, broker.Address);
        using (RunningProgram killed = StartReplay(clip, configuration))
        {
            await WaitForSegmentAsync(killed);
            killed.Kill();
        }

        await broker.StartAsync();
        using RunningProgram watch = await WatchAsync(broker);
        using RunningProgram replay = StartReplay(clip, configuration, "--fast");

        Assert.True(await replay.WaitForExitAsync(Patience) == 0, replay.Everything());
        await ExpectAllAsync(watch);
    }

    [Fact]
    public async Task A_broker_that_is_absent_is_said_and_the_next_replay_delivers()
    {
        string clip = await RealClip.CutAsync(_folder, 8);
        using Mosquitto broker = new(_folder);
        string configuration = RealClip.Configure(_folder, broker.Address);

        Finished refused = await ReplayAsync(clip, configuration, "--patience", "1s");

        refused.FailedSaying(3, broker.Address, "not delivered", "kept in", _folder["state"]);
        await broker.StartAsync();
        using RunningProgram watch = await WatchAsync(broker);
        (await ReplayAsync(clip, configuration)).Succeeded();
        await ExpectAllAsync(watch);
    }

    [Fact]
    public async Task Another_machines_broker_is_refused_and_nothing_is_written()
    {
        Checkout.SkipWithoutWeights();
        string clip = await RealClip.CutAsync(_folder, 2);

        Finished replay = await ReplayAsync(clip, RealClip.Configure(_folder, "mqtt://192.0.2.1:1883"));

        replay.FailedSaying(4, "mqtt://192.0.2.1:1883", "mandate");
        Assert.False(Directory.Exists(_folder["state"]));
    }

    [Theory]
    [InlineData("cbor")]
    [InlineData("json")]
    public async Task Debians_own_subscriber_receives_the_same_bytes(string encoding)
    {
        string clip = await RealClip.CutAsync(_folder, 6);
        using Mosquitto broker = new(_folder);
        await broker.StartAsync();
        using RunningProgram subscriber = new(
            "mosquitto_sub", "-V", "5", "-h", "127.0.0.1", "-p", $"{broker.Port}", "-q", "1", "-t", "vigie/1/+/+/event/+", "-F", "%x");
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);

        (await ReplayAsync(clip, RealClip.Configure(_folder, broker.Address, encoding))).Succeeded();
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);

        Assert.NotEmpty(subscriber.Output);
        Assert.Equal(EventPayloads.OfTwins(_folder["events.jsonl"], encoding), subscriber.Output);
    }

    private static async Task<RunningProgram> WatchAsync(Mosquitto broker)
    {
        RunningProgram watch = new(Checkout.Edgectl, "watch", "--broker", broker.Address, "--json", "--client-id", "control-room");
        await watch.WaitForLineAsync(line => line.Contains("connected", StringComparison.Ordinal), Patience);
        return watch;
    }

    private RunningProgram StartReplay(string clip, string configuration, params string[] more) =>
        new(Checkout.Vigie, [.. Arguments(clip, configuration), .. more]);

    private Task<Finished> ReplayAsync(string clip, string configuration, params string[] more) =>
        Finished.RunAsync(Checkout.Vigie, [.. Arguments(clip, configuration), "--fast", .. more]);

    private string[] Arguments(string clip, string configuration) =>
        ["replay", clip, "--config", configuration, "--start-time", Start, "--events", _folder["events.jsonl"]];

    private async Task WaitForSegmentAsync(RunningProgram box)
    {
        string outbox = Path.Combine(_folder["state"], "outbox");
        for (int i = 0; i < 600; i++)
        {
            if (Directory.Exists(outbox) && Directory.GetFiles(outbox, "signals-*").Any(segment => new FileInfo(segment).Length > 200))
            {
                return;
            }

            Assert.False(box.HasExited, box.Everything());
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Fail("No event reached the disk: " + box.Everything());
    }

    private async Task ExpectAllAsync(RunningProgram watch)
    {
        IReadOnlyList<string> said = Ledger.Said(_folder["events.jsonl"]);
        Assert.NotEmpty(said);
        for (int i = 0; i < 100 && Ledger.Arrived(watch.Output).Distinct().Count() < said.Count; i++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        await watch.StopAsync();
        IReadOnlyList<string> arrived = Ledger.Arrived(watch.Output);
        Assert.Equal(said.Order(StringComparer.Ordinal), arrived.Distinct().Order(StringComparer.Ordinal));
        Assert.DoesNotContain(watch.Output, line => line.Contains("\"record\":\"missing\"", StringComparison.Ordinal));
    }
}
