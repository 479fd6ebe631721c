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
}
