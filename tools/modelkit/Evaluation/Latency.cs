namespace Vigie.Modelkit.Evaluation;

/// <summary>How long one run of a network takes, on one thread.</summary>
/// <param name="MedianMs">The middle run, milliseconds.</param>
/// <param name="P95Ms">Of 20 runs 19 are at least as fast, milliseconds.</param>
/// <param name="Runs">How many were measured.</param>
public sealed record Latency(double MedianMs, double P95Ms, int Runs)
{
    /// <summary>What single durations come to.</summary>
    /// <param name="milliseconds">The durations, at least one, in any order.</param>
    public static Latency Of(IReadOnlyCollection<double> milliseconds)
    {
        double[] sorted = [.. milliseconds.Order()];
        double median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        return new Latency(median, sorted[(int)Math.Ceiling(0.95 * sorted.Length) - 1], sorted.Length);
    }
}
