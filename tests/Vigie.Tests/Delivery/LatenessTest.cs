using System.Buffers;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Vigie.Contract;
using Vigie.Delivery;
using Vigie.Delivery.Mqtt;
using Vigie.Tests.Appliance;

namespace Vigie.Tests.Delivery;

/// <summary>What is sent long after it happened says so, and nothing else does, whoever sets whatever clock.</summary>
public sealed class LatenessTest
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_sequence_is_late_a_minute_after_it_was_given_to_within_a_second()
    {
        FakeTimeProvider time = new(Start);
        SequenceTimes times = new(time, TimeSpan.FromMinutes(1));
        List<DateTimeOffset> given = [];
        Random random = new(7);
        for (int i = 0; i < 2_000; i++)
        {
            time.Advance(TimeSpan.FromMilliseconds(random.Next(0, i % 100 == 0 ? 90_000 : 700)));
            Assert.Equal((uint)(i + 1), times.Next());
            given.Add(time.GetUtcNow());
            for (int sequence = Math.Max(1, i - 300); sequence <= i + 1; sequence++)
            {
                TimeSpan age = time.GetUtcNow() - given[sequence - 1];
                bool late = times.IsLate((uint)sequence);
                Assert.True(late ? age > TimeSpan.FromSeconds(60) : age <= TimeSpan.FromSeconds(62), $"{sequence} of {age}: {late}");
            }
        }

        time.Advance(TimeSpan.FromMinutes(2));
        Assert.True(times.IsLate(2_000));
        Assert.Equal(2_001u, times.Next());
        Assert.False(times.IsLate(2_001));
    }

    [Fact]
    public void Setting_the_wall_clock_makes_nothing_late_that_this_process_made()
    {
        FakeTimeProvider time = new(Start);
        using OutboxBench bench = new();
        using Outbox outbox = bench.Open(time);
        Append(outbox, Start.AddYears(-50));
        Append(outbox, Start.AddHours(3));
        Lateness lateness = new(outbox, time);

        Assert.All(Read(outbox), record => Assert.Same(record, lateness.Mark(record)));
        outbox.Rewind(Lane.Signals);
        time.Advance(TimeSpan.FromSeconds(62));
        Assert.All(Read(outbox), record => Assert.Equal(EventMarks.Historical, FlagsOf(lateness.Mark(record).Message.Payload)));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(-59, false)]
    [InlineData(-61, true)]
    [InlineData(-7200, true)]
    [InlineData(7200, true)]
    public async Task What_an_earlier_process_left_is_judged_by_its_own_time(int seconds, bool late)
    {
        FakeTimeProvider time = new(Start);
        using OutboxBench bench = new();
        using (Outbox before = bench.Open(time))
        {
            Append(before, Start.AddSeconds(seconds));
            await before.FlushAsync(TestContext.Current.CancellationToken);
        }

        using Outbox outbox = bench.Open(time);
        Lateness lateness = new(outbox, time);
        Assert.Equal(late ? EventMarks.Historical : EventMarks.None, FlagsOf(lateness.Mark(Read(outbox).Single()).Message.Payload));
    }

    [Fact]
    public void What_is_no_event_stays_as_it_is()
    {
        FakeTimeProvider time = new(Start);
        using OutboxBench bench = new();
        using Outbox outbox = bench.Open(time);
        OutboxBench.Append(outbox);
        outbox.Append(Lane.Signals, outbox.NextSequence(), "clock"u8, "application/cbor"u8, Contract.ClockSamples.Clock.Encode(WireEncoding.Cbor), retain: true);
        Lateness lateness = new(outbox, time);
        time.Advance(TimeSpan.FromHours(1));

        Assert.All(Read(outbox), record => Assert.Same(record, lateness.Mark(record)));
    }

    [Theory]
    [InlineData(MqttVersion.Five)]
    [InlineData(MqttVersion.ThreeOneOne)]
    public async Task Events_that_waited_for_a_broker_come_as_historical_and_those_after_do_not(MqttVersion version)
    {
        using var broker = new Mosquitto();
        await broker.StartAsync();
        await using Subscriber subscriber = await Subscriber.StartAsync(broker.Port, "vigie/1/#");
        using OutboxBench bench = new();
        // By hand: a slow machine must not make late what is not.
        SettableClock clock = new(Start);
        using Outbox outbox = bench.Open(clock);
        Append(outbox, Start);
        Append(outbox, Start);
        clock.Pass(TimeSpan.FromMinutes(2));
        using CancellationTokenSource stop = new();
        Task running = new Postman(outbox, PostmanBench.OptionsFor(broker.Address) with { Version = version }, NullLogger.Instance).RunAsync(stop.Token);
        await Eventually.IsTrueAsync(() => Events(subscriber).Length >= 2, "what waited should arrive");
        Append(outbox, Start);
        await Eventually.IsTrueAsync(() => Events(subscriber).Any(found => found.Identity.Sequence == 3), "what is new should arrive");
        await stop.CancelAsync();
        await running;

        Assert.All(Events(subscriber), found => Assert.Equal(found.Identity.Sequence < 3, found.Flags.HasFlag(EventMarks.Historical)));
    }

    private static EventRecord[] Events(Subscriber subscriber) => [.. subscriber.Arrived
        .Where(message => message.Topic.Contains("/event/", StringComparison.Ordinal)).Select(message => Decode(message.Payload.ToArray()))];

    private static void Append(Outbox outbox, DateTimeOffset time)
    {
        uint sequence = outbox.NextSequence();
        byte[] payload = (Contract.Samples.Start with { Identity = new(Boot.FromNumber(outbox.Boot), sequence, null), Signal = sequence, Time = time, Flags = EventMarks.None }).Encode(WireEncoding.Cbor);
        Assert.True(outbox.Append(Lane.Signals, sequence, Encoding.UTF8.GetBytes("event/intrusion"), "application/cbor"u8, payload));
    }

    private static List<OutboxRecord> Read(Outbox outbox)
    {
        outbox.FlushAsync(TestContext.Current.CancellationToken).GetAwaiter().GetResult();
        List<OutboxRecord> records = [];
        while (outbox.TryRead(Lane.Signals, out OutboxRecord? record))
        {
            records.Add(record);
        }

        return records;
    }

    private static EventMarks FlagsOf(ReadOnlyMemory<byte> payload) => Decode(payload).Flags;

    private static EventRecord Decode(ReadOnlyMemory<byte> payload) =>
        EventRecord.TryDecode(payload, WireEncoding.Cbor, out EventRecord record, out string problem) ? record : throw new FormatException(problem);
}
