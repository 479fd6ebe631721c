using System.Text.Json.Nodes;

namespace Vigie.Tests.Modelkit;

/// <summary>
/// Grows a random graph of the operations that modelkit converts, deciding by a list of numbers: the same numbers give the same graph, and
/// fewer of them a smaller one, so that a failing graph can be shrunk.
/// </summary>
internal sealed class GraphGrower
{
    private readonly SyntheticGraph _graph = new();
    private readonly List<(string Name, int[] Shape)> _tensors = [];
    private readonly int[] _decisions;
    private int _next;
    private int _names;

    public GraphGrower(int[] decisions)
    {
        _decisions = decisions;
        bool channelsLast = Decide(2) == 0;
        int[] picture = [1, 3 + Decide(5), 3 + Decide(5), 1 + Decide(3)];
        ChannelsLast = channelsLast;
        InputShape = channelsLast ? picture : [picture[0], picture[3], picture[1], picture[2]];
        _tensors.Add((_graph.Placeholder("input", InputShape), InputShape));
        while (_next < _decisions.Length)
        {
            Grow();
        }
    }

    public bool ChannelsLast { get; }

    public int[] InputShape { get; }

    /// <summary>The last tensors grown, each an output.</summary>
    public Dictionary<string, string> Outputs => _tensors.Skip(1).TakeLast(3).Select((tensor, index) => (tensor.Name, index))
        .ToDictionary(pair => $"out{pair.index}", pair => pair.Name);

    public string Save(string folder) => _graph.Save(folder);

    private void Grow()
    {
        (string name, int[] shape) = Decide(3) == 0 ? _tensors[Decide(_tensors.Count)] : _tensors[^1];
        switch (Decide(10))
        {
            case 0: Add(_graph.Node("Identity", Name(), [name]), shape); break;
            case 1: Transpose(name, shape); break;
            case 2: Pad(name, shape); break;
            case 3 or 4: Convolve(name, shape); break;
            case 5: AddSomething(name, shape); break;
            case 6: LeakyRelu(name, shape); break;
            case 7: MaxPool(name, shape); break;
            case 8: Concatenate(name, shape); break;
            default: Resize(name, shape); break;
        }
    }

    private void Transpose(string name, int[] shape)
    {
        int[] permutation = [0, 1, 2, 3];
        for (int axis = 3; axis > 0; axis--)
        {
            int other = Decide(axis + 1);
            (permutation[axis], permutation[other]) = (permutation[other], permutation[axis]);
        }

        string order = _graph.Integers(Name(), permutation);
        Add(_graph.Node("Transpose", Name(), [name, order]), [.. permutation.Select(axis => shape[axis])]);
    }

    private void Pad(string name, int[] shape)
    {
        int[] amounts = [.. Enumerable.Range(0, 8).Select(_ => Math.Max(0, Decide(5) - 2))];
        int[] padded = [.. shape.Select((extent, axis) => extent + amounts[2 * axis] + amounts[2 * axis + 1])];
        if (padded.Any(extent => extent > 9))
        {
            return;
        }

        string constant = _graph.Integers(Name(), amounts);
        string node = Decide(2) == 0
            ? _graph.Node("Pad", Name(), [name, constant])
            : _graph.Node("PadV2", Name(), [name, constant, _graph.Floats(Name(), [], [Decide(3) - 1])]);
        Add(node, padded);
    }

    private void Convolve(string name, int[] shape)
    {
        bool channelsFirst = Decide(3) == 0;
        int[] spatial = channelsFirst ? [2, 3] : [1, 2];
        int channel = channelsFirst ? 1 : 3;
        int[] kernel = [1 + Decide(3), 1 + Decide(3)];
        int stride = 1 + Decide(2), dilation = stride == 1 ? 1 + Decide(2) : 1, channelsOut = 1 + Decide(4);
        JsonObject attributes = Window(channelsFirst, spatial, stride, Decide(3), out int[] explicitPads);
        attributes["dilations"] = SyntheticGraph.List(Spread(spatial, dilation));
        if (Enumerable.Range(0, 2).Any(axis => shape[spatial[axis]] < (kernel[axis] - 1) * dilation + 1))
        {
            return;
        }

        string filter = _graph.Halves(Name(), [kernel[0], kernel[1], shape[channel], channelsOut], Values(kernel[0] * kernel[1] * shape[channel] * channelsOut));
        string node = _graph.Node("Conv2D", Name(), [name, filter], attributes);
        int[] result = [.. shape];
        result[channel] = channelsOut;
        for (int axis = 0; axis < 2; axis++)
        {
            int length = shape[spatial[axis]], reach = (kernel[axis] - 1) * dilation + 1;
            result[spatial[axis]] = explicitPads.Length == 0 ? (length + stride - 1) / stride : (length + explicitPads[axis] - reach) / stride + 1;
        }

        if (Decide(4) == 0)
        {
            Add(node, result); // a second reader of the bare convolution becomes possible
        }

        int[] biasShape = channelsFirst ? [channelsOut, 1, 1] : [channelsOut];
        Add(_graph.Node("Add", Name(), [node, _graph.Floats(Name(), biasShape, Values(channelsOut))]), result);
    }

    private void AddSomething(string name, int[] shape)
    {
        if (Decide(2) == 0)
        {
            string[] alike = [.. _tensors.Where(tensor => tensor.Shape.SequenceEqual(shape)).Select(tensor => tensor.Name)];
            Add(_graph.Node("AddV2", Name(), [name, alike[Decide(alike.Length)]]), shape);
            return;
        }

        int[] constant = [.. shape.Skip(Decide(4)).Select(extent => Decide(2) == 0 ? 1 : extent)];
        string values = _graph.Floats(Name(), constant, Values(constant.Aggregate(1, (product, extent) => product * extent)));
        Add(_graph.Node("Add", Name(), Decide(2) == 0 ? [name, values] : [values, name]), shape);
    }

    private void LeakyRelu(string name, int[] shape) =>
        Add(_graph.Node("LeakyRelu", Name(), [name], Decide(3) == 0 ? [] : new JsonObject { ["alpha"] = SyntheticGraph.Number(0.125f) }), shape);

    private void MaxPool(string name, int[] shape)
    {
        bool channelsFirst = Decide(3) == 0;
        int[] spatial = channelsFirst ? [2, 3] : [1, 2];
        int kernel = 2 + Decide(2), stride = 1 + Decide(2), padding = Decide(2);
        if (padding == 0 && Decide(2) == 0)
        {
            // As exporters write SAME themselves: padding with minus infinity, then a pool that pads nothing.
            int[] amounts = [.. Enumerable.Range(0, 8).Select(slot => spatial.Contains(slot / 2) ? Decide(kernel) : 0)];
            string paddings = _graph.Integers(Name(), amounts);
            name = _graph.Node("PadV2", Name(), [name, paddings, _graph.Floats(Name(), [], [float.NegativeInfinity])]);
            shape = [.. shape.Select((extent, axis) => extent + amounts[2 * axis] + amounts[2 * axis + 1])];
        }

        JsonObject attributes = Window(channelsFirst, spatial, stride, padding, out _);
        attributes["ksize"] = SyntheticGraph.List(Spread(spatial, kernel));
        if (spatial.Any(axis => shape[axis] < kernel))
        {
            return;
        }

        int Count(int extent) => padding == 0 ? (extent - kernel) / stride + 1 : (extent + stride - 1) / stride;
        int[] result = [.. shape.Select((extent, axis) => spatial.Contains(axis) ? Count(extent) : extent)];
        Add(_graph.Node("MaxPool", Name(), [name], attributes), result);
    }

    private void Concatenate(string name, int[] shape)
    {
        int axis = Decide(4);
        (string Name, int[] Shape)[] fitting = [.. _tensors.Where(tensor => tensor.Shape.Where((_, other) => other != axis).SequenceEqual(shape.Where((_, other) => other != axis)))];
        (string Name, int[] Shape) second = fitting[Decide(fitting.Length)];
        if (shape[axis] + second.Shape[axis] <= 9)
        {
            string constant = _graph.Scalar(Name(), Decide(2) == 0 ? axis : axis - 4);
            Add(_graph.Node("ConcatV2", Name(), [name, second.Name, constant]), [.. shape.Select((extent, other) => other == axis ? extent + second.Shape[axis] : extent)]);
        }
    }

    private void Resize(string name, int[] shape)
    {
        int[] size = [1 + Decide(8), 1 + Decide(8)];
        int grid = Decide(3);
        string constant = _graph.Integers(Name(), size);
        JsonObject attributes = new() { ["half_pixel_centers"] = SyntheticGraph.Flag(grid == 0), ["align_corners"] = SyntheticGraph.Flag(grid == 1) };
        Add(_graph.Node("ResizeBilinear", Name(), [name, constant], attributes), [shape[0], size[0], size[1], shape[3]]);
    }

    private static JsonObject Window(bool channelsFirst, int[] spatial, int stride, int padding, out int[] explicitPads)
    {
        JsonObject attributes = new()
        {
            ["data_format"] = SyntheticGraph.Text(channelsFirst ? "NCHW" : "NHWC"),
            ["strides"] = SyntheticGraph.List(Spread(spatial, stride)),
            ["padding"] = SyntheticGraph.Text(padding switch { 0 => "VALID", 1 => "SAME", _ => "EXPLICIT" }),
        };
        explicitPads = padding switch { 0 => [0, 0], 1 => [], _ => [1, 2] };
        if (padding == 2)
        {
            attributes["explicit_paddings"] = SyntheticGraph.List(channelsFirst ? [0, 0, 0, 0, 1, 0, 0, 2] : [0, 0, 1, 0, 0, 2, 0, 0]);
        }

        return attributes;
    }

    private static int[] Spread(int[] spatial, int value) => [.. Enumerable.Range(0, 4).Select(axis => spatial.Contains(axis) ? value : 1)];

    // Eighths, exact as halves, small enough that deep graphs do not overflow.
    private float[] Values(int count) => [.. Enumerable.Range(0, count).Select(index => ((index * 5 + _names * 3) % 9 - 4) / 8f)];

    private int Decide(int choices) => _next < _decisions.Length ? _decisions[_next++] % choices : 0;

    private string Name() => $"node{++_names}";

    private void Add(string name, int[] shape) => _tensors.Add((name, shape));
}
