using CsCheck;
using Vigie.Contract;

namespace Vigie.Tests.Contract;

/// <summary>Shadow records to test with: one by hand, and a generator of what the contract permits.</summary>
internal static class ShadowSamples
{
    public static ShadowRecord Shadow { get; } = new()
    {
        Identity = new(Samples.Boot, 96, null),
        Context = 1,
        Camera = 1,
        Kind = EventKind.Intrusion,
        Zone = 2,
        Rule = "ramp at night",
        Time = Samples.Moment.AddDays(1),
        Watched = 86_400,
        Floor = 5,
        Signals = 40,
        Held = 0,
        Hours = [new(7, 9), new(18, 21)],
        Columns = 4,
        Rows = 3,
        Cells = [new(1, 1, 12), new(2, 1, 20), new(0, 2, 8)],
    };

    private static Gen<int[]> Counts(int most) => Gen.Int[CountRecord.LeastFloor, 1_000_000].Array[0, most];

    /// <summary>Every shadow record that the contract permits.</summary>
    public static Gen<ShadowRecord> Shadows { get; } =
        from identity in Samples.Identities
        from context in Gen.Int[1, 65_535]
        from place in Gen.Select(Gen.Int[1, 255], Gen.Int[1, 255].Nullable())
        from kind in Gen.Int[0, EventKinds.OfEvents.Count() - 1].Select(index => EventKinds.OfEvents.ElementAt(index))
        from rule in Gen.String[Gen.OneOf(Gen.Char[' ', '~'], Gen.Char['à', 'ÿ'], Gen.Char['一', '丿']), 1, ShadowRecord.LongestRule]
        from time in Samples.Times
        from watched in Gen.Int[0, ShadowRecord.LongestWatch]
        from held in Gen.OneOf(Gen.Const(0), Gen.Int[3, int.MaxValue]).Nullable()
        from grid in Gen.Select(Gen.Int[1, 16], Gen.Int[1, 16])
        from hours in Counts(24)
        from cells in Counts(grid.Item1 * grid.Item2)
        from rest in Gen.OneOf(Gen.Const(0), Gen.Int[CountRecord.LeastFloor, 1000])
        let most = Math.Max(hours.Sum(), cells.Sum())
        let whole = most + rest
        select new ShadowRecord
        {
            Identity = identity,
            Context = context,
            Camera = place.Item1,
            Kind = kind,
            Zone = place.Item2,
            Rule = rule,
            Time = time,
            Watched = watched,
            Floor = CountRecord.LeastFloor,
            Signals = whole > 0 ? whole : watched % 2 == 0 ? 0 : null,
            Held = held,
            Hours = Leaves(whole, hours.Sum()) ? [.. hours.Select((count, hour) => new ShadowHour(hour, count))] : [],
            Columns = grid.Item1,
            Rows = grid.Item2,
            Cells = Leaves(whole, cells.Sum()) ? [.. cells.Select((count, index) => new ShadowCell(index % grid.Item1, index / grid.Item1, count))] : [],
        };

    private static bool Leaves(int whole, int told) => whole - told is 0 or >= CountRecord.LeastFloor;
}
