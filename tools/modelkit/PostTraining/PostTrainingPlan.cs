using Vigie.Modelkit.Quantisation;

namespace Vigie.Modelkit.PostTraining;

/// <summary>How a network is written in integers.</summary>
/// <param name="Ranges">Which of the measured bounds activations are written over.</param>
/// <param name="WeightBits">8, or 7 for processors without integer dot products.</param>
/// <param name="Equalise">Whether channels of neighbouring convolutions are brought to like ranges first.</param>
/// <param name="CorrectBias">Whether biases make up for what rounding the weights does to the mean.</param>
/// <param name="Floats">Names of nodes that stay in floats.</param>
public sealed record PostTrainingPlan(RangeChoice Ranges, int WeightBits, bool Equalise, bool CorrectBias, IReadOnlySet<string> Floats);
