using Vigie.Modelkit.Onnx;

namespace Vigie.Modelkit.Conversion.Operations;

/// <summary>Operations on each value alone, whatever the order of axes.</summary>
public static class Activations
{
    private const float DefaultSlope = 0.2f; // TensorFlow's, where the node states none

    public static Value LeakyRelu(Request request)
    {
        StoredValue value = request.Builder.Settle(request.Stored(0));
        float slope = request.Node.Has("alpha") ? request.Node.Number("alpha") : DefaultSlope;
        return value with
        {
            Name = request.Builder.Emit("LeakyRelu", [value.Name], request.Node.Name, Attributes.Of("alpha", slope)),
            Sole = request.Sole,
        };
    }
}
