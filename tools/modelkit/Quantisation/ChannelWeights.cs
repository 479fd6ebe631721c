namespace Vigie.Modelkit.Quantisation;

/// <summary>A convolution's filter as signed bytes with one scale each output channel, and its bias in steps of input times filter.</summary>
/// <param name="Filter">The filter's values, [channel out, channel in, row, column].</param>
/// <param name="Scales">Step of each output channel.</param>
/// <param name="Bias">Bias of each output channel, in steps of <paramref name="BiasScales"/>.</param>
/// <param name="BiasScales">Input scale times the channel's step.</param>
public sealed record ChannelWeights(sbyte[] Filter, float[] Scales, int[] Bias, float[] BiasScales)
{
    // A bias beyond this would overflow the 32-bit sum; the channel's step is then made coarser.
    private const double LargestBias = 1 << 30;

    // Input scale times step must not vanish, not even for a channel without weights.
    private const double SmallestProduct = 1e-30;

    /// <summary>Quantises symmetrically, so that no zero point has to be subtracted in the inner loop.</summary>
    public static ChannelWeights Of(ReadOnlySpan<float> filter, ReadOnlySpan<float> bias, float inputScale, int bits)
    {
        int channels = bias.Length;
        int size = filter.Length / channels;
        int limit = bits == 8 ? sbyte.MaxValue : 1 << (bits - 1);
        ChannelWeights weights = new(new sbyte[filter.Length], new float[channels], new int[channels], new float[channels]);
        for (int channel = 0; channel < channels; channel++)
        {
            ReadOnlySpan<float> values = filter.Slice(channel * size, size);
            float step = StepOf(values, bias[channel], inputScale, limit);
            for (int index = 0; index < size; index++)
            {
                weights.Filter[(channel * size) + index] = (sbyte)Math.Clamp(Math.Round((double)values[index] / step), -limit, limit);
            }

            weights.Scales[channel] = step;
            weights.BiasScales[channel] = inputScale * step;
            weights.Bias[channel] = (int)Math.Round(bias[channel] / (double)weights.BiasScales[channel]);
        }

        return weights;
    }

    private static float StepOf(ReadOnlySpan<float> values, float bias, float inputScale, int limit)
    {
        double largest = 0;
        foreach (float value in values)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return (float)Math.Max(largest / limit, Math.Max(Math.Abs(bias) / LargestBias, SmallestProduct) / inputScale);
    }
}
