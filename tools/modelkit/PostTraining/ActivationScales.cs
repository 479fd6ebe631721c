using Vigie.Modelkit.Onnx;
using Vigie.Modelkit.Quantisation;

namespace Vigie.Modelkit.PostTraining;

/// <summary>In which scale each tensor of an integer network is written.</summary>
/// <param name="View">The float network.</param>
/// <param name="Statistics">What its tensors held.</param>
/// <param name="Integers">Its nodes that compute in integers.</param>
/// <param name="Ranges">Which bounds count.</param>
/// <param name="Input">How the picture comes in.</param>
public sealed record ActivationScales(
    NetworkView View, IReadOnlyDictionary<string, TensorStatistics> Statistics, IReadOnlySet<NodeProto> Integers, RangeChoice Ranges, PictureInput Input)
{
    // x sigmoid(x) is -0.003 there and all but 0 below: what lies lower need not be told apart.
    private const float SwishFloor = -8;

    private readonly Dictionary<string, ActivationScale> _scales = new(StringComparer.Ordinal);

    /// <summary>The scale of one tensor.</summary>
    public ActivationScale Of(string tensor)
    {
        if (!_scales.TryGetValue(tensor, out ActivationScale? scale))
        {
            _scales[tensor] = scale = Choose(tensor);
        }

        return scale;
    }

    private ActivationScale Choose(string tensor)
    {
        if (tensor == View.Input && Input.Bytes)
        {
            return new ActivationScale(1, Input.ZeroPoint);
        }

        NodeProto? producer = View.Producer(tensor);
        if (producer is not null && Integers.Contains(producer))
        {
            if (IntegerNodes.Moving.Contains(producer.OpType))
            {
                return Of(producer.Input[0]);
            }

            if (producer.OpType == "Sigmoid")
            {
                return ActivationScale.Over(0, 1);
            }

            // Joined at once, it is written as the whole is written: rounded once, and copied.
            if (View.SoleConsumer(tensor) is { OpType: "Concat" } join && Integers.Contains(join))
            {
                return Of(join.Output[0]);
            }
        }

        float[] bounds = Statistics[tensor].Bounds;
        (float low, float high) = Ranges == RangeChoice.Extremes ? (bounds[0], bounds[1]) : (bounds[2], bounds[3]);
        return ActivationScale.Over(IsSwished(tensor) ? Math.Max(low, SwishFloor) : low, high);
    }

    // Read by a sigmoid and by the product with it, and by nothing else.
    private bool IsSwished(string tensor) =>
        !View.IsOutput(tensor)
        && View.Consumers(tensor) is [var one, var other]
        && (one.OpType == "Sigmoid" ? (one, other) : (other, one)) is ({ OpType: "Sigmoid" } sigmoid, { OpType: "Mul" } product)
        && product.Input.Contains(sigmoid.Output[0]);
}
