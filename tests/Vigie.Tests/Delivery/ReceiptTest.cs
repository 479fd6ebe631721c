using System.Buffers;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MQTTnet;
using MQTTnet.Protocol;
using Vigie.Contract;
using Vigie.Delivery;

namespace Vigie.Tests.Delivery;

/// <summary>A PUBACK is not delivery: while a hub is in force, only what it confirmed is forgotten.</summary>
public sealed class ReceiptTest : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vigie-receipt-").FullName;
    private readonly FakeTimeProvider _time = new();
    private DateTimeOffset _written = DateTimeOffset.UtcNow;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_the_broker_took_waits_until_the_hub_has_it()
    {
        using var broker = new Mosquitto();
        await broker.StartAsync();
        await using Subscriber subscriber = await Subscriber.StartAsync(broker.Port, "vigie/1/+/+/event/#");
        await using PostmanBench bench = Start(broker);
        await ConfirmAsync(broker, 3_600);
        await Eventually.IsTrueAsync(() => bench.Postman.Status.Hub == "control-room", "the hub should be heard");
        List<RecordId> appended = await bench.AppendAsync(30);
        await Eventually.IsTrueAsync(() => bench.Postman.Status.Unconfirmed == 30, "the broker should have them");
        Assert.Equal((30, 30), (bench.Postman.Status.Waiting, bench.Postman.Status.Sent));

        await ConfirmAsync(broker, 3_600, Run(bench, appended[..10]));
        await Eventually.IsTrueAsync(() => bench.Postman.Status.Waiting == 20, "ten are confirmed");
        await ConfirmAsync(broker, 3_600, Run(bench, appended[..10], appended[20..]));
        await Eventually.IsTrueAsync(() => bench.Postman.Status.Waiting is 20 or 0, "the first ten of the rest are not");
        await ConfirmAsync(broker, 3_600, Run(bench, appended));
        await bench.DeliveredAsync();
        await Eventually.IsTrueAsync(() => bench.Postman.Status.Unconfirmed == 0, "nothing is left");
    }

    [Fact]
    public async Task What_the_broker_lost_is_sent_again_and_what_the_hub_has_is_not()
    {
        using var broker = new Mosquitto();
        await broker.StartAsync();
        await using Subscriber subscriber = await Subscriber.StartAsync(broker.Port, "vigie/1/+/+/event/#");
        await using PostmanBench bench = Start(broker, TimeSpan.FromMilliseconds(400));
        await ConfirmAsync(broker, 3_600);
        await Eventually.IsTrueAsync(() => bench.Postman.Status.Hub is not null, "the hub should be heard");
        List<RecordId> appended = await bench.AppendAsync(30);
        await Eventually.IsTrueAsync(() => bench.Postman.Status.Unconfirmed == 30, "the broker should have them");
        await Eventually.IsTrueAsync(() => subscriber.Ids.Count == 30, "the subscriber should have them, each once");

        // Three in the middle never came to the hub, and go on not coming until they are sent again.
        List<RecordId> lost = appended[12..15];
        await Eventually.IsTrueAsync(
            () =>
            {
                ConfirmAsync(broker, 3_600, Run(bench, appended[..12], appended[15..])).GetAwaiter().GetResult();
                return lost.TrueForAll(id => subscriber.Ids.Count(arrived => arrived == id) >= 2);
            },
            "they should be sent again");
        Assert.All(appended.Except(lost), id => Assert.Equal(1, subscriber.Ids.Count(arrived => arrived == id)));
        await ConfirmAsync(broker, 3_600, Run(bench, appended));
        await bench.DeliveredAsync();
    }

    [Fact]
    public async Task What_a_hub_no_longer_says_is_sent_again_as_long_as_the_box_has_it()
    {
        using var broker = new Mosquitto();
        await broker.StartAsync();
        await using Subscriber subscriber = await Subscriber.StartAsync(broker.Port, "vigie/1/+/+/event/#");
        await using PostmanBench bench = Start(broker, TimeSpan.FromMilliseconds(400));
        await ConfirmAsync(broker, 3_600);
        await Eventually.IsTrueAsync(() => bench.Postman.Status.Hub is not null, "the hub should be heard");
        List<RecordId> appended = await bench.AppendAsync(30);
        await Eventually.IsTrueAsync(() => bench.Postman.Status.Unconfirmed == 30, "the broker should have them");
        await ConfirmAsync(broker, 3_600, Run(bench, appended[..5], appended[20..]));
        await Eventually.IsTrueAsync(() => bench.Postman.Status.Waiting == 25, "what is confirmed in order is forgotten");

        // Its database was put back from an old copy: what was confirmed in order is gone for good, the rest comes again.
        await Eventually.IsTrueAsync(
            () =>
            {
                ConfirmAsync(broker, 3_600).GetAwaiter().GetResult();
                return appended[5..].TrueForAll(id => subscriber.Ids.Count(arrived => arrived == id) >= 2);
            },
            "the rest should be sent again");
        Assert.All(appended[..5], id => Assert.Equal(1, subscriber.Ids.Count(arrived => arrived == id)));
        Assert.Equal(25, bench.Postman.Status.Waiting);
        await ConfirmAsync(broker, 3_600, Run(bench, appended[5..]));
        await bench.DeliveredAsync();
    }

    [Fact]
    public async Task A_lease_outlives_a_restart_of_the_box_and_leave_taken_lets_everything_go()
    {
        using var broker = new Mosquitto();
        await broker.StartAsync();
        await using Subscriber subscriber = await Subscriber.StartAsync(broker.Port, "vigie/1/+/+/event/#");
        using var state = new OutboxBench();
        await using (PostmanBench bench = Start(broker, state: state))
        {
            // Nobody keeps this receipt for the box: it must be there to hear it.
            await Eventually.IsTrueAsync(() => bench.Postman.Status.Connected, "the box should be there");
            await ConfirmAsync(broker, 3_600, retain: false);
            await Eventually.IsTrueAsync(() => bench.Postman.Status.Hub is not null, "the hub should be heard");
            await bench.AppendAsync(5);
            await Eventually.IsTrueAsync(() => bench.Postman.Status.Unconfirmed == 5, "the broker should have them");
        }

        await using PostmanBench again = Start(broker, state: state);
        Assert.Equal("control-room", again.Postman.Status.Hub);
        await Eventually.IsTrueAsync(() => again.Postman.Status.Unconfirmed == 5, "they should be sent once more, and wait");
        Assert.Equal(5, again.Postman.Status.Waiting);
        await ConfirmAsync(broker, 0);
        await again.DeliveredAsync();
        Assert.Null(again.Postman.Status.Hub);
    }

    [Fact]
    public void A_lease_ends_by_itself()
    {
        var desk = new ReceiptDesk(Path.Combine(_folder, "hub"), _time, NullLogger.Instance);
        Assert.Null(desk.Hub);
        desk.Hear(Receipt(60).Encode(WireEncoding.Cbor));
        Assert.Equal("control-room", desk.Hub);
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("control-room", new ReceiptDesk(Path.Combine(_folder, "hub"), _time, NullLogger.Instance).Hub);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(desk.Hub);
        Assert.Null(new ReceiptDesk(Path.Combine(_folder, "hub"), _time, NullLogger.Instance).Hub);
    }

    [Fact]
    public void A_clock_that_is_set_ends_no_lease()
    {
        // A box without a battery starts in 1970, and hears its hub before it hears the time.
        var clock = new SetClock { Now = DateTimeOffset.UnixEpoch };
        var desk = new ReceiptDesk(Path.Combine(_folder, "hub"), clock, NullLogger.Instance);
        desk.Hear(Receipt(3_600).Encode(WireEncoding.Cbor));
        clock.Now = new DateTimeOffset(2026, 11, 30, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal("control-room", desk.Hub);
        desk.Hear(Receipt(3_600).Encode(WireEncoding.Cbor));

        // At the next start it is 1970 again: the lease stands, for no longer than a hub may ask.
        var early = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        var again = new ReceiptDesk(Path.Combine(_folder, "hub"), early, NullLogger.Instance);
        Assert.Equal("control-room", again.Hub);
        early.Advance(TimeSpan.FromSeconds(ReceiptRecord.LongestLease));
        Assert.Null(again.Hub);
    }

    [Fact]
    public void What_a_hub_said_of_a_run_stands_until_it_says_otherwise()
    {
        var desk = new ReceiptDesk(null, _time, NullLogger.Instance);
        ReceivedRun[] runs = [.. Enumerable.Range(1, 6).Select(boot => new ReceivedRun(new Boot((uint)boot, 7), [new(1, 9)]))];
        desk.Hear(Receipt(60, [.. runs[..4]]).Encode(WireEncoding.Cbor));
        desk.Hear(Receipt(60, [.. runs[2..]]).Encode(WireEncoding.Cbor));
        Assert.All(runs, run => Assert.True(desk.Holds(new RecordId(run.Boot.Number, 9))));

        // Its database came from an old copy: of one run it has less, and of the others it says nothing.
        desk.Hear(Receipt(60, [.. runs[1..4], runs[4] with { Ranges = [new(1, 3)] }]).Encode(WireEncoding.Cbor));
        Assert.False(desk.Holds(new RecordId(runs[4].Boot.Number, 9)));
        Assert.True(desk.Holds(new RecordId(runs[5].Boot.Number, 9)));

        // It names fewer than it could: that is all that it has.
        desk.Hear(Receipt(60, runs[5]).Encode(WireEncoding.Cbor));
        Assert.False(desk.Holds(new RecordId(runs[0].Boot.Number, 9)));
        Assert.True(desk.Holds(new RecordId(runs[5].Boot.Number, 9)));
    }

    [Fact]
    public void What_is_no_receipt_or_an_old_one_changes_nothing()
    {
        var log = new LogBook();
        var desk = new ReceiptDesk(null, _time, log);
        ReceiptRecord receipt = Receipt(60, new ReceivedRun(new Boot(1, 2), [new(1, 9)]));
        desk.Hear(receipt.Encode(WireEncoding.Json));
        foreach (byte[] payload in (byte[][])[[], [0], "{}"u8.ToArray(), new byte[10_000], (receipt with { Time = receipt.Time.AddSeconds(-1), Lease = 0 }).Encode(WireEncoding.Cbor)])
        {
            desk.Hear(payload);
        }

        Assert.Equal("control-room", desk.Hub);
        Assert.True(desk.Holds(new RecordId(new Boot(1, 2).Number, 9)));
        Assert.False(desk.Holds(new RecordId(new Boot(1, 2).Number, 10)));
        Assert.False(desk.Holds(new RecordId(new Boot(1, 3).Number, 9)));
        Assert.Contains(log.All, line => line.Contains("is none", StringComparison.Ordinal));
    }

    private PostmanBench Start(Mosquitto broker, TimeSpan? patience = null, OutboxBench? state = null) => new(
        broker.Address,
        state,
        options => options with { HubFile = Path.Combine(_folder, "hub"), ReceiptPatience = patience ?? options.ReceiptPatience });

    private ReceiptRecord Receipt(int lease, params ImmutableArray<ReceivedRun> runs)
    {
        _written = _written.AddMilliseconds(1);
        return new ReceiptRecord { Hub = "control-room", Time = _written, Lease = lease, Runs = runs };
    }

    private static ReceivedRun Run(PostmanBench bench, params List<RecordId>[] spells) => new(
        Boot.FromNumber(bench.Outbox.Boot), [.. spells.Select(spell => new SequenceRange(spell[0].Sequence, spell[^1].Sequence))]);

    private Task ConfirmAsync(Mosquitto broker, int lease, ReceivedRun run) => ConfirmAsync(broker, lease, retain: true, run);

    private async Task ConfirmAsync(Mosquitto broker, int lease, bool retain = true, params ImmutableArray<ReceivedRun> runs)
    {
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", broker.Port).WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500).Build(), Cancel);
        await client.PublishAsync(
            new MqttApplicationMessage
            {
                Topic = PostmanBench.Topics.Receipt,
                Payload = new ReadOnlySequence<byte>(Receipt(lease, runs).Encode(WireEncoding.Cbor)),
                QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
                Retain = retain,
            },
            Cancel);
        await client.DisconnectAsync(new MqttClientDisconnectOptions(), Cancel);
    }

    // What it counts by goes on undisturbed.
    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
