using Vigie.Modelkit.Quantisation;

namespace Vigie.Modelkit.PostTraining;

/// <summary>What quantisation.json holds: all from which an integer network is made again, to the byte, without a picture.</summary>
/// <param name="Source">SHA-256 of the float network.</param>
/// <param name="Result">SHA-256 of the integer network.</param>
/// <param name="Pictures">Number of pictures measured.</param>
/// <param name="Ranges">Which of the bounds are used.</param>
/// <param name="WeightBits">7 or 8.</param>
/// <param name="Floats">Nodes that stay in floats.</param>
/// <param name="Bounds">By tensor: minimum, maximum, and the bounds of the middle 99.99 %.</param>
/// <param name="Peaks">By tensor between two convolutions: largest magnitude of each channel before equalising; absent where nothing was equalised.</param>
/// <param name="Means">By tensor that a convolution reads: mean of each channel; absent where no bias was corrected.</param>
public sealed record QuantisationRecord(
    string Source,
    string Result,
    int Pictures,
    RangeChoice Ranges,
    int WeightBits,
    string[] Floats,
    Dictionary<string, float[]> Bounds,
    Dictionary<string, float[]>? Peaks,
    Dictionary<string, float[]>? Means)
{
    /// <summary>How the network is written.</summary>
    public PostTrainingPlan Plan => new(Ranges, WeightBits, Peaks is not null, Means is not null, Floats.ToHashSet(StringComparer.Ordinal));

    /// <summary>The figures by tensor.</summary>
    public Dictionary<string, TensorStatistics> Statistics => Bounds.ToDictionary(
        entry => entry.Key, entry => new TensorStatistics(entry.Value, Means?.GetValueOrDefault(entry.Key) ?? [], []), StringComparer.Ordinal);
}
