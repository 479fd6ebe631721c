using Microsoft.Extensions.Time.Testing;
using Vigie.Appliance.Journal;
using Vigie.Contract;
using Vigie.Delivery;
using Vigie.Tests.Delivery;
using Vigie.Trust.Journal;

namespace Vigie.Tests.Trust.Journal;

/// <summary>What the service says stands in the journal, once; its head goes out through the outbox, retained, and a witness can use it as it came.</summary>
public sealed class JournalDeskTest : IDisposable
{
    private readonly JournalBench _bench = new();
    private readonly OutboxBench _outboxBench = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _outboxBench.Dispose();
        _bench.Dispose();
    }

    [Fact]
    public async Task The_head_goes_out_at_start_at_intervals_and_at_stop()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using Outbox outbox = _outboxBench.Open();
        using BoxJournal journal = _bench.Open(time);
        using (var desk = new JournalDesk(journal, outbox, time))
        {
            await desk.StartedAsync("0.1.0", new string('a', 64), Boot.FromNumber(outbox.Boot), Cancel);
            time.Advance(JournalDesk.HeadInterval);
            await journal.AppendAsync(JournalKind.CommandRefused, null, Cancel);
            time.Advance(JournalDesk.HeadInterval);
            await desk.StoppedAsync("SIGTERM", Cancel);
        }

        await outbox.FlushAsync(Cancel);
        List<OutboxRecord> sent = [];
        while (outbox.TryRead(Lane.Signals, out OutboxRecord? record))
        {
            sent.Add(record);
        }

        Assert.Equal(3, sent.Count);
        Assert.All(sent, record => Assert.Equal(("journal", ContentTypes.Cose, true), (record.Message.Topic, record.Message.ContentType, record.Message.Retain)));
        string[] log = [.. sent.Select(record => $$"""{"hex":"{{Convert.ToHexStringLower(record.Message.Payload.Span)}}"}""")];
        WitnessLog hub = WitnessLog.Read("hub", log, _bench.Key.Public);
        Verdict verdict = _bench.Verify(hub);
        Assert.Equal(("intact", verdict.Last), (verdict.Outcome, verdict.WitnessedTo));
    }

    [Fact]
    public async Task Changes_are_said_once_and_counts_by_what_is_new()
    {
        using BoxJournal journal = _bench.Open();
        var time = new FakeTimeProvider();
        using var desk = new JournalDesk(journal, null, time);
        await desk.StartedAsync("0.1.0", new string('a', 64), new Boot(1, 2), Cancel);
        desk.ConfigurationInForce(new string('a', 64));
        desk.ConfigurationInForce(new string('b', 64));
        desk.ConfigurationRefused(new string('c', 64), "2 settings are wrong");
        desk.ModelInUse("square", "street", new string('d', 64));
        desk.ModelInUse("square", "street", new string('d', 64));
        desk.FramesDropped("square", 10);
        desk.FramesDropped("square", 10);
        desk.FramesDropped("square", 20);
        time.Advance(TimeSpan.FromMinutes(1));
        desk.FramesDropped("square", 25);
        desk.EventsLost(0);
        desk.CameraIs("square", back: false, "no packet for 3 s");
        desk.SignalRaised("square", "intrusion", 42);
        await desk.StoppedAsync("end", Cancel);
        Assert.Equal(
            [
                JournalKind.Started, JournalKind.ConfigurationChanged, JournalKind.ConfigurationRefused, JournalKind.ModelChanged,
                JournalKind.FramesDropped, JournalKind.FramesDropped, JournalKind.CameraLost, JournalKind.SignalRaised, JournalKind.Stopped,
            ],
            JournalReader.Read(_bench.Folder).Skip(2).Select(entry => entry.Kind));
        Assert.Equal(
            [10L, 15L],
            JournalReader.Read(_bench.Folder).Where(entry => entry.Kind == JournalKind.FramesDropped).Select(entry => entry.Detail.Number("count")!.Value));
    }
}
