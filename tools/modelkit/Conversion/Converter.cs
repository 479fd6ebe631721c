using System.Collections.Frozen;
using Vigie.Core;
using Vigie.Modelkit.Conversion.Operations;
using Vigie.Modelkit.Onnx;
using Vigie.Modelkit.TensorFlowJs;

namespace Vigie.Modelkit.Conversion;

/// <summary>
/// Converts the part of a TensorFlow.js graph that the wished outputs need into ONNX with channels first. Transposes become a way of
/// looking at a tensor, padding is merged into the window behind it, and an addition behind a convolution into its bias.
/// </summary>
public sealed class Converter
{
    private static readonly FrozenDictionary<string, Func<Request, Value>> Operations = new Dictionary<string, Func<Request, Value>>
    {
        ["Identity"] = Views.Identity,
        ["Transpose"] = Views.Transpose,
        ["Pad"] = Paddings.Convert,
        ["PadV2"] = Paddings.Convert,
        ["Conv2D"] = Convolutions.Convert,
        ["_FusedConv2D"] = Convolutions.Convert,
        ["DepthwiseConv2dNative"] = Convolutions.Depthwise,
        ["FusedDepthwiseConv2dNative"] = Convolutions.Depthwise,
        ["Add"] = Additions.Convert,
        ["AddV2"] = Additions.Convert,
        ["LeakyRelu"] = Activations.LeakyRelu,
        ["MaxPool"] = Maxima.Convert,
        ["ConcatV2"] = Concatenations.Convert,
        ["ResizeBilinear"] = Resizes.Convert,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly GraphModel _graph;
    private readonly ConversionPlan _plan;
    private readonly NetworkBuilder _builder;
    private readonly Dictionary<string, int> _readers;
    private readonly Dictionary<string, Value> _values = new(StringComparer.Ordinal);
    private bool _hasInput;
    private PictureScale _scale = PictureScale.None;

    private Converter(GraphModel graph, ConversionPlan plan, IReadOnlyList<GraphNode> order)
    {
        _graph = graph;
        _plan = plan;
        _builder = new NetworkBuilder(Path.GetFileNameWithoutExtension(graph.File));
        _readers = order.SelectMany(node => node.Inputs).Concat(plan.Outputs.Values).Select(Walk.Bare)
            .GroupBy(name => name, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
    }

    /// <summary>Converts the nodes that the plan's outputs need, in the order in which they need them.</summary>
    /// <exception cref="Fault">A node is missing, or cannot be converted; the message names it.</exception>
    public static ModelProto Convert(GraphModel graph, ConversionPlan plan)
    {
        IReadOnlyList<GraphNode> order = Walk.Order(graph, plan.Outputs.Values);
        Converter converter = new(graph, plan, order);
        foreach (GraphNode node in order)
        {
            converter._values[node.Name] = converter.Convert(node);
        }

        foreach ((string output, string node) in plan.Outputs)
        {
            if (converter._values[Walk.Bare(node)] is not StoredValue value)
            {
                throw graph.Nodes[Walk.Bare(node)].Refuse("is a constant and cannot be an output");
            }

            converter._builder.Output(output, value);
        }

        return converter._builder.Model;
    }

    private Value Convert(GraphNode node)
    {
        if (node.Operation == "Const")
        {
            return new ConstantValue(_graph.Constant(node));
        }

        bool sole = _readers[node.Name] == 1;
        if (node.Operation == "Placeholder")
        {
            return Input(node, sole);
        }

        if (!Operations.TryGetValue(node.Operation, out Func<Request, Value>? convert))
        {
            throw node.Refuse($"is an operation that modelkit does not convert; it knows Placeholder, Const, {string.Join(", ", Operations.Keys.Order(StringComparer.Ordinal))}",
                "Cut the graph before this node (recipe.json, \"outputs\"), or add the operation to tools/modelkit/Conversion.");
        }

        return convert(new Request(node, [.. node.Inputs.Select(input => _values[Walk.Bare(input)])], sole, _builder, _scale));
    }

    private StoredValue Input(GraphNode node, bool sole)
    {
        if (_hasInput)
        {
            throw node.Refuse("is a second input; modelkit converts networks with one");
        }

        _hasInput = true;
        int[] shape = node.DeclaredShape();
        if (shape.Length != 4 || shape[1..].Any(extent => extent <= 0))
        {
            throw node.Refuse($"has shape [{string.Join(", ", shape)}] where four known extents are needed");
        }

        Scale(shape);
        int[] order = _plan.ChannelsLast ? [.. Axes.ChannelsFirstOfChannelsLast] : Axes.Identity(4);
        _builder.Input(_plan.Input, Axes.Pick(shape, order));
        return new StoredValue(_plan.Input, shape, order, null, sole);
    }

    private void Scale(int[] shape)
    {
        shape[0] = 1;
        if (_plan.Size is { } size)
        {
            int rows = _plan.ChannelsLast ? 1 : 2;
            _scale = new PictureScale(size.Rows, shape[rows], size.Columns, shape[rows + 1]);
            (shape[rows], shape[rows + 1]) = (size.Rows, size.Columns);
        }
    }
}
