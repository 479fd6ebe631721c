using CsCheck;
using Vigie.Contract;
using Vigie.Scene.Rules;
using Vigie.Scene.Rules.Shadows;

namespace Vigie.Tests.Scene;

/// <summary>What leaves the box of a shadow time: nothing that is of too few, and nothing from which that would follow.</summary>
public sealed class ShadowDisclosureTest
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_is_of_too_few_is_not_told()
    {
        ShadowRecord record = Of(Tally(held: 2, (7, 0, 9), (8, 1, 4), (18, 2, 21), (19, 3, 3)));
        Assert.Equal((37, null), (record.Signals, record.Held));
        Assert.Equal([new ShadowHour(7, 9), new(18, 21)], record.Hours);
        Assert.Equal([new ShadowCell(0, 0, 9), new(2, 0, 21)], record.Cells);
    }

    [Fact]
    public void One_of_too_few_takes_the_least_of_the_others_along()
    {
        ShadowRecord record = Of(Tally(held: 0, (7, 0, 9), (8, 4, 4), (18, 8, 21)));
        Assert.Equal(34, record.Signals);
        Assert.Equal([new ShadowHour(18, 21)], record.Hours);
        Assert.Equal([new ShadowCell(0, 2, 21)], record.Cells);
    }

    [Fact]
    public void Of_too_few_in_all_nothing_is_told_and_of_none_that_there_were_none()
    {
        ShadowRecord few = Of(Tally(held: 9, (7, 0, 4)));
        Assert.Equal((null, 9), (few.Signals, few.Held));
        Assert.True(few.Hours.IsEmpty && few.Cells.IsEmpty);
        Assert.Equal((0, 0), (Of(ShadowTally.Empty).Signals, Of(ShadowTally.Empty).Held));
    }

    [Fact]
    public void A_tamper_is_of_a_camera_and_every_number_of_it_is_told()
    {
        ShadowRecord record = Of(Tally(held: 1, (3, 0, 1)), """{ "kind": "tamper", "unmeasured": true, "shadow": "1min" }""");
        Assert.Equal((EventKind.Tamper, 1, 1, 1), (record.Kind, record.Floor, record.Signals, record.Held));
        Assert.Null(record.Zone);
        Assert.Equal([new ShadowHour(3, 1)], record.Hours);
        Assert.Empty(record.Cells);
    }

    [Fact]
    public void A_line_is_told_by_its_number_and_any_name_fits_the_wire()
    {
        ShadowRecord line = Of(ShadowTally.Empty, """{ "kind": "line", "line": "wire" }""");
        Assert.Equal((3, "line wire"), (line.Zone, line.Rule));
        string name = "\\u001b[31m" + new string('x', 153) + "\\ud83d\\ude00\\ud83d\\ude00";
        ShadowRecord record = Of(ShadowTally.Empty, $$"""{ "kind": "intrusion", "zone": "road", "name": "{{name}}" }""");
        Assert.Equal(("?[31m" + new string('x', 153) + "\ud83d\ude00", 2), (record.Rule, record.Zone));
        Assert.NotEmpty(Numbered(record).Encode(WireEncoding.Cbor));
    }

    /// <summary>Whatever was counted, the contract takes it: a record that it does not take would end the service.</summary>
    [Fact]
    public void Whatever_was_counted_keeps_the_contract() =>
        Gen.Select(Gen.Select(Gen.Int[0, 23], Gen.Int[0, 11], Gen.Int[1, 12]).Array[0, 30], Gen.Int[0, 20], Gen.Int[3, 12], Gen.Int[0, 4_000_000]).Sample((counts, held, floor, seconds) =>
        {
            ShadowTally tally = Tally(held, counts) with { Watched = TimeSpan.FromSeconds(seconds) };
            Assert.True(tally.IsSound());
            ShadowRecord record = ShadowDisclosure.Of(tally, Rule("""{ "kind": "intrusion", "zone": "yard" }"""), 1, floor, Now);
            Assert.Null(Numbered(record).Problem);
            int hidden = tally.Signals - record.Hours.Sum(part => part.Count);
            Assert.True(record.Signals is null or 0 || record.Hours.IsEmpty || hidden == 0 || hidden >= floor);
        });

    private static ShadowRecord Numbered(ShadowRecord record) => record with { Identity = new Identity(new Boot(1, 2), 3, null), Context = 1 };

    private static ShadowRecord Of(ShadowTally tally, string rule = """{ "kind": "intrusion", "zone": "yard" }""") => ShadowDisclosure.Of(tally, Rule(rule), 1, 5, Now);

    private static RuleSettings Rule(string json)
    {
        RuleSettings rule = Assert.Single(Footage.Read($"[{json}]", Footage.Context, out string complaints));
        Assert.Equal("", complaints);
        return rule;
    }

    private static ShadowTally Tally(int held, params (int Hour, int Cell, int Count)[] counts)
    {
        (int[] hours, int[] cells) = (new int[ShadowTally.HoursOfDay], new int[ShadowTally.Columns * ShadowTally.Rows]);
        foreach ((int hour, int cell, int count) in counts)
        {
            hours[hour] += count;
            cells[cell] += count;
        }

        return new ShadowTally(TimeSpan.FromHours(24), hours.Sum(), held, [.. hours], [.. cells]);
    }
}
