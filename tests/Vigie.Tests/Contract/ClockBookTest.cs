using CsCheck;
using Vigie.Contract;

namespace Vigie.Tests.Contract;

/// <summary>By a boot's clock records a subscriber corrects each time that was stamped before, once, in whatever order they come.</summary>
public sealed class ClockBookTest
{
    private static readonly DateTimeOffset Moment = Samples.Moment;

    [Fact]
    public void Each_step_corrects_what_was_numbered_before_it_and_nothing_after()
    {
        ClockBook book = new();
        book.Add(Clock(1, null, null));
        book.Add(Clock(10, TimeSpan.FromHours(2), 2_000));
        book.Add(Clock(20, null, 16_000));
        book.Add(Clock(30, TimeSpan.FromMinutes(-5), 2_000));
        book.Add(Clock(30, TimeSpan.FromMinutes(-5), 2_000));

        Assert.Equal(TimeSpan.FromMinutes(115), book.CorrectionOf(2));
        Assert.Equal(TimeSpan.FromMinutes(-5), book.CorrectionOf(11));
        Assert.Equal(TimeSpan.FromMinutes(-5), book.CorrectionOf(21));
        Assert.Equal(TimeSpan.Zero, book.CorrectionOf(31));
    }

    [Fact]
    public void A_corrected_time_is_as_sure_as_the_clock_that_corrected_it()
    {
        ClockBook book = new();
        book.Add(Clock(1, null, null));
        Assert.Null(book.UncertaintyOf(2));
        book.Add(Clock(10, TimeSpan.FromHours(2), 2_000));
        book.Add(Clock(20, null, 16_000));

        Assert.Equal(2_000, book.UncertaintyOf(2));
        Assert.Equal(2_000, book.UncertaintyOf(11));
        Assert.Equal(16_000, book.UncertaintyOf(21));
        Assert.Null(new ClockBook().UncertaintyOf(1));
    }

    [Fact]
    public void Steps_by_millennia_are_no_error()
    {
        ClockBook book = new();
        for (uint sequence = 2; sequence < 12; sequence++)
        {
            book.Add(new ClockRecord { Identity = new(Samples.Boot, sequence, null), Time = DateTimeOffset.MaxValue, Was = DateTimeOffset.UnixEpoch });
        }

        Assert.Equal(TimeSpan.MaxValue, book.CorrectionOf(1));
    }

    [Fact]
    public void The_order_of_arrival_changes_nothing() => ClockSamples.Clocks.Array[0, 6].Select(records => records.DistinctBy(record => record.Identity.Sequence).ToArray()).Sample(records =>
    {
        ClockBook book = new(), turned = new();
        Array.ForEach(records, book.Add);
        Array.ForEach([.. records.Reverse()], turned.Add);
        foreach (uint sequence in records.Select(record => record.Identity.Sequence))
        {
            Assert.Equal(book.CorrectionOf(sequence), turned.CorrectionOf(sequence));
            Assert.Equal(book.UncertaintyOf(sequence), turned.UncertaintyOf(sequence));
        }
    });

    private static ClockRecord Clock(uint sequence, TimeSpan? step, int? uncertainty) =>
        new() { Identity = new(Samples.Boot, sequence, null), Time = Moment, Was = step is { } by ? Moment - by : null, Uncertainty = uncertainty };
}
