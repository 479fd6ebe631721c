using System.Collections.Immutable;
using CsCheck;
using Vigie.Contract;

namespace Vigie.Tests.Contract;

/// <summary>Count records to test with: one by hand, and a generator of what the contract permits.</summary>
internal static class CountSamples
{
    public static CountRecord Count { get; } = new()
    {
        Identity = new(Samples.Boot, 91, 77),
        Context = 1,
        Camera = 1,
        Zone = 2,
        Time = Samples.Moment.AddMilliseconds(-67_890),
        Seconds = 900,
        Watched = 900,
        Floor = 5,
        Classes = new Dictionary<int, ClassCounts>
        {
            [1] = new() { In = 31, Out = 28, Most = 9, Mean = 6, Stays = [new(60, 8), new(300, 15), new(null, 5)] },
            [3] = new() { Most = 5 },
        },
        Flags = EventMarks.Laboratory,
    };

    private static Gen<ClassCounts> ClassCounts { get; } =
        from floor in Gen.Const(CountRecord.LeastFloor)
        from ways in Gen.Select(Gen.Int[floor, 60_000], Gen.Int[floor, 65_535]).Nullable()
        from occupancy in Gen.Select(Gen.Int[floor, 65_535], Gen.Bool)
        from parts in Gen.Int[floor, 1000].Array[0, 5]
        let stays = parts.Select((count, index) => new StayPart(index == parts.Length - 1 && occupancy.Item2 ? null : 10 << index, count)).ToImmutableArray()
        select new ClassCounts
        {
            In = ways?.Item1,
            Out = ways is null ? null : stays.IsEmpty ? ways.Value.Item2 : stays.Sum(part => part.Count),
            Most = occupancy.Item1,
            Mean = occupancy.Item2 ? Math.Max(floor, occupancy.Item1 / 2) : null,
            Stays = ways is null ? [] : stays,
        };

    public static Gen<CountRecord> Counts { get; } =
        from identity in Samples.Identities
        from context in Gen.Int[1, 65_535]
        from place in Gen.Select(Gen.Int[1, 255], Gen.Int[1, 255])
        from time in Samples.Times
        from seconds in Gen.Int[1, 3600]
        from watched in Gen.Int[0, seconds]
        from classes in Gen.Dictionary(Samples.ClassNumbers, ClassCounts)[0, 4]
        from flags in Gen.Int[0, 3]
        select new CountRecord
        {
            Identity = identity,
            Context = context,
            Camera = place.Item1,
            Zone = place.Item2,
            Time = time,
            Seconds = seconds,
            Watched = watched,
            Floor = CountRecord.LeastFloor,
            Classes = classes,
            Flags = (EventMarks)flags,
        };
}
