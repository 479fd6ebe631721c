using Vigie.Modelkit.TensorFlowJs;

namespace Vigie.Tests.Modelkit;

/// <summary>
/// Computes a TensorFlow graph node by node exactly as its operations are defined, in its own axis order, with no thought for speed:
/// what the converted network is compared with.
/// </summary>
internal sealed class NaiveInterpreter(GraphModel graph, NaiveTensor input)
{
    private readonly Dictionary<string, NaiveTensor> _known = [];

    public NaiveTensor Compute(string name)
    {
        if (!_known.TryGetValue(name, out NaiveTensor? result))
        {
            result = Compute(graph.Nodes[name]);
            _known[name] = result;
        }

        return result;
    }

    private NaiveTensor Compute(GraphNode node) => node.Operation switch
    {
        "Placeholder" => input,
        "Const" => FromConstant(graph.Constant(node)),
        "Identity" => Input(node, 0),
        "Transpose" => Input(node, 0).Transpose(Integers(node, 1)),
        "Pad" or "PadV2" => Pad(node),
        "Conv2D" or "_FusedConv2D" => Fuse(node, InFormat(node, Convolve)),
        "DepthwiseConv2dNative" or "FusedDepthwiseConv2dNative" => Fuse(node, InFormat(node, ConvolveDepthwise)),
        "Add" or "AddV2" => Add(Input(node, 0), Input(node, 1)),
        "LeakyRelu" => LeakyRelu(Input(node, 0), node.Has("alpha") ? node.Number("alpha") : 0.2f),
        "MaxPool" => InFormat(node, MaxPool),
        "ConcatV2" => Concatenate(node),
        "ResizeBilinear" => Resize(node),
        _ => throw new InvalidOperationException(node.Operation),
    };

    private NaiveTensor Input(GraphNode node, int index) => Compute(node.Inputs[index]);

    private int[] Integers(GraphNode node, int index) => graph.Constant(graph.Nodes[node.Inputs[index]]).Integers!;

    private static NaiveTensor FromConstant(ConstantTensor constant) => new(constant.Shape, constant.Floats!);

    private NaiveTensor Pad(GraphNode node)
    {
        NaiveTensor source = Input(node, 0);
        int[] amounts = Integers(node, 1);
        float fill = node.Inputs.Length > 2 ? Input(node, 2).Values[0] : 0;
        return NaiveTensor.Of([.. source.Shape.Select((extent, axis) => extent + amounts[2 * axis] + amounts[2 * axis + 1])], position =>
        {
            int[] inner = [.. position.Select((place, axis) => place - amounts[2 * axis])];
            return inner.Zip(source.Shape).All(pair => pair.First >= 0 && pair.First < pair.Second) ? source.At(inner) : fill;
        });
    }

    private static NaiveTensor Add(NaiveTensor first, NaiveTensor second)
    {
        int rank = Math.Max(first.Shape.Length, second.Shape.Length);
        NaiveTensor Full(NaiveTensor tensor) => tensor with { Shape = [.. Enumerable.Repeat(1, rank - tensor.Shape.Length), .. tensor.Shape] };
        (NaiveTensor left, NaiveTensor right) = (Full(first), Full(second));
        float Value(NaiveTensor tensor, int[] position) => tensor.At([.. position.Select((place, axis) => tensor.Shape[axis] == 1 ? 0 : place)]);
        return NaiveTensor.Of([.. left.Shape.Zip(right.Shape, Math.Max)], position => Value(left, position) + Value(right, position));
    }

    private static NaiveTensor LeakyRelu(NaiveTensor source, float slope) =>
        source with { Values = Array.ConvertAll(source.Values, value => value < 0 ? value * slope : value) };

    private NaiveTensor Concatenate(GraphNode node)
    {
        NaiveTensor[] parts = [.. node.Inputs[..^1].Select(Compute)];
        int axis = Integers(node, node.Inputs.Length - 1)[0];
        axis = axis < 0 ? axis + parts[0].Shape.Length : axis;
        int[] shape = [.. parts[0].Shape];
        shape[axis] = parts.Sum(part => part.Shape[axis]);
        return NaiveTensor.Of(shape, position =>
        {
            int part = 0;
            int[] inner = [.. position];
            for (; inner[axis] >= parts[part].Shape[axis]; part++)
            {
                inner[axis] -= parts[part].Shape[axis];
            }

            return parts[part].At(inner);
        });
    }

    private NaiveTensor InFormat(GraphNode node, Func<GraphNode, NaiveTensor, int[], NaiveTensor> compute)
    {
        bool channelsFirst = node.Has("data_format") && node.Text("data_format") == "NCHW";
        NaiveTensor source = Input(node, 0);
        return channelsFirst
            ? compute(node, source.Transpose([0, 2, 3, 1]), [2, 3]).Transpose([0, 3, 1, 2])
            : compute(node, source, [1, 2]);
    }

    private NaiveTensor Convolve(GraphNode node, NaiveTensor source, int[] spatial)
    {
        NaiveTensor filter = Input(node, 1);
        NaiveWindows windows = NaiveWindows.Of(node, source, filter.Shape[..2], spatial);
        return NaiveTensor.Of([source.Shape[0], windows.Rows, windows.Columns, filter.Shape[3]], position =>
        {
            double sum = 0;
            foreach ((int row, int column, int y, int x) in windows.Inside(position[1], position[2]))
            {
                for (int channel = 0; channel < filter.Shape[2]; channel++)
                {
                    sum += (double)source.At(position[0], y, x, channel) * filter.At(row, column, channel, position[3]);
                }
            }

            return (float)sum;
        });
    }

    // Output channel c * multiplier + m is input channel c under the filter's m-th layer.
    private NaiveTensor ConvolveDepthwise(GraphNode node, NaiveTensor source, int[] spatial)
    {
        NaiveTensor filter = Input(node, 1);
        int multiplier = filter.Shape[3];
        NaiveWindows windows = NaiveWindows.Of(node, source, filter.Shape[..2], spatial);
        return NaiveTensor.Of([source.Shape[0], windows.Rows, windows.Columns, filter.Shape[2] * multiplier], position =>
        {
            (int channel, int layer) = (position[3] / multiplier, position[3] % multiplier);
            return (float)windows.Inside(position[1], position[2])
                .Sum(place => (double)source.At(position[0], place.Y, place.X, channel) * filter.At(place.Row, place.Column, channel, layer));
        });
    }

    // Bias and activation act on the last axis and on each value: with channels last only.
    private NaiveTensor Fuse(GraphNode node, NaiveTensor result)
    {
        foreach (string step in node.Has("fused_ops") ? node.Texts("fused_ops") : [])
        {
            result = step switch
            {
                "BiasAdd" => Add(result, Input(node, 2)),
                "Relu" => result with { Values = Array.ConvertAll(result.Values, value => Math.Max(0, value)) },
                "Relu6" => result with { Values = Array.ConvertAll(result.Values, value => Math.Clamp(value, 0, 6)) },
                _ => throw new InvalidOperationException(step),
            };
        }

        return result;
    }

    private NaiveTensor MaxPool(GraphNode node, NaiveTensor source, int[] spatial)
    {
        int[] sizes = node.Integers("ksize");
        NaiveWindows windows = NaiveWindows.Of(node, source, [sizes[spatial[0]], sizes[spatial[1]]], spatial);
        return NaiveTensor.Of([source.Shape[0], windows.Rows, windows.Columns, source.Shape[3]], position =>
            windows.Inside(position[1], position[2]).Select(place => source.At(position[0], place.Y, place.X, position[3]))
                .Append(float.NegativeInfinity).Max());
    }

    private NaiveTensor Resize(GraphNode node)
    {
        NaiveTensor source = Input(node, 0);
        int[] size = Integers(node, 1);
        (int Low, int High, double Part) Place(int target, int length, int wanted)
        {
            double place = node.Flag("half_pixel_centers") ? (target + 0.5) * length / wanted - 0.5
                : node.Flag("align_corners") && wanted > 1 ? (double)target * (length - 1) / (wanted - 1)
                : (double)target * length / wanted;
            int low = (int)Math.Floor(place);
            return (Math.Max(low, 0), Math.Min(low + 1, length - 1), place - low);
        }

        return NaiveTensor.Of([source.Shape[0], size[0], size[1], source.Shape[3]], position =>
        {
            (int top, int bottom, double down) = Place(position[1], source.Shape[1], size[0]);
            (int left, int right, double across) = Place(position[2], source.Shape[2], size[1]);
            double Row(int y) => source.At(position[0], y, left, position[3]) * (1 - across) + source.At(position[0], y, right, position[3]) * across;
            return (float)(Row(top) * (1 - down) + Row(bottom) * down);
        });
    }
}
