namespace Vigie.Modelkit.Quantisation;

/// <summary>How a network is quantised.</summary>
/// <param name="Ranges">Which of the measured bounds are used.</param>
/// <param name="WeightBits">8, or 7 where processors without VNNI must not saturate (their 16-bit sums hold two products of 7-bit weights).</param>
/// <param name="Mean">What is subtracted from each channel of the picture.</param>
/// <param name="Deviation">By what each channel is divided thereafter.</param>
/// <param name="ZeroPoint">The byte of the picture that the first convolution takes for 0: the letterbox's fill, so that padding continues it.</param>
public sealed record QuantisationPlan(RangeChoice Ranges, int WeightBits, float[] Mean, float[] Deviation, byte ZeroPoint);
