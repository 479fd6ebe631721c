namespace Vigie.Appliance.Evaluation;

/// <summary>What a few counted events allow to say: intervals that hold the true value with 95 % confidence, however small the counts.</summary>
public static class ConfidenceIntervals
{
    // Two-sided 95 %.
    private const double Quantile = 1.959963984540054;
    private const double Tail = 0.025;

    /// <summary>
    /// Of a proportion: the score interval of Wilson ("Probable inference, the law of succession, and statistical inference", JASA 22,
    /// 1927), which stays within 0 to 1 and says something of 0 out of 3, too.
    /// </summary>
    /// <param name="successes">0 to <paramref name="trials"/>.</param>
    /// <param name="trials">How often it was tried; 0: nothing is known.</param>
    public static Interval OfProportion(int successes, int trials)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        if (trials == 0)
        {
            return new Interval(0, 1);
        }

        double square = Quantile * Quantile, share = (double)successes / trials;
        double centre = (share + square / (2 * trials)) / (1 + square / trials);
        double half = Quantile / (1 + square / trials) * Math.Sqrt(share * (1 - share) / trials + square / (4.0 * trials * trials));
        return new Interval(successes == 0 ? 0 : centre - half, successes == trials ? 1 : centre + half);
    }

    /// <summary>
    /// Of how many are to be expected where so many were counted: exact, after Garwood ("Fiducial limits for the Poisson distribution",
    /// Biometrika 28, 1936). For a rate both ends are divided by the time.
    /// </summary>
    /// <param name="count">Events counted, not negative.</param>
    public static Interval OfCount(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new Interval(
            count == 0 ? 0 : Mean(mean => 1 - AtMost(count - 1, mean) >= Tail, count),
            Mean(mean => AtMost(count, mean) <= Tail, count));
    }

    // The least mean from which on it holds; it holds for all large ones.
    private static double Mean(Func<double, bool> holds, int count)
    {
        double low = 0, high = count + 10 * Math.Sqrt(count + 1) + 10;
        for (int i = 0; i < 100; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = holds(middle) ? (low, middle) : (middle, high);
        }

        return high;
    }

    /// <summary>Probability of at most so many where so many are to be expected (Poisson); summed by logarithms, which large means need.</summary>
    private static double AtMost(int count, double mean)
    {
        double sum = 0, logarithm = -mean;
        for (int i = 0; i <= count; i++)
        {
            sum += Math.Exp(logarithm);
            logarithm += Math.Log(mean) - Math.Log(i + 1);
        }

        return Math.Min(sum, 1);
    }
}
