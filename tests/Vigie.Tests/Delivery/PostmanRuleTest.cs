using System.Buffers.Binary;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Delivery;
using Vigie.Delivery.Mqtt;

namespace Vigie.Tests.Delivery;

/// <summary>What a postman holds to, broker or not.</summary>
public sealed class PostmanRuleTest
{
    [Theory]
    [InlineData("mqtt://localhost", "localhost", 1883, true)]
    [InlineData("mqtt://LOCALHOST:1884", "localhost", 1884, true)]
    [InlineData("mqtt://127.0.0.1:1883/", "127.0.0.1", 1883, true)]
    [InlineData("mqtt://127.8.9.10", "127.8.9.10", 1883, true)]
    [InlineData("mqtt://[::1]:99", "::1", 99, true)]
    [InlineData("mqtt://[::ffff:127.0.0.1]", "::ffff:127.0.0.1", 1883, true)]
    [InlineData("mqtt://10.0.0.1", "10.0.0.1", 1883, false)]
    [InlineData("mqtt://0.0.0.0", "0.0.0.0", 1883, false)]
    [InlineData("mqtt://localhost.example.org", "localhost.example.org", 1883, false)]
    [InlineData("mqtt://127.0.0.1.example.org", "127.0.0.1.example.org", 1883, false)]
    [InlineData("mqtt://broker", "broker", 1883, false)]
    [InlineData("mqtts://broker", "broker", 8883, false)]
    [InlineData("mqtts://localhost:99", "localhost", 99, true)]
    public void An_address_says_whether_it_is_this_machine(string url, string host, int port, bool loopback)
    {
        BrokerAddress address = BrokerAddress.Parse(url);
        Assert.Equal((host, port, loopback), (address.Host, address.Port, address.IsLoopback));
        Assert.Equal(address, BrokerAddress.Parse(address.ToString()));
        if (loopback)
        {
            address.RequireLoopback();
        }
        else
        {
            Assert.Equal(FaultKind.Denied, Assert.Throws<Fault>(address.RequireLoopback).Kind);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("localhost:1883")]
    [InlineData("http://localhost")]
    [InlineData("mqtt://localhost/path")]
    [InlineData("mqtt://localhost:99999")]
    [InlineData("mqtt://localhost:0")]
    [InlineData("mqtt://localhost#1")]
    [InlineData("mqtts://")]
    [InlineData("mqtts://me:secret@localhost")]
    [InlineData("localhost")]
    [InlineData("mqtt://")]
    [InlineData("mqtt://me:secret@localhost")]
    [InlineData("nonsense://me:secret@localhost")]
    public void What_is_no_address_is_refused_without_its_secrets(string url)
    {
        Fault fault = Assert.Throws<Fault>(() => BrokerAddress.Parse(url));
        Assert.Equal(FaultKind.Config, fault.Kind);
        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
        Assert.Contains("mqtt://localhost:1883", fault.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void In_the_laboratory_another_machine_is_refused_before_any_connection()
    {
        using var bench = new OutboxBench();
        using Outbox outbox = bench.Open();
        PostmanOptions options = PostmanBench.OptionsFor(new BrokerAddress("192.0.2.1", 1883));
        Fault fault = Assert.Throws<Fault>(() => new Postman(outbox, options, NullLogger.Instance));
        Assert.Equal((FaultKind.Denied, "mqtt://192.0.2.1:1883"), (fault.Kind, fault.Subject));
        Assert.False(new Postman(outbox, options with { Laboratory = false }, NullLogger.Instance).Status.Connected);
    }

    [Fact]
    public async Task RunOnce_throws_what_goes_wrong()
    {
        using var bench = new OutboxBench();
        using Outbox outbox = bench.Open();
        var postman = new Postman(outbox, PostmanBench.OptionsFor(new BrokerAddress("127.0.0.1", Mosquitto.FreePort())), NullLogger.Instance);
        await Assert.ThrowsAnyAsync<MQTTnet.Exceptions.MqttCommunicationException>(() => postman.RunOnceAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Delays_after_failures_double_up_to_the_limit_with_full_jitter()
    {
        using var bench = new OutboxBench();
        using Outbox outbox = bench.Open();
        var time = new FakeTimeProvider();
        var log = new LogBook();
        PostmanOptions options = PostmanBench.OptionsFor(new BrokerAddress("127.0.0.1", Mosquitto.FreePort())) with
        {
            FirstRetry = TimeSpan.FromSeconds(1),
            LongestRetry = TimeSpan.FromSeconds(30),
            ConnectTimeout = TimeSpan.FromHours(1),
        };
        var postman = new Postman(outbox, options, log, time, new Random(1));
        using var stop = new CancellationTokenSource();
        Task running = postman.RunAsync(stop.Token);
        var jitter = new Random(1);
        foreach (double limit in new double[] { 1, 2, 4, 8, 16, 30, 30 })
        {
            double delay = limit * jitter.NextDouble();
            await Eventually.IsTrueAsync(
                () => log.All.LastOrDefault("").EndsWith(string.Create(null, $"Next attempt in {delay:0.0} s."), StringComparison.Ordinal),
                $"the delay should be {delay:0.0} s");
            await ElapseAsync(time, log, delay);
        }

        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task The_bytes_of_publishing_are_counted_as_they_go_out()
    {
        using var broker = new Mosquitto();
        await broker.StartAsync();
        using var relay = new TcpRelay(broker.Port);
        await using Subscriber subscriber = await Subscriber.StartAsync(broker.Port, "vigie/1/#");
        await using var bench = new PostmanBench(relay.Address);
        await bench.AppendAsync(20);
        bench.Outbox.Append(Lane.Signals, bench.Outbox.NextSequence(), "event/fall"u8, ""u8, new byte[300]);
        await bench.DeliveredAsync();
        Assert.Equal(PublishBytes(relay.Upstream, except: "/status"), bench.Postman.Status.Bytes);
    }

    [Fact]
    public void A_gap_becomes_the_contracts_record_that_follows_the_one_before()
    {
        var messages = new GapMessages(WireEncoding.Cbor, new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddDays(20_000)));
        var boot = new Boot(3, 77);
        var gap = new Gap(Lane.Telemetry, GapReason.DiskFull, 12, new RecordId(boot.Number, 4), new RecordId(boot.Number, 30));
        Assert.Null(Decode(messages.Encode(gap, new RecordId(boot.Number, 31))).Identity.Previous);
        GapRecord second = Decode(messages.Encode(gap with { First = default, Last = default }, new RecordId(boot.Number, 40)));
        Assert.Equal(new Identity(boot, 40, 31), second.Identity);
        Assert.Equal((LossLane.Telemetry, LossReason.DiskFull, 12L), (second.Lane, second.Reason, second.Count));
        Assert.Null(second.First);
        GapRecord again = Decode(messages.Encode(gap, new RecordId(boot.Number, 31)));
        Assert.Equal(new Identity(boot, 31, null), again.Identity);
        Assert.Equal((new Identity(boot, 4, null), new Identity(boot, 30, null)), (again.First, again.Last));
        Assert.Null(Decode(messages.Encode(gap, new RecordId(new Boot(4, 1).Number, 1))).Identity.Previous);
    }

    [Fact]
    public void Lanes_and_reasons_have_the_contracts_numbers()
    {
        Assert.Equal(Enum.GetValues<LossLane>().Select(value => ((int)value, $"{value}")), Enum.GetValues<Lane>().Select(value => ((int)value, $"{value}")));
        Assert.Equal(Enum.GetValues<LossReason>().Select(value => ((int)value, $"{value}")), Enum.GetValues<GapReason>().Select(value => ((int)value, $"{value}")));
    }

    private static GapRecord Decode(OutboxMessage message)
    {
        Assert.Equal(("gap", "application/cbor", false), (message.Topic, message.ContentType, message.Retain));
        Assert.True(GapRecord.TryDecode(message.Payload, WireEncoding.Cbor, out GapRecord? record, out string problem), problem);
        return record;
    }

    private static async Task ElapseAsync(FakeTimeProvider time, LogBook log, double seconds)
    {
        int before = log.All.Count();
        time.Advance(TimeSpan.FromSeconds(seconds * 0.9));
        await Task.Delay(30, TestContext.Current.CancellationToken);
        Assert.Equal(before, log.All.Count());
        await Eventually.IsTrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(seconds * 0.05));
                return log.All.Count() > before;
            },
            "the next attempt should be made");
    }

    // MQTT 5, sections 2.1.4 and 3.3: type and length of each packet, and the topic of a PUBLISH.
    private static long PublishBytes(ReadOnlySpan<byte> stream, string except)
    {
        long bytes = 0;
        while (stream.Length > 0)
        {
            (int length, int at, int shift) = (0, 1, 0);
            do
            {
                length |= (stream[at] & 0x7F) << shift;
                shift += 7;
            }
            while ((stream[at++] & 0x80) != 0);

            bool publish = stream[0] >> 4 == 3;
            if (publish && !Encoding.UTF8.GetString(stream.Slice(at + 2, BinaryPrimitives.ReadUInt16BigEndian(stream[at..]))).EndsWith(except, StringComparison.Ordinal))
            {
                bytes += at + length;
            }

            stream = stream[(at + length)..];
        }

        return bytes;
    }
}
