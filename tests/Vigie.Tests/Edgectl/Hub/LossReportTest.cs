using Vigie.Contract;
using Vigie.Edgectl.Hub;
using Vigie.Tests.Contract;

namespace Vigie.Tests.Edgectl.Hub;

/// <summary>What is missing, what a box gave up, and what nobody can know.</summary>
public sealed class LossReportTest : IDisposable
{
    private static readonly Boot First = new(1, 7);
    private static readonly Boot Second = new(2, 8);

    private readonly HubBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Nothing_is_missing_where_all_came()
    {
        _bench.Take(HubBench.Event(First, 70, 68), HubBench.Event(First, 71, 70), HubBench.Event(Second, 1), HubBench.Event(Second, 2, 1));
        Assert.Empty(_bench.Losses);
    }

    [Fact]
    public void A_record_that_a_later_one_names_is_missing_and_the_hole_beside_it_unknown()
    {
        _bench.Take(HubBench.Event(First, 1), HubBench.Event(First, 9, 6), HubBench.Event(First, 10, 9));
        Assert.Equal(
            [(6u, 6u, LossKind.Missing), (2u, 5u, LossKind.Unknown), (7u, 8u, LossKind.Unknown)],
            _bench.Losses.Select(loss => (loss.Range.First, loss.Range.Last, loss.Kind)));
        Assert.Equal("on event/intrusion, named by 9", _bench.Losses[0].Why);
    }

    [Fact]
    public void What_the_box_says_it_gave_up_is_no_loss_on_the_way()
    {
        GapRecord gap = new()
        {
            Identity = new(First, 12, null),
            Time = Samples.Moment,
            Lane = LossLane.Signals,
            Reason = LossReason.DiskCap,
            Count = 5,
            First = new(First, 3, null),
            Last = new(First, 8, null),
        };
        _bench.Take(HubBench.Event(First, 1), HubBench.Event(First, 9, 8), HubBench.Message("gap", gap.Encode(WireEncoding.Cbor)), HubBench.Event(First, 13, 11));
        Assert.Equal(
            [(2u, 2u, LossKind.Unknown), (3u, 7u, LossKind.Declared), (8u, 8u, LossKind.Declared), (10u, 10u, LossKind.Unknown), (11u, 11u, LossKind.Missing)],
            _bench.Losses.Select(loss => (loss.Range.First, loss.Range.Last, loss.Kind)).OrderBy(loss => loss.First));
    }

    [Fact]
    public void A_gap_over_the_end_of_one_run_and_the_beginning_of_another_counts_in_both()
    {
        GapRecord gap = new()
        {
            Identity = new(Second, 5, null),
            Time = Samples.Moment,
            Lane = LossLane.Signals,
            Reason = LossReason.DiskFull,
            Count = 9,
            First = new(First, 4, null),
            Last = new(Second, 3, null),
        };
        _bench.Take(HubBench.Event(First, 1), HubBench.Event(First, 8, 7), HubBench.Event(Second, 4, 2), HubBench.Message("gap", gap.Encode(WireEncoding.Cbor)));
        Assert.DoesNotContain(_bench.Losses, loss => loss.Kind == LossKind.Missing);
        Assert.Equal([4, 3], _bench.Losses.Where(loss => loss.Kind == LossKind.Declared).GroupBy(loss => loss.Boot).Select(run => (int)run.Sum(loss => loss.Count)));
    }

    [Fact]
    public void Before_the_hub_was_there_nobody_is_accused_and_from_the_second_run_on_everybody()
    {
        // The retained context is older than the hub's first live record.
        _bench.Take(HubBench.Event(First, 1, retained: true), HubBench.Event(First, 500, 480), HubBench.Event(First, 501, 500));
        Assert.Empty(_bench.Losses);
        _bench.Take(HubBench.Event(Second, 4, 2));
        Assert.Equal([(2u, LossKind.Missing)], _bench.Losses.Where(loss => loss.Kind == LossKind.Missing).Select(loss => (loss.Range.First, loss.Kind)));
    }
}
