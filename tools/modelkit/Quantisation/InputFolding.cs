namespace Vigie.Modelkit.Quantisation;

/// <summary>
/// Moves the picture's normalisation, (x - mean) / deviation, into the first convolution, so that it takes the picture's bytes as they are:
/// W' = W / deviation, b' = b + Σ W' (zero point - mean), with x taken from the zero point.
/// </summary>
public static class InputFolding
{
    /// <summary>Changes filter [channel out, channel in, row, column] and bias in place.</summary>
    public static void Fold(Span<float> filter, Span<float> bias, QuantisationPlan plan)
    {
        int channelsIn = plan.Mean.Length;
        int window = filter.Length / (bias.Length * channelsIn);
        for (int channel = 0; channel < bias.Length; channel++)
        {
            double moved = bias[channel];
            for (int input = 0; input < channelsIn; input++)
            {
                Span<float> values = filter.Slice(((channel * channelsIn) + input) * window, window);
                foreach (ref float value in values)
                {
                    value /= plan.Deviation[input];
                    moved += (double)value * (plan.ZeroPoint - plan.Mean[input]);
                }
            }

            bias[channel] = (float)moved;
        }
    }
}
