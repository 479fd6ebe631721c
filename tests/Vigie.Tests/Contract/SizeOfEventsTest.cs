using CsCheck;
using Vigie.Contract;

namespace Vigie.Tests.Contract;

/// <summary>Every event is at most 64 bytes, whatever the contract permits.</summary>
public sealed class SizeOfEventsTest(ITestOutputHelper output)
{
    public static TheoryData<EventKind, EventPhase> All =>
        [.. EventKinds.OfEvents.SelectMany(kind => Enum.GetValues<EventPhase>().Select(phase => (kind, phase)))];

    [Theory]
    [MemberData(nameof(All))]
    public void The_longest_fits(EventKind kind, EventPhase phase)
    {
        EventRecord longest = Longest(kind, phase);
        Assert.Null(longest.Problem);
        int bytes = Length(longest);
        output.WriteLine($"The longest {EventKinds.Name(kind)} {EventPhases.Name(phase)} is {bytes} bytes.");
        Assert.InRange(bytes, kind == EventKind.Tamper ? 35 : 60, 64);
    }

    [Fact]
    public void None_is_longer_than_the_longest() => Samples.Events
        .Sample(record => Assert.InRange(Length(record), 1, Length(Longest(record.Kind, record.Phase))));

    [Fact]
    public void A_street_sends_less()
    {
        int start = Length(Samples.Start);
        int end = Length(Samples.End);
        int jsonStart = Samples.Start.Encode(WireEncoding.Json, Samples.Context).Length;
        int jsonEnd = Samples.End.Encode(WireEncoding.Json, Samples.Context).Length;
        output.WriteLine($"A typical intrusion: start {start} bytes, end {end} bytes; in JSON {jsonStart} and {jsonEnd}.");
        Assert.InRange(start, 40, 55);
        Assert.InRange(end, 30, 45);
    }

    /// <summary>Every field at its longest: all of 32 bits where 32 are permitted, everything optional present.</summary>
    private static EventRecord Longest(EventKind kind, EventPhase phase) => new()
    {
        Identity = new(new Boot(uint.MaxValue, uint.MaxValue), uint.MaxValue, 1),
        Context = EventRecord.MaximumNumber,
        Camera = EventRecord.MaximumPlaceNumber,
        Kind = kind,
        Phase = phase,
        Signal = phase == EventPhase.Start ? uint.MaxValue : uint.MaxValue - 1,
        Time = DateTimeOffset.MaxValue,
        Class = phase == EventPhase.Start && !EventKinds.Counts(kind) && kind != EventKind.Tamper ? EventRecord.MaximumNumber : null,
        Confidence = 100,
        Zone = kind == EventKind.Tamper ? null : EventRecord.MaximumPlaceNumber,
        Box = phase == EventPhase.Start && kind != EventKind.Tamper ? new(500, 500, 500, 500) : null,
        Fault = kind == EventKind.Tamper ? TamperFault.Frozen : null,
        Count = EventKinds.Counts(kind) ? EventRecord.MaximumCount : null,
        Held = EventRecord.MaximumCount,
        Flags = EventMarks.Historical | EventMarks.Laboratory | (kind == EventKind.Line ? EventMarks.Outward : EventMarks.None),
    };

    private static int Length(EventRecord record) => record.Encode(WireEncoding.Cbor).Length;
}
