using Vigie.Contract;

namespace Vigie.Scene.Rules.Precision;

/// <summary>How often a kind of rule was right, on clips with known truth.</summary>
/// <param name="Kind">Which kind.</param>
/// <param name="Right">Signals that were right.</param>
/// <param name="Signals">Signals that there were, at least 1.</param>
/// <param name="Truth">Events that there were to find.</param>
/// <param name="Clips">On which clips.</param>
/// <param name="Model">With which model's tracks.</param>
/// <param name="Source">Where the measurement can be looked up and repeated.</param>
public sealed record MeasuredPrecision(EventKind Kind, int Right, int Signals, int Truth, string Clips, string Model, string Source)
{
    /// <summary>Of 100 signals so many were right; rounded down.</summary>
    public int Percent => 100 * Right / Signals;

    /// <summary>
    /// What is certain to 97.5 %: the lower end of Wilson's 95 % score interval (JASA 22, 1927), in per cent, rounded down. 2 of 2 are 34, not 100.
    /// </summary>
    public int CertainPercent
    {
        get
        {
            const double Z = 1.959964;
            double share = (double)Right / Signals;
            double middle = share + Z * Z / (2 * Signals);
            double half = Z * Math.Sqrt(share * (1 - share) / Signals + Z * Z / (4.0 * Signals * Signals));
            return (int)Math.Floor(100 * Math.Max(0, (middle - half) / (1 + Z * Z / Signals)) + 1e-9);
        }
    }
}
