namespace Vigie.Modelkit.Conversion;

/// <summary>Padding that TensorFlow states as a node of its own, kept until a window (convolution, pool) can take it over.</summary>
/// <param name="Before">Values put before each logical axis.</param>
/// <param name="After">Values put after each logical axis.</param>
/// <param name="Fill">What they are: 0 for convolutions, minus infinity for maxima.</param>
public sealed record PendingPadding(int[] Before, int[] After, float Fill);
