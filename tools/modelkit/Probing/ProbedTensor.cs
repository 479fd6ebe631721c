namespace Vigie.Modelkit.Probing;

/// <summary>An input or output of a network, as a run of it showed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Element">Type of one number as .NET calls it: Single, Byte, Int64 …</param>
/// <param name="Shape">Its sides; -1 in a declared input is one that is left open.</param>
/// <param name="Lows">Outputs: the smallest number in each slice along the last axis, or along axis 1 where there are four; empty for more than 4,096 slices.</param>
/// <param name="Highs">Outputs: the largest, likewise.</param>
public sealed record ProbedTensor(string Name, string Element, int[] Shape, float[] Lows, float[] Highs);
