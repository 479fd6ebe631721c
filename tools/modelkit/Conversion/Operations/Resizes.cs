using Vigie.Modelkit.Onnx;

namespace Vigie.Modelkit.Conversion.Operations;

/// <summary>ResizeBilinear of [batch, row, column, channel], in each of TensorFlow's three ways to lay the new grid over the old.</summary>
public static class Resizes
{
    public static Value Convert(Request request)
    {
        StoredValue pictures = request.Builder.Settle(request.Pictures(0));
        int[] size = SizeOf(request);

        string grid = request.Node.Flag("half_pixel_centers") ? "half_pixel" : request.Node.Flag("align_corners") ? "align_corners" : "asymmetric";
        StoredValue arranged = request.Builder.Arrange(pictures, Axes.ChannelsFirstOfChannelsLast);
        string sizes = request.Builder.Constant(request.Node.Name + "/sizes", [(long)arranged.Shape[0], arranged.Shape[3], size[0], size[1]]);
        string output = request.Builder.Emit("Resize", [arranged.Name, "", "", sizes], request.Node.Name,
            Attributes.Of("coordinate_transformation_mode", grid), Attributes.Of("mode", "linear"));
        return new StoredValue(output, [arranged.Shape[0], size[0], size[1], arranged.Shape[3]], arranged.Order, null, request.Sole);
    }

    private static int[] SizeOf(Request request)
    {
        int[] stated = request.Constant(1).RequireIntegers();
        if (stated.Length != 2 || stated.Any(extent => extent <= 0))
        {
            throw request.Node.Refuse($"size [{string.Join(", ", stated)}] is not two positive numbers");
        }

        PictureScale scale = request.Scale;
        return scale.TryScale(stated[0], stated[1], out int[] size) ? size : throw request.Node.Refuse(
            $"size {stated[0]} x {stated[1]} is no whole number where the picture is {scale.Rows} x {scale.Columns} instead of {scale.DeclaredRows} x {scale.DeclaredColumns}",
            "Choose sides in model.json that are multiples of the network's largest stride.");
    }
}
