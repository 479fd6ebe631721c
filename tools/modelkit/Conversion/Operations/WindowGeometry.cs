using Vigie.Modelkit.Onnx;

namespace Vigie.Modelkit.Conversion.Operations;

/// <summary>Where the windows of a convolution or a pool lie: TensorFlow's VALID, SAME and EXPLICIT in ONNX's terms of rows and columns.</summary>
/// <param name="Kernel">Rows and columns of the window.</param>
/// <param name="Strides">Step between windows.</param>
/// <param name="Dilations">Distance between the window's values.</param>
/// <param name="Before">Padding above and left that the node asks for itself.</param>
/// <param name="After">Padding below and right.</param>
/// <param name="Output">Number of windows down and across.</param>
public sealed record WindowGeometry(int[] Kernel, int[] Strides, int[] Dilations, int[] Before, int[] After, int[] Output)
{
    /// <summary>Lays the windows of a node over a picture.</summary>
    /// <param name="request">The node.</param>
    /// <param name="shape">The picture's logical shape, owed padding included.</param>
    /// <param name="kernel">Rows and columns of the window.</param>
    /// <param name="firstSpatial">Logical axis of the rows: 1 with channels last, 2 with channels first.</param>
    public static WindowGeometry Of(Request request, int[] shape, int[] kernel, int firstSpatial)
    {
        int[] strides = Spatial(request, "strides", firstSpatial);
        int[] dilations = request.Node.Has("dilations") ? Spatial(request, "dilations", firstSpatial) : [1, 1];
        string padding = request.Node.Text("padding");
        int[] before = new int[2], after = new int[2], output = new int[2];
        for (int axis = 0; axis < 2; axis++)
        {
            int extent = shape[firstSpatial + axis];
            int reach = ((kernel[axis] - 1) * dilations[axis]) + 1;
            (before[axis], after[axis]) = padding switch
            {
                "VALID" => (0, 0),
                "SAME" => Same(extent, reach, strides[axis]),
                "EXPLICIT" => Explicit(request, firstSpatial + axis),
                _ => throw request.Node.Refuse($"padding {padding} is unknown"),
            };
            int room = extent + before[axis] + after[axis] - reach;
            if (room < 0)
            {
                throw request.Node.Refuse($"a window of {reach} does not fit into {extent}");
            }

            output[axis] = (room / strides[axis]) + 1;
        }

        return new WindowGeometry(kernel, strides, dilations, before, after, output);
    }

    /// <summary>The first of the two spatial axes in the node's data format.</summary>
    public static int FirstSpatial(Request request)
    {
        string format = request.Node.Has("data_format") ? request.Node.Text("data_format") : "NHWC";
        return format switch
        {
            "NHWC" => 1,
            "NCHW" => 2,
            _ => throw request.Node.Refuse($"data_format {format} is unknown"),
        };
    }

    /// <summary>The order in memory that ONNX wants of such a picture.</summary>
    public static IReadOnlyList<int> ChannelsFirst(int firstSpatial) =>
        firstSpatial == 1 ? Axes.ChannelsFirstOfChannelsLast : [0, 1, 2, 3];

    /// <summary>This geometry with padding that was owed taken over.</summary>
    public WindowGeometry TakeOver(PendingPadding? owed, int firstSpatial) => owed is null ? this : this with
    {
        Before = [Before[0] + owed.Before[firstSpatial], Before[1] + owed.Before[firstSpatial + 1]],
        After = [After[0] + owed.After[firstSpatial], After[1] + owed.After[firstSpatial + 1]],
    };

    /// <summary>The ONNX attributes that say all this; dilations only where they differ from 1.</summary>
    public AttributeProto[] ToAttributes()
    {
        List<AttributeProto> attributes =
        [
            Attributes.Of("kernel_shape", Kernel),
            Attributes.Of("strides", Strides),
            Attributes.Of("pads", [.. Before, .. After]),
        ];
        if (Dilations.Any(dilation => dilation != 1))
        {
            attributes.Add(Attributes.Of("dilations", Dilations));
        }

        return [.. attributes];
    }

    /// <summary>Whether padding is owed on rows and columns only, with this fill.</summary>
    public static bool CanTakeOver(PendingPadding? owed, int firstSpatial, Func<float, bool> fits) =>
        owed is null || (fits(owed.Fill) && Enumerable.Range(0, 4).All(axis =>
            axis == firstSpatial || axis == firstSpatial + 1 || (owed.Before[axis] == 0 && owed.After[axis] == 0)));

    // The odd value goes after: at stride 2 "SAME" is not symmetric.
    private static (int Before, int After) Same(int extent, int reach, int stride)
    {
        int windows = (extent + stride - 1) / stride;
        int total = Math.Max(((windows - 1) * stride) + reach - extent, 0);
        return (total / 2, total - (total / 2));
    }

    private static (int Before, int After) Explicit(Request request, int axis)
    {
        int[] amounts = request.Node.Integers("explicit_paddings");
        return amounts.Length == 8
            ? (amounts[2 * axis], amounts[(2 * axis) + 1])
            : throw request.Node.Refuse($"explicit_paddings has {amounts.Length} values where 8 are needed");
    }

    private static int[] Spatial(Request request, string attribute, int firstSpatial)
    {
        int[] values = request.Node.Integers(attribute);
        return values.Length == 4 && values.All(value => value > 0)
            ? values[firstSpatial..(firstSpatial + 2)]
            : throw request.Node.Refuse($"{attribute} [{string.Join(", ", values)}] are not four positive numbers");
    }
}
