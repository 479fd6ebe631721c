using Vigie.Modelkit.Onnx;
using Vigie.Modelkit.Quantisation;

namespace Vigie.Modelkit.PostTraining;

/// <summary>
/// Makes up, in a convolution's bias, for what rounding its weights does to the mean of its output: b' = b + Σ (W - W rounded) E[x]
/// (Nagel et al., "Data-Free Quantization Through Weight Equalization and Bias Correction", ICCV 2019).
/// </summary>
public static class BiasCorrection
{
    /// <summary>The tensors whose means it needs.</summary>
    public static IEnumerable<string> Inputs(ModelProto model)
    {
        NetworkView view = new(model);
        return model.Graph.Node.Where(node => node.OpType == "Conv").Select(node => node.Input[0]).Where(tensor => tensor != view.Input).Distinct();
    }

    /// <summary>The corrected bias, in the steps of the weights.</summary>
    /// <param name="weights">The rounded weights.</param>
    /// <param name="filter">What they were, [channel out, channel in of its group, row, column].</param>
    /// <param name="bias">The bias before.</param>
    /// <param name="channelsIn">How many channels each of its groups reads.</param>
    /// <param name="means">Mean of each channel of the input.</param>
    public static int[] Correct(ChannelWeights weights, ReadOnlySpan<float> filter, ReadOnlySpan<float> bias, int channelsIn, float[] means)
    {
        int channels = bias.Length, size = filter.Length / channels, window = size / channelsIn;
        int channelsOfGroup = Math.Max(1, channels * channelsIn / means.Length);
        int[] corrected = new int[channels];
        for (int channel = 0; channel < channels; channel++)
        {
            int first = channel / channelsOfGroup * channelsIn;
            double moved = bias[channel];
            for (int index = 0; index < size; index++)
            {
                double rounded = weights.Filter[(channel * size) + index] * (double)weights.Scales[channel];
                moved += (filter[(channel * size) + index] - rounded) * means[first + (index / window)];
            }

            corrected[channel] = (int)Math.Round(moved / weights.BiasScales[channel]);
        }

        return corrected;
    }
}
