using Vigie.Modelkit.Onnx;

namespace Vigie.Modelkit.PostTraining;

/// <summary>
/// Brings the channels between two neighbouring convolutions to like ranges, so that one scale fits all of them: what the first gives is
/// divided by a factor for each channel, and the second multiplies by it. The network computes the same (Nagel et al., "Data-Free Quantization
/// Through Weight Equalization and Bias Correction", ICCV 2019). Only a Relu or LeakyRelu may lie between: others do not commute with factors.
/// </summary>
public static class Equalisation
{
    // Channels that are all but dead are not blown up beyond this.
    private const float LargestFactor = 1000;

    /// <summary>Equalises all such pairs, in place.</summary>
    /// <param name="model">The network.</param>
    /// <param name="peaks">Largest magnitude of each channel of the tensors between them.</param>
    public static void Apply(ModelProto model, IReadOnlyDictionary<string, float[]> peaks)
    {
        NetworkView view = new(model);
        foreach ((NodeProto first, string between, NodeProto second) in Pairs(view))
        {
            if (peaks.TryGetValue(between, out float[]? channels) && channels.Length > 0)
            {
                Equalise(view, first, second, channels);
            }
        }
    }

    /// <summary>The tensors between them.</summary>
    public static IEnumerable<string> Between(ModelProto model) => Pairs(new NetworkView(model)).Select(pair => pair.Between);

    private static IEnumerable<(NodeProto First, string Between, NodeProto Second)> Pairs(NetworkView view)
    {
        foreach (NodeProto first in view.Model.Graph.Node.Where(node => node.OpType == "Conv" && IsOwn(view, node)))
        {
            string between = first.Output[0];
            if (view.SoleConsumer(between) is { OpType: "Relu" or "LeakyRelu" } activation)
            {
                between = activation.Output[0];
            }

            if (view.SoleConsumer(between) is { OpType: "Conv" } second && second.Input[0] == between && IsOwn(view, second))
            {
                yield return (first, between, second);
            }
        }
    }

    // Its constants are its own: changing them changes no other node.
    private static bool IsOwn(NetworkView view, NodeProto node) => node.Input.Skip(1).All(input => view.Constant(input) is not null && view.Consumers(input).Count == 1);

    private static void Equalise(NetworkView view, NodeProto first, NodeProto second, float[] peaks)
    {
        TensorProto before = view.Constant(first.Input[1])!, after = view.Constant(second.Input[1])!;
        float[] produce = Tensors.Floats(before), consume = Tensors.Floats(after);
        int channels = peaks.Length, group = (int)Attributes.Number(second, "group", 1);
        int channelsOut = (int)after.Dims[0], channelsIn = (int)after.Dims[1];
        if (before.Dims[0] != channels || (group != 1 && (group != channels || channelsOut != channels)))
        {
            return;
        }

        int window = consume.Length / (channelsOut * channelsIn);
        float[] factors = FactorsOf(peaks, consume, group == 1 ? channelsIn : 1, window);
        for (int index = 0; index < produce.Length; index++)
        {
            produce[index] /= factors[index / (produce.Length / channels)];
        }

        for (int index = 0; index < consume.Length; index++)
        {
            consume[index] *= factors[group == 1 ? index / window % channelsIn : index / window];
        }

        Replace(before, produce);
        Replace(after, consume);
        if (first.Input.Count > 2)
        {
            TensorProto bias = view.Constant(first.Input[2])!;
            Replace(bias, [.. Tensors.Floats(bias).Zip(factors, (value, factor) => value / factor)]);
        }
    }

    // Behind a depthwise filter each channel has a scale of its own and takes the whole factor; in a dense one channels share a scale, and half of it (in powers) is best.
    private static float[] FactorsOf(float[] peaks, float[] consume, int channelsIn, int window)
    {
        float highest = Math.Max(peaks.Max(), float.Epsilon);
        return
        [
            .. peaks.Select((peak, channel) =>
            {
                float range = Math.Max(peak / highest, 1 / LargestFactor);
                if (channelsIn == 1)
                {
                    return range;
                }

                float weight = 0;
                for (int index = channel * window; index < consume.Length; index += channelsIn * window)
                {
                    for (int tap = 0; tap < window; tap++)
                    {
                        weight = Math.Max(weight, Math.Abs(consume[index + tap]));
                    }
                }

                return weight > 0 ? Math.Clamp(MathF.Sqrt(range / weight), 1 / LargestFactor, LargestFactor) : 1;
            }),
        ];
    }

    private static void Replace(TensorProto tensor, float[] values)
    {
        TensorProto made = Tensors.Of(tensor.Name, values);
        tensor.FloatData.Clear();
        tensor.RawData = made.RawData;
    }
}
