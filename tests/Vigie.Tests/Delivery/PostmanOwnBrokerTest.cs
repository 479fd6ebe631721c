using System.Buffers;
using MQTTnet;
using Vigie.Contract;
using Vigie.Delivery;
using Vigie.Delivery.Mqtt;
using Vigie.Edgectl.Broker;

namespace Vigie.Tests.Delivery;

/// <summary>Delivery to <c>edgectl broker</c>, which announces a receive maximum of 0 (MQTT 5 forbids that; it means no limit).</summary>
public sealed class PostmanOwnBrokerTest
{
    [Fact]
    public async Task Events_wait_for_a_subscriber_and_then_arrive_in_order()
    {
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync(0);
        var address = BrokerAddress.Parse(broker.Url);
        await using var bench = new PostmanBench(address);
        List<RecordId> appended = await bench.AppendAsync(200);
        await Eventually.IsTrueAsync(() => bench.Postman.Status.LastReason == 0x10, "the broker should say that nobody is there");
        Assert.Equal(200, bench.Postman.Status.Waiting);
        await using Subscriber subscriber = await Subscriber.StartAsync(address.Port, "vigie/1/#");
        await bench.DeliveredAsync();
        await Eventually.IsTrueAsync(() => subscriber.Ids.Count >= 200, "all should arrive");
        Assert.Equal(appended, subscriber.Ids.Distinct());
    }

    [Fact]
    public async Task What_the_cap_took_is_said_in_the_contracts_own_words()
    {
        using var state = new OutboxBench { Gaps = new GapMessages(WireEncoding.Cbor, TimeProvider.System).Encode };
        state.Options = state.Options with { CapBytes = 65_536 };
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync(0);
        var address = BrokerAddress.Parse(broker.Url);
        await using var bench = new PostmanBench(address, state);
        List<RecordId> appended = await bench.AppendAsync(1_500);
        await using Subscriber subscriber = await Subscriber.StartAsync(address.Port, "vigie/1/#");
        await bench.DeliveredAsync();
        GapRecord[] gaps = [];
        await Eventually.IsTrueAsync(
            () =>
            {
                gaps = [.. subscriber.Arrived.Where(message => message.Topic == "vigie/1/town/box-1/gap").Select(Decode).DistinctBy(gap => gap.Identity)];
                return gaps.Sum(gap => gap.Count) + subscriber.Ids.Distinct().Count() == appended.Count;
            },
            "every event should arrive, or be said to be lost");
        Assert.NotEmpty(gaps);
        Assert.All(gaps, gap => Assert.Equal((LossLane.Signals, LossReason.DiskCap), (gap.Lane, gap.Reason)));
        Assert.All(appended.Except(subscriber.Ids), id => Assert.Contains(
            gaps, gap => gap.First!.Value.Sequence <= id.Sequence && id.Sequence <= gap.Last!.Value.Sequence));
    }

    private static GapRecord Decode(MqttApplicationMessage message)
    {
        Assert.True(GapRecord.TryDecode(message.Payload.ToArray(), WireEncoding.Cbor, out GapRecord? gap, out string problem), problem);
        return gap;
    }
}
