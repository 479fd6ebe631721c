namespace Vigie.Modelkit.Quantisation;

/// <summary>How a tensor of real values is written in bytes: real = Scale × (byte - ZeroPoint).</summary>
/// <param name="Scale">Step between two neighbouring bytes, above 0.</param>
/// <param name="ZeroPoint">The byte that stands for 0.</param>
public sealed record ActivationScale(float Scale, byte ZeroPoint)
{
    // Below this a tensor is constant: 0 to the last digit that a float can keep.
    private const double Smallest = 1e-30;

    /// <summary>The scale that spreads a range, widened to hold 0 (padding must be exact), over all 256 bytes.</summary>
    public static ActivationScale Over(float low, float high)
    {
        double from = Math.Min(low, 0);
        double to = Math.Max(high, 0);
        double step = (to - from) / byte.MaxValue;
        return step < Smallest
            ? new ActivationScale(1, 0)
            : new ActivationScale((float)step, (byte)Math.Clamp(Math.Round(-from / step), byte.MinValue, byte.MaxValue));
    }
}
