using CsCheck;
using Vigie.Appliance.Evaluation;

namespace Vigie.Tests.Appliance.Evaluation;

/// <summary>The intervals are those of the printed tables.</summary>
public sealed class ConfidenceIntervalsTest
{
    // Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17, 1998, table I, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    [InlineData(29, 29, 0.8830, 1)]
    public void A_proportion_has_Wilson_s(int successes, int trials, double low, double high) =>
        Near(low, high, ConfidenceIntervals.OfProportion(successes, trials), 0.0001);

    // Garwood's figures as they stand in textbooks (for example Ulm, American Journal of Epidemiology 131, 1990).
    [Theory]
    [InlineData(0, 0, 3.689)]
    [InlineData(1, 0.0253, 5.572)]
    [InlineData(5, 1.623, 11.668)]
    [InlineData(10, 4.795, 18.390)]
    [InlineData(100, 81.364, 121.627)]
    public void A_count_has_Garwood_s(int count, double low, double high) => Near(low, high, ConfidenceIntervals.OfCount(count), 0.001);

    [Fact]
    public void Of_nothing_nothing_is_known() => Assert.Equal(new Interval(0, 1), ConfidenceIntervals.OfProportion(0, 0));

    [Fact]
    public void The_interval_holds_what_was_counted_and_narrows() => Gen.Select(Gen.Int[0, 300], Gen.Int[1, 300]).Sample((part, whole) =>
    {
        int successes = Math.Min(part, whole);
        Interval share = ConfidenceIntervals.OfProportion(successes, whole), tenfold = ConfidenceIntervals.OfProportion(10 * successes, 10 * whole);
        Interval count = ConfidenceIntervals.OfCount(part);
        double value = (double)successes / whole;
        return share.Low >= 0 && share.Low <= value && value <= share.High && share.High <= 1
            && tenfold.High - tenfold.Low < share.High - share.Low
            && count.Low <= part && part < count.High;
    });

    [Fact]
    public void A_large_count_has_one_too()
    {
        Interval interval = ConfidenceIntervals.OfCount(5_000);
        Near(5_000 - 1.96 * Math.Sqrt(5_000), 5_000 + 1.96 * Math.Sqrt(5_000), interval, 3);
    }

    private static void Near(double low, double high, Interval interval, double tolerance)
    {
        Assert.Equal(low, interval.Low, tolerance);
        Assert.Equal(high, interval.High, tolerance);
    }
}
