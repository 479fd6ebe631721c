using Vigie.Modelkit.Onnx;
using Vigie.Modelkit.TensorFlowJs;

namespace Vigie.Modelkit.Conversion.Operations;

/// <summary>
/// Conv2D, dense convolution of pictures with a filter [row, column, channel in, channel out]; DepthwiseConv2dNative, of each channel by itself with a
/// filter [row, column, channel, multiplier]; and both with bias and activation fused into them, as TensorFlow's optimiser leaves them.
/// </summary>
public static class Convolutions
{
    // TensorFlow's filter axes in the order of ONNX: channel out, channel in, row, column. With depth: channel, multiplier, row, column.
    private static readonly int[] FilterOrder = [3, 2, 0, 1], DepthOrder = [2, 3, 0, 1];

    public static Value Convert(Request request) => Convolve(request, depthwise: false);

    public static Value Depthwise(Request request) => Convolve(request, depthwise: true);

    private static StoredValue Convolve(Request request, bool depthwise)
    {
        StoredValue pictures = request.Pictures(0);
        ConstantTensor filter = request.Constant(1);
        int first = WindowGeometry.FirstSpatial(request);
        int channel = first == 1 ? 3 : 1;
        if (filter.Shape.Length != 4 || filter.Shape[2] != pictures.Shape[channel])
        {
            throw request.Node.Refuse($"filter [{string.Join(", ", filter.Shape)}] does not fit {pictures.Shape[channel]} channels");
        }

        if (!WindowGeometry.CanTakeOver(pictures.Padding, first, fill => fill == 0))
        {
            pictures = request.Builder.Settle(pictures);
        }

        WindowGeometry windows = WindowGeometry.Of(request, pictures.Shape, filter.Shape[..2], first);
        StoredValue arranged = request.Builder.Arrange(pictures, WindowGeometry.ChannelsFirst(first));
        AttributeProto[] attributes = windows.TakeOver(pictures.Padding, first).ToAttributes();
        int[] shape = [.. pictures.Shape];
        (shape[first], shape[first + 1], shape[channel]) = (windows.Output[0], windows.Output[1], filter.Shape[3] * (depthwise ? filter.Shape[2] : 1));
        string[] inputs = [arranged.Name, FilterOf(request, filter, depthwise), .. BiasOf(request, shape[channel])];
        string activation = ActivationOf(request);
        string output = request.Builder.Emit("Conv", inputs, request.Node.Name + (activation.Length > 0 ? "/sum" : ""),
            depthwise ? [.. attributes, Attributes.Of("group", (long)filter.Shape[2])] : attributes);
        return new StoredValue(Activations.Emit(request, activation, output), shape, arranged.Order, null, request.Sole);
    }

    private static string FilterOf(Request request, ConstantTensor filter, bool depthwise)
    {
        if (!depthwise)
        {
            return request.Builder.Constant(filter, FilterOrder);
        }

        ConstantTensor turned = filter.Permute(DepthOrder);
        return request.Builder.Constant(filter.Name, turned.RequireFloats(), turned.Shape[0] * turned.Shape[1], 1, turned.Shape[2], turned.Shape[3]);
    }

    private static string[] BiasOf(Request request, int channels)
    {
        if (Fused(request).Length == 0)
        {
            return [];
        }

        ConstantTensor bias = request.Constant(2);
        return bias.Shape is [int length] && length == channels
            ? [request.Builder.Constant(bias.Name, bias.RequireFloats(), channels)]
            : throw request.Node.Refuse($"bias [{string.Join(", ", bias.Shape)}] does not fit {channels} channels");
    }

    private static string ActivationOf(Request request) => Fused(request) switch
    {
        [] or ["BiasAdd"] => "",
        ["BiasAdd", ("Relu" or "Relu6") and string activation] => activation,
        string[] others => throw request.Node.Refuse($"fuses {string.Join(", ", others)}; modelkit converts BiasAdd, alone or with Relu or Relu6"),
    };

    private static string[] Fused(Request request) => request.Node.Has("fused_ops") ? request.Node.Texts("fused_ops") : [];
}
