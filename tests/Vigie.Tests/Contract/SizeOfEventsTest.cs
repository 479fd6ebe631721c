using CsCheck;
using Vigie.Contract;

namespace Vigie.Tests.Contract;

/// <summary>An intrusion's start is at most 64 bytes, with its end at most 250, whatever the contract permits.</summary>
public sealed class SizeOfEventsTest(ITestOutputHelper output)
{
    /// <summary>Every field at its longest: all of 32 bits where 32 are permitted, everything optional present.</summary>
    private static readonly EventRecord Longest = new()
    {
        Identity = new(new Boot(uint.MaxValue, uint.MaxValue), uint.MaxValue, 1),
        Context = EventRecord.MaximumNumber,
        Camera = EventRecord.MaximumPlaceNumber,
        Kind = EventKind.Intrusion,
        Phase = EventPhase.Start,
        Signal = uint.MaxValue,
        Time = DateTimeOffset.MaxValue,
        Class = EventRecord.MaximumNumber,
        Confidence = 100,
        Zone = EventRecord.MaximumPlaceNumber,
        Box = new(500, 500, 500, 500),
        Flags = EventMarks.Historical | EventMarks.Laboratory,
    };

    [Fact]
    public void The_longest_start_fits()
    {
        Assert.Null(Longest.Problem);
        int bytes = Length(Longest);
        output.WriteLine($"The longest intrusion start is {bytes} bytes.");
        Assert.Equal(64, bytes);
    }

    [Fact]
    public void No_start_is_longer_than_the_longest() => Samples.Events
        .Select(record => record with { Phase = EventPhase.Start, Signal = record.Identity.Sequence })
        .Sample(record => Assert.InRange(Length(record), 1, 64));

    [Fact]
    public void No_start_and_end_are_longer_than_250_bytes()
    {
        EventRecord end = Longest with { Phase = EventPhase.End, Signal = uint.MaxValue - 1 };
        Assert.Null(end.Problem);
        output.WriteLine($"The longest start and end together are {Length(Longest) + Length(end)} bytes.");
        Assert.InRange(Length(Longest) + Length(end), 1, 250);
        Samples.Events.Sample(record => Assert.InRange(Length(record), 1, Length(end)));
    }

    [Fact]
    public void A_street_sends_less()
    {
        int start = Length(Samples.Start);
        int end = Length(Samples.End);
        int jsonStart = Samples.Start.Encode(WireEncoding.Json, Samples.Context).Length;
        int jsonEnd = Samples.End.Encode(WireEncoding.Json, Samples.Context).Length;
        output.WriteLine($"A typical intrusion: start {start} bytes, end {end} bytes; in JSON {jsonStart} and {jsonEnd}.");
        Assert.InRange(start, 40, 55);
        Assert.InRange(start + end, 80, 120);
    }

    private static int Length(EventRecord record) => record.Encode(WireEncoding.Cbor).Length;
}
