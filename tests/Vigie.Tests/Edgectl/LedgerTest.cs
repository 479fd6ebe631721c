using CsCheck;
using Vigie.Contract;
using Vigie.Edgectl.Watch;

namespace Vigie.Tests.Edgectl;

/// <summary>Gaps are true: what is missing is said, what merely came in another order or on another topic is not.</summary>
public sealed class LedgerTest
{
    private const string Device = "site/box";
    private const string Topic = "vigie/1/site/box/event/intrusion";
    private static readonly Boot First = new(1, 11);
    private static readonly Boot Second = new(2, 22);

    [Fact]
    public void A_chain_without_holes_has_no_gap()
    {
        Ledger ledger = new();
        Assert.Equal(new Entry(false, false, null, null), ledger.Enter(Device, Topic, new(First, 2, null), false));
        // 3 and 4 went out on other topics.
        Assert.Equal(new Entry(false, false, null, 2), ledger.Enter(Device, Topic, new(First, 5, 2), false));
        Assert.Equal((0, 0), (ledger.Gaps, ledger.Duplicates));
    }

    [Fact]
    public void A_record_that_a_later_one_names_and_that_has_not_come_is_missing()
    {
        Ledger ledger = new();
        ledger.Enter(Device, Topic, new(First, 2, null), false);
        Assert.Equal(new Entry(false, false, 7, 2), ledger.Enter(Device, Topic, new(First, 9, 7), false));
        Assert.Equal(1, ledger.Gaps);
    }

    [Fact]
    public void What_comes_late_closes_its_gap()
    {
        Ledger ledger = new();
        ledger.Enter(Device, Topic, new(First, 2, null), false);
        ledger.Enter(Device, Topic, new(First, 9, 7), false);
        Assert.Equal(new Entry(false, true, null, 9), ledger.Enter(Device, Topic, new(First, 7, 2), false));
        Assert.Equal((0, 0), (ledger.Gaps, ledger.Duplicates));
    }

    [Fact]
    public void What_was_sent_before_the_subscription_is_not_missing()
    {
        Ledger ledger = new();
        Assert.Null(ledger.Enter(Device, Topic, new(First, 9, 7), false).Missing);
        Assert.Equal(0, ledger.Gaps);
    }

    [Fact]
    public void The_first_records_of_a_boot_that_began_meanwhile_are_expected()
    {
        Ledger ledger = new();
        ledger.Enter(Device, Topic, new(First, 9, 7), false);
        Assert.Equal(4u, ledger.Enter(Device, Topic, new(Second, 6, 4), false).Missing);
        Assert.Null(ledger.Enter(Device, Topic, new(new Boot(3, 1), 1, null), false).Missing);
    }

    [Fact]
    public void A_second_arrival_is_a_duplicate()
    {
        Ledger ledger = new();
        ledger.Enter(Device, Topic, new(First, 2, null), false);
        Assert.True(ledger.Enter(Device, Topic, new(First, 2, null), false).Repeated);
        Assert.Equal(1, ledger.Duplicates);
        Assert.False(ledger.Enter("site/other", "vigie/1/site/other/event/intrusion", new(First, 2, null), false).Repeated);
        Assert.False(ledger.Enter(Device, Topic, new(new Boot(1, 12), 2, null), false).Repeated);
    }

    [Fact]
    public void A_kept_copy_is_neither_duplicate_nor_gap()
    {
        Ledger ledger = new();
        Assert.Null(ledger.Enter(Device, Topic, new(First, 2, null), false).Missing);
        Assert.Null(ledger.Enter(Device, Topic, new(First, 9, 7), true).Missing);
        Assert.True(ledger.Enter(Device, Topic, new(First, 9, 7), true).Repeated);
        Assert.Equal((0, 0), (ledger.Gaps, ledger.Duplicates));
    }

    /// <summary>Whatever arrives, in any order and any number of times: gaps are the links that lead nowhere.</summary>
    [Fact]
    public void Gaps_and_duplicates_are_as_a_list_of_everything_tells() => Gen.Int[0, 30].Array[1, 60].Sample(order =>
    {
        Ledger ledger = new();
        List<uint> came = [0];
        ledger.Enter(Device, Topic, new(First, 1, null), false);
        foreach (uint number in order.Select(number => (uint)number))
        {
            // Sequence 2n + 1, on a topic that shares its device with another.
            ledger.Enter(Device, Topic, new(First, (2 * number) + 1, number == 0 ? null : (2 * number) - 1), false);
            came.Add(number);
        }

        Assert.Equal(came.Distinct().Count(number => number > 0 && !came.Contains(number - 1)), ledger.Gaps);
        Assert.Equal(came.Count - came.Distinct().Count(), ledger.Duplicates);
    });

    [Fact]
    public void A_set_of_sequences_is_a_set() => Gen.OneOf(Gen.UInt[0, 5000], Gen.UInt).Array[0, 200].Sample(sequences =>
    {
        SequenceSet set = new();
        HashSet<uint> plain = [];
        foreach (uint sequence in sequences)
        {
            Assert.Equal(plain.Contains(sequence), set.Contains(sequence));
            Assert.Equal(plain.Add(sequence), set.Add(sequence));
        }
    });
}
