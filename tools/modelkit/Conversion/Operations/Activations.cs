using Vigie.Modelkit.Onnx;

namespace Vigie.Modelkit.Conversion.Operations;

/// <summary>Operations on each value alone, whatever the order of axes.</summary>
public static class Activations
{
    private const float DefaultSlope = 0.2f; // TensorFlow's, where the node states none

    /// <summary>Puts an activation that TensorFlow has fused into a node behind its tensor; none where it is "".</summary>
    /// <param name="request">The node.</param>
    /// <param name="activation">"", Relu or Relu6.</param>
    /// <param name="tensor">What it works on.</param>
    /// <returns>The tensor that results.</returns>
    public static string Emit(Request request, string activation, string tensor)
    {
        if (activation != "Relu6")
        {
            return activation.Length == 0 ? tensor : request.Builder.Emit(activation, [tensor], request.Node.Name);
        }

        string least = request.Builder.Constant(request.Node.Name + "/least", [0f]), most = request.Builder.Constant(request.Node.Name + "/most", [6f]);
        return request.Builder.Emit("Clip", [tensor, least, most], request.Node.Name);
    }

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
