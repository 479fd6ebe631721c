using CsCheck;
using Vigie.Contract;

namespace Vigie.Tests.Contract;

/// <summary>What is encoded is decoded to the same; the same record gives the same bytes.</summary>
public sealed class RoundTripTest
{
    [Theory]
    [InlineData(WireEncoding.Cbor)]
    [InlineData(WireEncoding.Json)]
    public void Events_come_back(WireEncoding encoding) => Samples.Events.Sample(record =>
    {
        byte[] payload = record.Encode(encoding, Samples.Context);
        Assert.True(EventRecord.TryDecode(payload, encoding, out EventRecord back, out string problem), problem);
        Assert.Equal(record, back);
        Assert.Equal(payload, back.Encode(encoding, Samples.Context));
    });

    [Fact]
    public void Contexts_come_back() => Samples.Contexts.Sample(record =>
    {
        byte[] payload = record.Encode();
        Assert.True(ContextRecord.TryDecode(payload, record.Encoding, out ContextRecord? back, out string problem), problem);
        // Records compare dictionaries by reference: those are compared by what stands in them, the rest by value.
        Assert.Equal(record with { Cameras = back.Cameras, Classes = back.Classes, Precision = back.Precision }, back);
        Assert.Equal(record.Precision.OrderBy(kind => kind.Key), back.Precision.OrderBy(kind => kind.Key));
        Assert.Equal(record.Classes.OrderBy(named => named.Key), back.Classes.OrderBy(named => named.Key));
        Assert.Equal(Flat(record), Flat(back));
        Assert.Equal(payload, back.Encode());
    });

    [Fact]
    public void Statuses_come_back() => Samples.Statuses.Sample(record =>
    {
        byte[] payload = record.Encode();
        Assert.True(StatusRecord.TryDecode(payload, record.Encoding, out StatusRecord? back, out string problem), problem);
        Assert.Equal(record, back);
    });

    [Theory]
    [InlineData(WireEncoding.Cbor)]
    [InlineData(WireEncoding.Json)]
    public void Gaps_come_back(WireEncoding encoding) => Samples.Gaps.Sample(record =>
    {
        byte[] payload = record.Encode(encoding);
        Assert.True(GapRecord.TryDecode(payload, encoding, out GapRecord? back, out string problem), problem);
        Assert.Equal(record, back);
        Assert.InRange(payload.Length, 1, GapRecord.MaximumBytes);
    });

    [Theory]
    [InlineData(WireEncoding.Cbor)]
    [InlineData(WireEncoding.Json)]
    public void Clocks_come_back(WireEncoding encoding) => ClockSamples.Clocks.Sample(record =>
    {
        byte[] payload = record.Encode(encoding);
        Assert.True(ClockRecord.TryDecode(payload, encoding, out ClockRecord? back, out string problem), problem);
        Assert.Equal(record, back);
        Assert.Equal(payload, back.Encode(encoding));
        Assert.InRange(payload.Length, 1, ClockRecord.MaximumBytes);
    });

    [Theory]
    [InlineData(WireEncoding.Cbor)]
    [InlineData(WireEncoding.Json)]
    public void Counts_come_back(WireEncoding encoding) => CountSamples.Counts.Sample(record =>
    {
        byte[] payload = record.Encode(encoding);
        Assert.True(CountRecord.TryDecode(payload, encoding, out CountRecord? back, out string problem), problem);
        Assert.Equal(record with { Classes = back.Classes }, back);
        Assert.Equal(record.Classes.OrderBy(counts => counts.Key), back.Classes.OrderBy(counts => counts.Key));
        Assert.Equal(payload, back.Encode(encoding));
    });

    [Theory]
    [InlineData(WireEncoding.Cbor)]
    [InlineData(WireEncoding.Json)]
    public void Receipts_come_back(WireEncoding encoding) => Samples.Receipts.Sample(record =>
    {
        byte[] payload = record.Encode(encoding);
        Assert.True(ReceiptRecord.TryDecode(payload, encoding, out ReceiptRecord? back, out string problem), problem);
        Assert.Equal(record, back);
        Assert.Equal(payload, back.Encode(encoding));
    });

    [Theory]
    [InlineData(WireEncoding.Cbor)]
    [InlineData(WireEncoding.Json)]
    public void Results_come_back(WireEncoding encoding) => RemoteSamples.Results.Sample(record =>
    {
        byte[] payload = record.Encode(encoding);
        Assert.True(ResultRecord.TryDecode(payload, encoding, out ResultRecord? back, out string problem), problem);
        Assert.Equal(record, back);
        Assert.Equal(payload, back.Encode(encoding));
    });

    [Fact]
    public void Commands_come_back() => RemoteSamples.Commands.Sample(record =>
    {
        byte[] body = record.EncodeBody();
        Assert.True(CommandRecord.TryDecodeBody(body, out CommandRecord? back, out string problem), problem);
        Assert.Equal(record, back);
    });

    [Fact]
    public void A_boot_is_one_number_too() => Samples.Gaps.Sample(record =>
    {
        Boot boot = record.Identity.Boot;
        Assert.Equal(boot, Boot.FromNumber(boot.Number));
        Assert.True(Boot.TryParse(boot.ToString(), out Boot back));
        Assert.Equal(boot, back);
    });

    [Fact]
    public void The_order_of_names_does_not_show()
    {
        ContextRecord turned = Samples.Context with
        {
            Cameras = Samples.Context.Cameras.Reverse().ToDictionary(),
            Classes = Samples.Context.Classes.Reverse().ToDictionary(),
        };
        Assert.Equal(Samples.Context.Encode(), turned.Encode());
        Assert.Equal(AsJson(Samples.Context).Encode(), AsJson(turned).Encode());
    }

    [Fact]
    public void Times_are_whole_milliseconds_of_UTC()
    {
        DateTimeOffset local = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)).AddTicks(12_345);
        EventRecord record = Samples.Start with { Time = local };
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 1, 4, 5, 1, TimeSpan.Zero), record.Time);
        Assert.Equal(TimeSpan.Zero, record.Time.Offset);
    }

    private static ContextRecord AsJson(ContextRecord record) => record with { Encoding = WireEncoding.Json };

    private static IEnumerable<string> Flat(ContextRecord record) =>
        from camera in record.Cameras.OrderBy(camera => camera.Key)
        from zone in camera.Value.Zones.OrderBy(zone => zone.Key).Prepend(new(0, ""))
        select $"{camera.Key} {camera.Value.Name} {zone.Key} {zone.Value}";
}
