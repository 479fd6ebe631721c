using MQTTnet;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Delivery;
using Vigie.Delivery.Mqtt;

namespace Vigie.Tests.Delivery;

/// <summary>Which brokers are spoken to, in which MQTT, and how often.</summary>
public sealed class PostmanBrokersTest
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_the_first_broker_is_away_the_next_one_is_served_and_kept_until_it_fails()
    {
        using var first = new Mosquitto();
        using var second = new Mosquitto();
        await second.StartAsync();
        await using Subscriber atSecond = await Subscriber.StartAsync(second.Port, "vigie/1/#");
        await using var bench = new PostmanBench(first.Address, change: options => options with { Brokers = [first.Address, second.Address] });
        List<RecordId> appended = await bench.AppendAsync(50);
        await bench.DeliveredAsync();
        Assert.Equal((true, second.Address.ToString()), (bench.Postman.Status.Connected, bench.Postman.Status.Broker));
        await first.StartAsync();
        await using Subscriber atFirst = await Subscriber.StartAsync(first.Port, "vigie/1/#");
        appended.AddRange(await bench.AppendAsync(50));
        await bench.DeliveredAsync();
        await Eventually.IsTrueAsync(() => atSecond.Ids.Count >= 100, "the second goes on");

        second.Kill();
        await Eventually.IsTrueAsync(() => bench.Postman.Status is { Connected: true } status && status.Broker == first.Address.ToString(), "the first takes over");
        List<RecordId> later = await bench.AppendAsync(50);
        await bench.DeliveredAsync();
        await Eventually.IsTrueAsync(() => atFirst.Ids.Count >= 50, "the first has the rest");
        Assert.Equal(appended.Concat(later), atSecond.Ids.Concat(atFirst.Ids).Distinct());
    }

    [Fact]
    public async Task MQTT_3_1_1_carries_the_same_bytes_and_what_is_acknowledged_counts()
    {
        using var broker = new Mosquitto(more: "allow_anonymous true\nmax_topic_alias 0");
        await broker.StartAsync();
        await using Subscriber subscriber = await Subscriber.StartAsync(broker.Port, "vigie/1/#");
        await using var bench = new PostmanBench(broker.Address, change: options => options with { Version = MqttVersion.ThreeOneOne });
        List<RecordId> appended = await bench.AppendAsync(300);
        await bench.DeliveredAsync();
        await Eventually.IsTrueAsync(() => subscriber.Ids.Count >= 300, "all should arrive");
        Assert.Equal(appended, subscriber.Ids);
        MqttApplicationMessage[] events = [.. subscriber.Arrived.Where(message => message.Topic.Contains("/event/", StringComparison.Ordinal))];
        Assert.All(events, message => Assert.Equal(("vigie/1/town/box-1/event/intrusion", null), (message.Topic, message.ContentType)));
    }

    [Fact]
    public async Task A_topic_is_spelt_once_a_connection_and_telemetry_alone_expires()
    {
        using var broker = new Mosquitto();
        await broker.StartAsync();
        using var relay = new TcpRelay(broker.Port);
        await using Subscriber subscriber = await Subscriber.StartAsync(broker.Port, "vigie/1/#");
        await using var bench = new PostmanBench(relay.Address);
        await bench.AppendAsync(1);
        await bench.DeliveredAsync();
        long first = bench.Postman.Status.Bytes;
        await bench.AppendAsync(1);
        await bench.DeliveredAsync();
        long second = bench.Postman.Status.Bytes - first;
        Assert.Equal("vigie/1/town/box-1/event/intrusion".Length, first - second);

        relay.Cut();
        await Eventually.IsTrueAsync(
            () => subscriber.Arrived.Count(message => message.Topic.EndsWith("/status", StringComparison.Ordinal)) >= 3, "birth, death and birth should come");
        await bench.AppendAsync(1);
        await bench.DeliveredAsync();
        Assert.Equal(first, bench.Postman.Status.Bytes - first - second);

        bench.Outbox.Append(Lane.Telemetry, bench.Outbox.NextSequence(), "health"u8, "application/cbor"u8, "\x01"u8);
        await bench.DeliveredAsync();
        await Eventually.IsTrueAsync(() => subscriber.Arrived.Any(message => message.Topic.EndsWith("/health", StringComparison.Ordinal)), "telemetry should arrive");
        Assert.All(subscriber.Arrived, message => Assert.Equal(
            message.Topic.EndsWith("/health", StringComparison.Ordinal), message.MessageExpiryInterval is > 86_000 and <= 86_400));
        Assert.Equal(3, subscriber.Ids.Count);
    }

    [Fact]
    public async Task User_and_password_come_from_their_file()
    {
        string folder = Directory.CreateTempSubdirectory("vigie-login-").FullName;
        try
        {
            string passwords = Path.Combine(folder, "passwords"), login = Path.Combine(folder, "login");
            await File.WriteAllTextAsync(passwords, "box:sesame\n", Cancel);
            using (var hash = System.Diagnostics.Process.Start("mosquitto_passwd", ["-U", passwords]))
            {
                await hash.WaitForExitAsync(Cancel);
            }

            PrivateFile.Create(login, "box\nwrong\n"u8);
            using var broker = new Mosquitto(more: $"allow_anonymous false\npassword_file {passwords}");
            await broker.StartAsync();
            await using var bench = new PostmanBench(broker.Address, change: options => options with { Login = login });
            await bench.AppendAsync(1);
            await Eventually.IsTrueAsync(() => bench.Postman.Status.LastError is not null, "a wrong password should be noticed");
            Assert.Contains("NotAuthorized", bench.Postman.Status.LastError, StringComparison.Ordinal);
            PrivateFile.Replace(login, "box\nsesame\n"u8);
            await Eventually.IsTrueAsync(() => bench.Postman.Status.Connected, "a corrected one should heal");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_thousand_boxes_that_lose_their_broker_at_once_come_back_under_a_hundred_a_second()
    {
        PostmanOptions options = new()
        {
            Brokers = [new BrokerAddress("localhost", 1)],
            Topics = PostmanBench.Topics,
            Birth = new StatusRecord { Online = true, Boot = new Boot(1, 2), Software = "0.1.0", Encoding = WireEncoding.Cbor },
            Laboratory = true,
        };
        Assert.True(options.KeepAlive >= TimeSpan.FromSeconds(180) && options.AnswerTimeout == TimeSpan.FromSeconds(5));
        for (int seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            double[] first = [.. Enumerable.Range(0, 1_000).Select(_ => new Backoff(options.FirstRetry, random).Next(options.LongestRetry).TotalSeconds)];
            Assert.InRange(first.GroupBy(Math.Floor).Max(second => second.Count()), 1, 100);
        }
    }
}
