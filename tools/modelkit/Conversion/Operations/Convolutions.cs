using Vigie.Modelkit.TensorFlowJs;

namespace Vigie.Modelkit.Conversion.Operations;

/// <summary>Conv2D: dense convolution of pictures with a filter [row, column, channel in, channel out].</summary>
public static class Convolutions
{
    // TensorFlow's filter axes in the order of ONNX: channel out, channel in, row, column.
    private static readonly int[] FilterOrder = [3, 2, 0, 1];

    public static Value Convert(Request request)
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
        string output = request.Builder.Emit("Conv", [arranged.Name, request.Builder.Constant(filter, FilterOrder)], request.Node.Name,
            windows.TakeOver(pictures.Padding, first).ToAttributes());
        int[] shape = [.. pictures.Shape];
        (shape[first], shape[first + 1], shape[channel]) = (windows.Output[0], windows.Output[1], filter.Shape[3]);
        return new StoredValue(output, shape, arranged.Order, null, request.Sole);
    }
}
