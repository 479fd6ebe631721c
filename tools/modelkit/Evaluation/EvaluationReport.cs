using System.Collections.Immutable;

namespace Vigie.Modelkit.Evaluation;

/// <summary>A model in both of its precisions, on one set, on one machine.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Input">Width and height of what it looks at, pixels.</param>
/// <param name="Full">In float32; null where there is no such network.</param>
/// <param name="Quantised">In int8; null where there is no such network.</param>
/// <param name="LeftOut">Classes of the set that the model does not know.</param>
/// <param name="Processor">Where times were measured.</param>
public sealed record EvaluationReport(
    string Model, (int Width, int Height) Input, NetworkFigures? Full, NetworkFigures? Quantised, ImmutableArray<string> LeftOut, Processor Processor)
{
    /// <summary>The scores of the network that is there, the integer one first: they name set and classes.</summary>
    public ScoreTable? Scores => Quantised?.Scores ?? Full?.Scores;

    /// <summary>How many times as fast the integers are; null without both.</summary>
    public double? Ratio => Full is not null && Quantised is not null ? Full.Latency.MedianMs / Quantised.Latency.MedianMs : null;

    /// <summary>Points of AP (hundredths) that the integers lose; null without both.</summary>
    public double? PointsLost => Full?.Scores is not null && Quantised?.Scores is not null ? 100 * (Full.Scores.Mean.Ap - Quantised.Scores.Mean.Ap) : null;
}
