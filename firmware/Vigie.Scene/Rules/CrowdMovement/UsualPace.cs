namespace Vigie.Scene.Rules.CrowdMovement;

/// <summary>
/// How fast people usually go at a place: mean and variance of their middle speed, which forget with time (West, "Updating Mean and Variance
/// Estimates", 1979, with a weight that falls to that of the last half hour). Two numbers, however long it learns.
/// </summary>
internal sealed class UsualPace
{
    private const double Memory = 1800;

    // A scene that never changed is no proof that it never will.
    private const double SmallestDeviation = 0.15;

    private double _variance;

    /// <summary>Seconds in which it has seen anybody.</summary>
    public double Seen { get; private set; }

    /// <summary>Mean of the middle speed.</summary>
    public double Mean { get; private set; }

    /// <summary>Standard deviation, at least 15 % of the mean.</summary>
    public double Deviation => Math.Max(Math.Sqrt(_variance), SmallestDeviation * Mean);

    /// <summary>Learns of a time in which the middle speed was this.</summary>
    public void Learn(double speed, double seconds)
    {
        Seen += seconds;
        double weight = Math.Min(1, seconds / Math.Min(Memory, Seen));
        double change = speed - Mean;
        Mean += weight * change;
        _variance = (1 - weight) * (_variance + weight * change * change);
    }
}
