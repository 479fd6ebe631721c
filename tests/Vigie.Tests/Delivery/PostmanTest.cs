using System.Buffers;
using System.Diagnostics;
using MQTTnet;
using Vigie.Contract;
using Vigie.Delivery;

namespace Vigie.Tests.Delivery;

/// <summary>Delivery to a real Mosquitto.</summary>
public sealed class PostmanTest
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_wait_for_an_absent_broker_and_go_when_it_is_there()
    {
        using var broker = new Mosquitto();
        await using var bench = new PostmanBench(broker.Address);
        List<RecordId> appended = await bench.AppendAsync(100);
        await Eventually.IsTrueAsync(() => bench.Postman.Status.LastError is not null, "the broker's absence should be said");
        Assert.Equal((false, 100, 0), (bench.Postman.Status.Connected, bench.Postman.Status.Waiting, bench.Postman.Status.Sent));
        Assert.Contains($"127.0.0.1:{broker.Port}", bench.Postman.Status.LastError, StringComparison.Ordinal);

        await broker.StartAsync();
        await using Subscriber subscriber = await Subscriber.StartAsync(broker.Port, "vigie/1/#");
        await bench.DeliveredAsync();
        await Eventually.IsTrueAsync(() => subscriber.Ids.Count >= 100, "all should arrive");
        Assert.Equal(appended, subscriber.Ids.Distinct());
        PostmanStatus status = bench.Postman.Status;
        Assert.Equal((true, 0, 0, null, 100), (status.Connected, status.Waiting, status.LastReason, status.LastError, status.Sent));
    }

    [Fact]
    public async Task Many_at_once_arrive_in_order_once_with_their_content_type()
    {
        using var broker = new Mosquitto();
        await broker.StartAsync();
        await using Subscriber subscriber = await Subscriber.StartAsync(broker.Port, "vigie/1/town/box-1/event/#");
        await using var bench = new PostmanBench(broker.Address);
        List<RecordId> appended = await bench.AppendAsync(3_000);
        await bench.DeliveredAsync();
        await Eventually.IsTrueAsync(() => subscriber.Arrived.Count >= 3_000, "all should arrive");
        Assert.Equal(appended, subscriber.Ids);
        Assert.All(subscriber.Arrived, message => Assert.Equal(
            ("vigie/1/town/box-1/event/intrusion", "application/cbor", false), (message.Topic, message.ContentType, message.Retain)));
    }

    // A PUBACK is not delivery: what Mosquitto acknowledges and does not save before it is killed is gone, whoever sent it, until
    // hubs confirm. So the line goes dead first, with events under way, and the kill comes after the broker's autosave (1 s).
    [Fact]
    public async Task A_broker_killed_in_mid_stream_loses_nothing_that_it_had_saved_or_never_answered()
    {
        using var broker = new Mosquitto();
        await broker.StartAsync();
        using var relay = new TcpRelay(broker.Port);
        await using Subscriber subscriber = await Subscriber.StartAsync(broker.Port, "vigie/1/#");
        await using var bench = new PostmanBench(relay.Address);
        List<RecordId> appended = await bench.AppendAsync(100, pause: 5);
        for (int kill = 0; kill < 2; kill++)
        {
            Task<List<RecordId>> more = bench.AppendAsync(400, pause: 10);
            await Task.Delay(100 + (kill * 37), Cancel);
            relay.Freeze();
            await Task.Delay(1_500, Cancel);
            broker.Kill();
            relay.Cut();
            relay.Thaw();
            await Task.Delay(200, Cancel);
            await broker.StartAsync();
            appended.AddRange(await more);
        }

        await bench.DeliveredAsync();
        await Eventually.IsTrueAsync(() => subscriber.Ids.Distinct().Count() >= appended.Count, "all should arrive");
        Assert.Equal(appended.Order(), subscriber.Ids.Distinct().Order());
    }

    [Fact]
    public async Task What_nobody_subscribes_to_is_kept_and_said_until_somebody_does()
    {
        using var broker = new Mosquitto();
        await broker.StartAsync();
        await using var bench = new PostmanBench(broker.Address);
        List<RecordId> appended = await bench.AppendAsync(50);
        await Eventually.IsTrueAsync(() => bench.Postman.Status.LastReason == 0x10, "the broker should say that nobody is there");
        await Task.Delay(700, Cancel);
        PostmanStatus status = bench.Postman.Status;
        Assert.Equal((true, 50, 0), (status.Connected, status.Waiting, status.Sent));
        Assert.Contains("nobody subscribes to vigie/1/town/box-1/event/intrusion", status.LastError, StringComparison.Ordinal);
        // Tried again one by one: the wait does not flood the broker.
        Assert.InRange(status.Bytes, 2 * 116, 60 * 116);

        await using Subscriber subscriber = await Subscriber.StartAsync(broker.Port, "vigie/1/#");
        await bench.DeliveredAsync();
        await Eventually.IsTrueAsync(() => subscriber.Ids.Count >= 50, "all should arrive");
        Assert.Equal(appended, subscriber.Ids.Distinct());
        Assert.Null(bench.Postman.Status.LastError);
    }

    [Fact]
    public async Task What_the_broker_denies_is_kept_and_said_until_it_allows()
    {
        using var broker = new Mosquitto("topic read #\ntopic readwrite vigie/1/+/+/status");
        await broker.StartAsync();
        await using Subscriber subscriber = await Subscriber.StartAsync(broker.Port, "vigie/1/#");
        await using var bench = new PostmanBench(broker.Address);
        List<RecordId> appended = await bench.AppendAsync(20);
        await Eventually.IsTrueAsync(() => bench.Postman.Status.LastReason == 135, "the broker should refuse");
        Assert.Contains("refuses vigie/1/town/box-1/event/intrusion (reason 135)", bench.Postman.Status.LastError, StringComparison.Ordinal);
        Assert.Equal(20, bench.Postman.Status.Waiting);

        broker.Rules("topic readwrite #");
        await bench.DeliveredAsync();
        await Eventually.IsTrueAsync(() => subscriber.Ids.Count >= 20, "all should arrive");
        Assert.Equal(appended, subscriber.Ids.Distinct());
    }

    [Fact]
    public async Task A_lane_that_is_refused_does_not_stop_the_other()
    {
        using var broker = new Mosquitto();
        await broker.StartAsync();
        await using Subscriber subscriber = await Subscriber.StartAsync(broker.Port, "vigie/1/+/+/event/#");
        await using var bench = new PostmanBench(broker.Address);
        bench.Outbox.Append(Lane.Telemetry, bench.Outbox.NextSequence(), "health"u8, "application/cbor"u8, "\x01"u8);
        await Eventually.IsTrueAsync(() => bench.Postman.Status.LastReason == 0x10, "nobody should want the telemetry");
        List<RecordId> appended = await bench.AppendAsync(30);
        await Eventually.IsTrueAsync(() => subscriber.Ids.Count >= 30, "the signals should arrive all the same");
        Assert.Equal(appended, subscriber.Ids);
        await Eventually.IsTrueAsync(() => bench.Outbox.Status.WaitingSignals == 0, "the signals should be acknowledged");
        Assert.Equal(1, bench.Outbox.Status.WaitingTelemetry);
    }

    [Fact]
    public async Task A_retained_record_counts_as_delivered_without_subscribers_and_comes_to_those_who_are_late()
    {
        using var broker = new Mosquitto();
        await broker.StartAsync();
        await using var bench = new PostmanBench(broker.Address);
        bench.Outbox.Append(Lane.Signals, bench.Outbox.NextSequence(), "context"u8, "application/cbor"u8, "\xA1"u8, retain: true);
        await bench.DeliveredAsync();
        Assert.Equal((0x10, null), (bench.Postman.Status.LastReason, bench.Postman.Status.LastError));
        await using Subscriber subscriber = await Subscriber.StartAsync(broker.Port, "vigie/1/+/+/context");
        await Eventually.IsTrueAsync(() => subscriber.Arrived.Count == 1, "the context should come");
        Assert.True(subscriber.Arrived.Single().Retain);
    }

    [Fact]
    public async Task Birth_death_and_goodbye_are_retained()
    {
        using var broker = new Mosquitto();
        await broker.StartAsync();
        using var relay = new TcpRelay(broker.Port);
        await using Subscriber watching = await Subscriber.StartAsync(broker.Port, "vigie/1/+/+/status");
        await using (var bench = new PostmanBench(relay.Address))
        {
            await Eventually.IsTrueAsync(() => bench.Postman.Status.Connected, "it should connect");
            relay.Cut();
            await Eventually.IsTrueAsync(() => watching.Arrived.Count >= 3, "death and second birth should come");
        }

        await Eventually.IsTrueAsync(() => watching.Arrived.Count >= 4, "the goodbye should come");
        Assert.Equal(
            [(true, null), (false, "connection lost"), (true, null), (false, "stopped")],
            watching.Arrived.Select(Status).Select(status => (status.Online, status.Reason)));
        await using Subscriber late = await Subscriber.StartAsync(broker.Port, "vigie/1/+/+/status", "late");
        await Eventually.IsTrueAsync(() => late.Arrived.Count == 1, "the last status should be retained");
        Assert.False(Status(late.Arrived.Single()).Online);
    }

    [Fact]
    public async Task A_connection_that_is_silently_dead_is_noticed_and_replaced()
    {
        using var broker = new Mosquitto();
        await broker.StartAsync();
        using var relay = new TcpRelay(broker.Port);
        await using Subscriber subscriber = await Subscriber.StartAsync(broker.Port, "vigie/1/#");
        await using var bench = new PostmanBench(relay.Address, change: options => options with { AnswerTimeout = TimeSpan.FromSeconds(1) });
        List<RecordId> appended = await bench.AppendAsync(20);
        await bench.DeliveredAsync();
        relay.Freeze();
        appended.AddRange(await bench.AppendAsync(20));
        await Eventually.IsTrueAsync(() => bench.Postman.Status is { Connected: false, LastError: not null }, "the silence should be noticed");
        relay.Thaw();
        await bench.DeliveredAsync();
        await Eventually.IsTrueAsync(() => subscriber.Ids.Distinct().Count() >= 40, "all should arrive");
        Assert.Equal(appended, subscriber.Ids.Distinct());
    }

    [Fact]
    public async Task A_restart_in_mid_delivery_sends_the_rest()
    {
        using var broker = new Mosquitto();
        using var state = new OutboxBench();
        List<RecordId> appended;
        await using (var bench = new PostmanBench(broker.Address, state))
        {
            appended = await bench.AppendAsync(200);
        }

        await broker.StartAsync();
        await using Subscriber subscriber = await Subscriber.StartAsync(broker.Port, "vigie/1/#");
        for (int start = 0; start < 2; start++)
        {
            await using var again = new PostmanBench(broker.Address, state);
            appended.AddRange(await again.AppendAsync(100));
            if (start == 1)
            {
                await again.DeliveredAsync();
            }
        }

        await Eventually.IsTrueAsync(() => subscriber.Ids.Distinct().Count() >= 400, "all should arrive");
        Assert.Equal(appended, subscriber.Ids.Distinct());
    }

    [Fact]
    public async Task Mosquitto_sub_receives_the_same_bytes()
    {
        const string Program = "/usr/bin/mosquitto_sub";
        Assert.SkipUnless(File.Exists(Program), $"{Program} absent");
        using var broker = new Mosquitto();
        await broker.StartAsync();
        using Process listening = Process.Start(new ProcessStartInfo(
            Program, ["-V", "5", "-h", "127.0.0.1", "-p", $"{broker.Port}", "-t", "vigie/1/+/+/event/#", "-q", "1", "-C", "1", "-W", "30", "-F", "%t %x"])
        {
            RedirectStandardOutput = true,
        })!;
        await using var bench = new PostmanBench(broker.Address);
        byte[] payload = [0xA1, 0x00, 0xFF, 0x18, 0x0A, 0x20];
        bench.Outbox.Append(Lane.Signals, bench.Outbox.NextSequence(), "event/intrusion"u8, "application/cbor"u8, payload);
        Assert.Equal($"vigie/1/town/box-1/event/intrusion {Convert.ToHexStringLower(payload)}\n", await listening.StandardOutput.ReadToEndAsync(Cancel));
    }

    private static StatusRecord Status(MqttApplicationMessage message)
    {
        Assert.Equal("application/cbor", message.ContentType);
        Assert.True(StatusRecord.TryDecode(message.Payload.ToArray(), WireEncoding.Cbor, out StatusRecord? status, out string problem), problem);
        return status;
    }
}
