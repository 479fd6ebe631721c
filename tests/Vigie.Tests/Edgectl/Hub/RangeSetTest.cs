using CsCheck;
using Vigie.Contract;
using Vigie.Edgectl.Hub;

namespace Vigie.Tests.Edgectl.Hub;

/// <summary>Ranges of what is there, against a plain set, and against the database's own "islands".</summary>
public sealed class RangeSetTest
{
    [Fact]
    public void It_holds_what_was_put_in_in_as_few_ranges_as_can_be() => Gen.UInt[1, 60].Array[0, 80].Sample(sequences =>
    {
        RangeSet set = new();
        Array.ForEach(sequences, set.Add);
        SequenceRange[] expected = [.. Islands(sequences)];
        Assert.Equal(expected, set.Slice(0, int.MaxValue));
        for (uint sequence = 0; sequence <= 62; sequence++)
        {
            Assert.Equal(sequences.Contains(sequence), set.Holds(sequence));
        }

        Assert.Equal(Enumerable.Range(5, 46).Select(number => (uint)number).Except(sequences), set.Missing(new SequenceRange(5, 50)).SelectMany(Each));
    });

    [Fact]
    public void The_ends_of_all_numbers_are_numbers()
    {
        RangeSet set = new();
        foreach (uint sequence in new[] { uint.MaxValue, uint.MaxValue - 1, 1u })
        {
            set.Add(sequence);
        }

        Assert.Equal([new SequenceRange(1, 1), new SequenceRange(uint.MaxValue - 1, uint.MaxValue)], set.Slice(0, 9));
        Assert.Equal([new SequenceRange(2, uint.MaxValue - 2)], set.Missing(new SequenceRange(1, uint.MaxValue)));
    }

    [Fact]
    public void Ranges_that_touch_or_overlap_are_one() => Assert.Equal(
        [new SequenceRange(1, 9), new SequenceRange(11, 12)],
        new RangeSet(new SequenceRange(1, 5), new SequenceRange(2, 3), new SequenceRange(4, 8), new SequenceRange(9, 9), new SequenceRange(11, 12)).Slice(0, 9));

    [Fact]
    public void The_database_finds_the_same_islands()
    {
        using HubBench bench = new();
        Boot boot = new(3, 4);
        Gen.UInt[1, 60].Array[1, 40].Sample(
            sequences =>
            {
                boot = boot with { Nonce = boot.Nonce + 1 };
                bench.Take(sequences.Select(sequence => HubBench.Event(boot, sequence)));
                Assert.Equal(Islands(sequences), bench.Database.Ranges(HubBench.Device, boot));
            },
            iter: 50, threads: 1);
    }

    private static IEnumerable<SequenceRange> Islands(uint[] sequences) => sequences.Distinct().Order()
        .Select((sequence, rank) => (sequence, island: sequence - (uint)rank)).GroupBy(pair => pair.island)
        .Select(island => new SequenceRange(island.First().sequence, island.Last().sequence));

    private static IEnumerable<uint> Each(SequenceRange range) => Enumerable.Range((int)range.First, (int)(range.Last - range.First + 1)).Select(number => (uint)number);
}
