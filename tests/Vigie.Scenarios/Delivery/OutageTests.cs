using Microsoft.Extensions.Logging.Abstractions;
using Vigie.Contract;
using Vigie.Delivery;
using Vigie.Scenarios.Replay;

namespace Vigie.Scenarios.Delivery;

/// <summary>Real broker, real box, real subscriber: whatever dies, every (boot, sequence) arrives, once after de-duplication.</summary>
public sealed class OutageTests : IDisposable
{
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
            await WaitForDurableEventAsync(killed);
            killed.Kill();
        }

        IReadOnlyList<string> durable = await DurableAsync();
        Assert.NotEmpty(durable);
        await broker.StartAsync();
        using RunningProgram watch = await WatchAsync(broker);
        // Another start time is another boot: what arrives of the first can only come from its disk.
        (await ReplayAsync(clip, configuration, "--start-time", "2026-11-24T12:00:00Z")).Succeeded();

        await ExpectAllAsync(watch, durable);
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
        IReadOnlyList<string> first = Ledger.Said(_folder["events.jsonl"]);
        (await ReplayAsync(clip, configuration, "--start-time", "2026-11-24T12:00:00Z")).Succeeded();
        await ExpectAllAsync(watch, first);
    }

    [Fact]
    public async Task What_an_interrupted_replay_said_is_said_again_under_the_same_names()
    {
        string clip = await RealClip.CutAsync(_folder, 20);
        string configuration = RealClip.Configure(_folder);
        using (RunningProgram interrupted = new(Checkout.Vigie, [.. Arguments(clip, configuration)]))
        {
            await WaitForEventAsync(interrupted);
            Assert.Equal(130, await interrupted.StopAsync());
        }

        string[] first = await File.ReadAllLinesAsync(_folder["events.jsonl"], TestContext.Current.CancellationToken);
        (await ReplayAsync(clip, configuration)).Succeeded();
        string[] whole = await File.ReadAllLinesAsync(_folder["events.jsonl"], TestContext.Current.CancellationToken);

        Assert.NotEmpty(first);
        Assert.Equal(first, whole[..first.Length]);
    }

    [Fact]
    public async Task Another_machines_broker_is_refused_and_nothing_is_written()
    {
        Checkout.SkipWithoutWeights();
        string clip = await RealClip.CutAsync(_folder, 2);

        Finished replay = await ReplayAsync(clip, RealClip.Configure(_folder, "mqtts://192.0.2.1:1883"));

        replay.FailedSaying(4, "mqtts://192.0.2.1:1883", "mandate");
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
        ["replay", clip, "--config", configuration, "--events", _folder["events.jsonl"]];

    private Task WaitForEventAsync(RunningProgram box) => WaitAsync(
        box, 600, async () => File.Exists(_folder["events.jsonl"]) && (await File.ReadAllTextAsync(_folder["events.jsonl"], TestContext.Current.CancellationToken)).Contains('\n'));

    private Task WaitForDurableEventAsync(RunningProgram box) =>
        WaitAsync(box, 200, async () => Directory.Exists(Path.Combine(_folder["state"], "outbox")) && (await DurableAsync()).Count > 0);

    private static async Task WaitAsync(RunningProgram box, int tenths, Func<Task<bool>> hasEvent)
    {
        for (int i = 0; i < tenths; i++)
        {
            if (await hasEvent())
            {
                return;
            }

            Assert.False(box.HasExited, box.Everything());
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Fail("No event reached the disk: " + box.Everything());
    }

    // What a box left on its disk, read from a copy: opening an outbox repairs it.
    private async Task<IReadOnlyList<string>> DurableAsync()
    {
        string copy = _folder[$"copy-{Guid.NewGuid():N}"];
        (await Finished.RunAsync("cp", "-r", Path.Combine(_folder["state"], "outbox"), copy)).Succeeded();
        using Outbox outbox = Outbox.Open(
            new OutboxOptions { Folder = copy }, new GapMessages(WireEncoding.Cbor, TimeProvider.System).Encode, NullLogger.Instance);
        List<string> names = [];
        while (outbox.TryRead(Lane.Signals, out OutboxRecord? record))
        {
            if (record.Message.Topic.StartsWith("event/", StringComparison.Ordinal))
            {
                names.Add($"{Boot.FromNumber(record.Id.Boot)}/{record.Id.Sequence}");
            }
        }

        return names;
    }

    private async Task ExpectAllAsync(RunningProgram watch, params IEnumerable<string> before)
    {
        IReadOnlyList<string> said = [.. before, .. Ledger.Said(_folder["events.jsonl"])];
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
