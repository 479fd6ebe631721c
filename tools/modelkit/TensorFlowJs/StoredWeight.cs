namespace Vigie.Modelkit.TensorFlowJs;

/// <summary>Where a constant's bytes lie in the weights and how they are to be read.</summary>
/// <param name="Name">The constant's node.</param>
/// <param name="Shape">Extent of each axis.</param>
/// <param name="Element">How each value is stored: float32, float16 or int32.</param>
/// <param name="Offset">First byte, in all shards joined.</param>
/// <param name="Length">Number of bytes.</param>
public sealed record StoredWeight(string Name, int[] Shape, string Element, int Offset, int Length);
