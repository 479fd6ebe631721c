using System.Buffers;
using MQTTnet;
using MQTTnet.Protocol;
using Vigie.Contract;
using Vigie.Delivery;
using Vigie.Delivery.Mqtt;

namespace Vigie.Tests.Delivery;

/// <summary>What a real broker sends a box: commands and revocations come in, what is too large does not, and results go out past events that wait.</summary>
public sealed class LettersTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly LetterBox _letters = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(MqttVersion.Five)]
    [InlineData(MqttVersion.ThreeOneOne)]
    public async Task Commands_and_revocations_come_in_and_results_go_out(MqttVersion version)
    {
        using var broker = new Mosquitto();
        await broker.StartAsync();
        await using PostmanBench bench = await StartAsync(broker, version);
        // Nobody subscribes to events: they wait, and results do not.
        await bench.AppendAsync(3);
        await using Subscriber subscriber = await Subscriber.StartAsync(broker.Port, PostmanBench.Topics.Result);
        using IMqttClient sender = await ConnectAsync(broker);
        await PublishAsync(sender, PostmanBench.Topics.Command, [1, 2, 3]);
        await PublishAsync(sender, PostmanBench.Topics.Revocation, [4]);
        await PublishAsync(sender, PostmanBench.Topics.Command, new byte[LetterBox.MostBytes]);

        Assert.Equal((Topics.CommandName, "010203"), await TakeAsync());
        Assert.Equal((Topics.RevocationName, "04"), await TakeAsync());
        Assert.Equal(LetterBox.MostBytes, (await ReadAsync()).Payload.Length);
        Assert.True(bench.Postman.Say(new OutboxMessage(Topics.ResultName, ContentTypes.Json, "{}"u8.ToArray())));
        await Eventually.IsTrueAsync(() => subscriber.Arrived.Count > 0, "the result should arrive");
        Assert.Equal(PostmanBench.Topics.Result, subscriber.Arrived.First().Topic);
    }

    /// <summary>In MQTT 5 the broker keeps it to itself; in 3.1.1 it comes, is acknowledged, so that it does not come again, and its content is left out.</summary>
    [Fact]
    public async Task What_is_longer_than_a_letter_is_left_out_in_3_1_1_and_never_sent_in_5()
    {
        using var broker = new Mosquitto();
        await broker.StartAsync();
        byte[] large = new byte[40_000];
        using IMqttClient sender = await ConnectAsync(broker);
        await using (PostmanBench bench = await StartAsync(broker, MqttVersion.ThreeOneOne))
        {
            await PublishAsync(sender, PostmanBench.Topics.Command, large);
            Letter letter = await ReadAsync();
            Assert.Equal((true, 40_000L, 0), (letter.IsTooLong, letter.Bytes, letter.Payload.Length));
        }

        await using PostmanBench five = await StartAsync(broker, MqttVersion.Five);
        await PublishAsync(sender, PostmanBench.Topics.Command, large);
        await PublishAsync(sender, PostmanBench.Topics.Command, [1]);
        Assert.Equal((Topics.CommandName, "01"), await TakeAsync());
    }

    /// <summary>Retained, it would come with each connection for ever; events go on all the same.</summary>
    [Fact]
    public async Task A_packet_that_is_too_large_ends_no_delivery()
    {
        using var broker = new Mosquitto();
        await broker.StartAsync();
        await using Subscriber subscriber = await Subscriber.StartAsync(broker.Port, "vigie/1/+/+/event/#");
        using IMqttClient sender = await ConnectAsync(broker);
        await using PostmanBench bench = await StartAsync(broker, MqttVersion.ThreeOneOne);
        await PublishAsync(sender, PostmanBench.Topics.Command, new byte[1_000_000], retain: true);
        await Eventually.IsTrueAsync(() => bench.Postman.Status.LastError is not null || !bench.Postman.Status.Connected, "the connection should end");
        List<RecordId> appended = await bench.AppendAsync(20);
        await bench.DeliveredAsync();

        await Eventually.IsTrueAsync(() => subscriber.Ids.Distinct().Count() == appended.Count, "all should arrive");
        Assert.False(_letters.Letters.TryRead(out _));
    }

    [Fact]
    public void A_flood_takes_no_more_room_than_there_is()
    {
        for (int letter = 0; letter < 1_000; letter++)
        {
            _letters.Post(PostmanBench.Topics, PostmanBench.Topics.Command, new ReadOnlySequence<byte>(new byte[10]));
        }

        Assert.Equal((LetterBox.Room, 1_000 - LetterBox.Room), (_letters.Letters.Count, _letters.Dropped));
    }

    [Fact]
    public void Another_topic_is_named_as_far_as_it_goes()
    {
        _letters.Post(PostmanBench.Topics, "vigie/1/town/box-2/command", new ReadOnlySequence<byte>([1]));
        _letters.Post(PostmanBench.Topics, new string('x', 60_000), new ReadOnlySequence<byte>([1]));
        Assert.True(_letters.Letters.TryRead(out Letter? other));
        Assert.Equal("vigie/1/town/box-2/command", other.Name);
        Assert.True(_letters.Letters.TryRead(out other));
        Assert.Equal(256, other.Name.Length);
    }

    private async Task<PostmanBench> StartAsync(Mosquitto broker, MqttVersion version)
    {
        PostmanBench bench = new(broker.Address, change: options => options with { Letters = _letters, Version = version });
        await Eventually.IsTrueAsync(() => bench.Postman.Status.Connected, "the box should be there");
        return bench;
    }

    private async Task<(string Name, string Payload)> TakeAsync()
    {
        Letter letter = await ReadAsync();
        return (letter.Name, Convert.ToHexString(letter.Payload.Span));
    }

    private async Task<Letter> ReadAsync() => await _letters.Letters.ReadAsync(Cancel).AsTask().WaitAsync(Patience, Cancel);

    private static async Task<IMqttClient> ConnectAsync(Mosquitto broker)
    {
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", broker.Port).WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500).Build(), Cancel);
        return client;
    }

    private static async Task PublishAsync(IMqttClient client, string topic, byte[] payload, bool retain = false) => await client.PublishAsync(
        new MqttApplicationMessage { Topic = topic, Payload = new ReadOnlySequence<byte>(payload), QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce, Retain = retain }, Cancel);
}
