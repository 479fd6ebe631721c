using System.Globalization;
using System.Numerics.Tensors;

namespace Vigie.Modelkit.Quantisation;

/// <summary>How the values of one tensor are spread over all pictures: extremes first, then a histogram between them.</summary>
public sealed class TensorSpread
{
    // Fine enough: 32 bins to a quantisation step of 1/256 of the range.
    private const int Bins = 8192;

    // Half of 0.01 %: 99.99 % of the values lie between the bounds.
    private const double Tail = 0.00005;

    private readonly long[] _bins = new long[Bins];
    private float _minimum = float.PositiveInfinity;
    private float _maximum = float.NegativeInfinity;

    /// <summary>First look: widens the extremes.</summary>
    public void Widen(ReadOnlySpan<float> values)
    {
        _minimum = Math.Min(_minimum, TensorPrimitives.Min(values));
        _maximum = Math.Max(_maximum, TensorPrimitives.Max(values));
    }

    /// <summary>Second look: counts values between the extremes.</summary>
    public void Count(ReadOnlySpan<float> values)
    {
        float factor = _maximum > _minimum ? Bins / (_maximum - _minimum) : 0;
        foreach (float value in values)
        {
            _bins[Math.Clamp((int)((value - _minimum) * factor), 0, Bins - 1)]++;
        }
    }

    /// <summary>Minimum, maximum, and the bounds of the middle 99.99 %.</summary>
    public float[] Bounds()
    {
        double tail = _bins.Sum() * Tail;
        float width = (_maximum - _minimum) / Bins;
        int low = 0;
        for (double below = _bins[0]; below <= tail && low < Bins - 1; below += _bins[low])
        {
            low++;
        }

        int high = Bins - 1;
        for (double above = _bins[^1]; above <= tail && high > low; above += _bins[high])
        {
            high--;
        }

        return [.. new[] { _minimum, _maximum, _minimum + (low * width), _minimum + ((high + 1) * width) }.Select(Short)];
    }

    /// <summary>A value in six digits: finer than any quantisation step, and the file stays small.</summary>
    internal static float Short(float value) => float.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
