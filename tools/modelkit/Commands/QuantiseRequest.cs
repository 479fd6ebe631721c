using Vigie.Modelkit.Recipes;

namespace Vigie.Modelkit.Commands;

/// <summary>What <c>modelkit quantise</c> is asked for.</summary>
/// <param name="Folder">The float model.</param>
/// <param name="Calibration">Folder of pictures, or clip; where absent, the model's quantisation.json says all.</param>
/// <param name="Images">Folder of labelled pictures.</param>
/// <param name="Truth">Their labels.</param>
/// <param name="Output">The integer model's folder to be.</param>
/// <param name="WeightBits">7 or 8.</param>
/// <param name="MostFloats">How many layers may stay in floats at most.</param>
public sealed record QuantiseRequest(ModelFolder Folder, string? Calibration, string? Images, string? Truth, string Output, int WeightBits, int MostFloats);
