using Vigie.Contract;
using Vigie.Edgectl.Hub;
using Vigie.Tests.Contract;

namespace Vigie.Tests.Edgectl.Hub;

/// <summary>When a box hears the hub, and what: all that is durable, nothing that is not, and in an order in which a box can forget.</summary>
public sealed class ReceiptBookTest : IDisposable
{
    private static readonly Boot First = new(1, 7);

    private readonly HubBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_receipt_goes_out_once_a_second_while_something_comes_else_as_a_heartbeat()
    {
        _bench.Take(HubBench.Event(First, 1));
        Assert.Equal([new SequenceRange(1, 1)], Only(Due()).Runs[0].Ranges);
        _bench.Take(HubBench.Event(First, 2, 1));
        Assert.Empty(Due());
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        ReceiptRecord second = Only(Due());
        Assert.Equal([new SequenceRange(1, 2)], second.Runs[0].Ranges);
        Assert.Equal(("room", 7 * 24 * 3600), (second.Hub, second.Lease));

        // Once more after 20 s, by which a box knows what the broker lost; from then on each minute.
        foreach (int pause in new[] { 20, 60, 60 })
        {
            _bench.Time.Advance(TimeSpan.FromSeconds(pause - 1));
            Assert.Empty(Due());
            _bench.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(second.Runs, Only(Due()).Runs);
        }

        Assert.Empty(_bench.Book.TakeDue(last: true));
    }

    [Fact]
    public void After_a_connection_every_box_hears_the_hub_at_once_and_again_after_20_seconds()
    {
        _bench.Take(HubBench.Event(First, 1));
        Assert.Single(Due());
        _bench.Book.Connected();
        Assert.Single(Due());
        Assert.Empty(Due());
        _bench.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.Single(Due());
        _bench.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.Empty(Due());
    }

    [Fact]
    public void What_one_receipt_cannot_hold_the_next_ones_name_from_the_oldest_on()
    {
        // Journal heads take every tenth number, and carry none: 100 islands in one burst.
        uint[] sequences = [.. Enumerable.Range(1, 1_000).Where(number => number % 10 != 0).Select(number => (uint)number)];
        _bench.Take(sequences.Select(sequence => HubBench.Event(First, sequence)));
        List<ReceiptRecord> heard = [];
        for (int i = 0; i < 6; i++)
        {
            heard.AddRange(Due());
            _bench.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(4, heard.Count);
        Assert.Equal(1u, heard[0].Runs[0].Ranges[0].First);
        Assert.Equal(999u, heard[^1].Runs[0].Ranges[^1].Last);
        Assert.All(sequences, sequence => Assert.Contains(heard, receipt => receipt.Holds(First, sequence)));
        Assert.All(heard, receipt => Assert.InRange(receipt.Encode(WireEncoding.Cbor).Length, 1, ReceiptRecord.MaximumBytes));

        // Sent again, since the box heard none of them: named again, from there.
        _bench.Take(HubBench.Event(First, 1), HubBench.Event(First, 11, 9));
        Assert.Equal(1u, Only(Due()).Runs[0].Ranges[0].First);
    }

    [Fact]
    public void More_runs_than_a_receipt_holds_are_named_one_after_the_other_and_a_run_with_a_lower_counter_as_well()
    {
        // A disk that was put back counts its boots from lower on.
        Boot[] boots = [.. new uint[] { 20, 21, 22, 23, 24, 25, 9 }.Select(counter => new Boot(counter, counter))];
        foreach (Boot boot in boots)
        {
            _bench.Take(HubBench.Event(boot, 1), HubBench.Event(boot, 2, 1));
        }

        ReceiptRecord first = Only(Due());
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        ReceiptRecord second = Only(Due());
        Assert.Equal(boots[..4], first.Runs.Select(run => run.Boot));
        Assert.Equal(boots[4..].Append(boots[3]).OrderBy(boot => boot.Number), second.Runs.Select(run => run.Boot));
        _bench.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty(Due());
    }

    [Fact]
    public void A_box_that_forgets_in_order_forgets_all_of_a_long_absence()
    {
        // Eight runs of 100 islands each: what stands behind a run that was not named to its end counts as named only when it is named again.
        List<(Boot Boot, uint Sequence)> kept = [];
        for (uint counter = 1; counter <= 8; counter++)
        {
            Boot boot = new(counter, counter);
            uint[] sequences = [.. Enumerable.Range(1, 100).Select(number => (uint)(2 * number))];
            _bench.Take(sequences.Select(sequence => HubBench.Event(boot, sequence)));
            kept.AddRange(sequences.Select(sequence => (boot, sequence)));
        }

        for (int i = 0; i < 40 && kept.Count > 0; i++)
        {
            foreach (ReceiptRecord receipt in Due())
            {
                kept.RemoveRange(0, kept.TakeWhile(record => receipt.Holds(record.Boot, record.Sequence)).Count());
            }

            _bench.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Empty(kept);
    }

    [Fact]
    public void A_receipt_is_never_of_an_earlier_time_than_one_that_the_box_may_have_heard()
    {
        DateTimeOffset later = Samples.Moment.AddDays(3);
        _bench.Take(HubBench.Event(First, 1));
        Assert.Empty(_bench.Book.Hear(HubBench.Device, Receipt(later, new SequenceRange(1, 1))));
        Assert.Equal(later.AddMilliseconds(1), Only(Due()).Time);
    }

    [Fact]
    public void What_an_earlier_receipt_says_and_the_database_lacks_is_noticed_and_not_said_again()
    {
        _bench.Take(HubBench.Event(First, 1), HubBench.Event(First, 2, 1));
        IReadOnlyList<ReceivedRun> lacking = _bench.Book.Hear(HubBench.Device, Receipt(Samples.Moment.AddDays(-1), new SequenceRange(1, 9), new SequenceRange(12, 13)));
        Assert.Equal([new SequenceRange(3, 9), new SequenceRange(12, 13)], Assert.Single(lacking).Ranges);
        Stored missed = _bench.Store.Miss(HubBench.Device, lacking, Samples.Moment);
        Assert.Contains("confirmed 9 records that its database does not hold", Assert.Single(missed.Alarms), StringComparison.Ordinal);
        Assert.Empty(_bench.Store.Miss(HubBench.Device, lacking, Samples.Moment).Alarms);
        Assert.Equal([new SequenceRange(1, 2)], Only(Due()).Runs[0].Ranges);

        Assert.Equal(9, _bench.Losses.Where(loss => loss.Kind == LossKind.Missing).Sum(loss => loss.Count));
        // The box still had some of them.
        _bench.Take(HubBench.Event(First, 12, 11));
        Assert.Equal(
            [new SequenceRange(3, 9), new SequenceRange(13, 13), new SequenceRange(11, 11)],
            _bench.Losses.Where(loss => loss.Kind == LossKind.Missing).Select(loss => loss.Range));
    }

    [Fact]
    public void An_earlier_receipt_that_comes_after_this_hub_has_written_one_says_what_the_database_lacks_all_the_same()
    {
        _bench.Take(HubBench.Event(First, 1));
        ReceiptRecord own = Only(Due());
        Assert.Empty(_bench.Book.Hear(HubBench.Device, own));
        IReadOnlyList<ReceivedRun> lacking = _bench.Book.Hear(HubBench.Device, Receipt(own.Time.AddSeconds(-3), new SequenceRange(1, 9)));
        Assert.Equal([new SequenceRange(2, 9)], Assert.Single(lacking).Ranges);
        // Nor is the next one of an earlier time for it.
        _bench.Take(HubBench.Event(First, 10, 1));
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(Only(Due()).Time > own.Time);
    }

    [Fact]
    public void Leave_says_all_that_is_held_and_a_lease_of_nothing()
    {
        _bench.Take(HubBench.Event(First, 1), HubBench.Event(First, 2, 1));
        (Topics device, ReceiptRecord leave) = Assert.Single(_bench.Book.Leave());
        Assert.Equal(HubBench.Device, device);
        Assert.Equal(0, leave.Lease);
        Assert.True(leave.Holds(First, 2));
    }

    private static ReceiptRecord Receipt(DateTimeOffset time, params SequenceRange[] ranges) =>
        new() { Hub = "room", Time = time, Lease = 60, Runs = [new ReceivedRun(First, [.. ranges])] };

    private static ReceiptRecord Only(IEnumerable<ReceiptRecord> due) => Assert.Single(due);

    private List<ReceiptRecord> Due() => [.. _bench.Book.TakeDue().Select(due => due.Receipt)];
}
