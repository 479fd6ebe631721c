using System.Globalization;
using Vigie.Modelkit.Onnx;
using Vigie.Modelkit.TensorFlowJs;

namespace Vigie.Modelkit.Conversion;

/// <summary>The ONNX network under construction.</summary>
public sealed class NetworkBuilder(string name)
{
    private readonly Dictionary<string, NodeProto> _producers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _renamed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public ModelProto Model { get; } = Networks.Begin(name);

    /// <summary>Declares the network's input.</summary>
    public void Input(string input, int[] shape)
    {
        _names.Add(input);
        Model.Graph.Input.Add(Networks.Value(input, TensorProto.Types.DataType.Float, shape));
    }

    /// <summary>The node that makes this tensor; null for inputs and initialisers.</summary>
    public NodeProto? Producer(string tensor) => _producers.GetValueOrDefault(tensor);

    /// <summary>Appends a node; its output gets the wished name, or that name with a number if it is taken.</summary>
    public string Emit(string operation, IEnumerable<string> inputs, string wish, params ReadOnlySpan<AttributeProto> attributes)
    {
        NodeProto node = Networks.Node(operation, inputs, Unique(wish), attributes);
        Model.Graph.Node.Add(node);
        _producers[node.Name] = node;
        return node.Name;
    }

    /// <summary>Adds floats as an initialiser.</summary>
    public string Constant(string wish, ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        string unique = Unique(wish);
        Model.Graph.Initializer.Add(Tensors.Of(unique, values, shape));
        return unique;
    }

    /// <summary>Adds integers as an initialiser.</summary>
    public string Constant(string wish, ReadOnlySpan<long> values)
    {
        string unique = Unique(wish);
        Model.Graph.Initializer.Add(Tensors.Of(unique, values, values.Length));
        return unique;
    }

    /// <summary>Adds a constant of the graph as an initialiser, its axes in the given order.</summary>
    public string Constant(ConstantTensor tensor, int[] order)
    {
        ConstantTensor arranged = tensor.Permute(order);
        return Constant(tensor.Name, arranged.RequireFloats(), arranged.Shape);
    }

    /// <summary>Pays owed padding with a Pad node, if any is owed.</summary>
    public StoredValue Settle(StoredValue value)
    {
        if (value.Padding is not { } padding)
        {
            return value;
        }

        long[] amounts = [.. Axes.Pick(padding.Before, value.Order).Concat(Axes.Pick(padding.After, value.Order)).Select(amount => (long)amount)];
        // ONNX Runtime 1.31 merges a Pad with 0 into a MaxPool behind it, which pads with minus infinity; the next number above 0 it leaves alone.
        float fill = padding.Fill == 0 ? float.Epsilon : padding.Fill;
        string padded = value.Name + "/padded";
        string[] inputs = [value.Name, Constant(padded + "/amounts", amounts), Constant(padded + "/fill", [fill])];
        return value with { Name = Emit("Pad", inputs, padded, Attributes.Of("mode", "constant")), Padding = null };
    }

    /// <summary>Brings the axes into an order in memory, with a Transpose node if they lie otherwise.</summary>
    public StoredValue Arrange(StoredValue value, IReadOnlyList<int> order)
    {
        if (value.Order.SequenceEqual(order))
        {
            return value;
        }

        int[] position = Axes.Inverse(value.Order);
        int[] permutation = [.. order.Select(axis => position[axis])];
        string name = Emit("Transpose", [value.Name], value.Name + "/arranged", Attributes.Of("perm", permutation));
        return value with { Name = name, Order = [.. order], Sole = true };
    }

    /// <summary>Makes a tensor an output of the network under a name of its own.</summary>
    public void Output(string output, StoredValue value)
    {
        value = value with { Name = _renamed.GetValueOrDefault(value.Name, value.Name) };
        StoredValue settled = Arrange(Settle(value), Axes.Identity(value.Shape.Length));
        if (Producer(settled.Name) is { } node && Model.Graph.Output.All(other => other.Name != settled.Name))
        {
            Rename(node, output);
        }
        else
        {
            Emit("Identity", [settled.Name], output);
        }

        Model.Graph.Output.Add(Networks.Value(output, TensorProto.Types.DataType.Float, settled.Shape));
    }

    /// <summary>Gives a node and its output the wished name, or that name with a number if it is taken.</summary>
    public string Rename(NodeProto producer, string wish)
    {
        string old = producer.Output[0];
        string output = Unique(wish);
        foreach (NodeProto node in Model.Graph.Node)
        {
            for (int index = 0; index < node.Input.Count; index++)
            {
                if (node.Input[index] == old)
                {
                    node.Input[index] = output;
                }
            }
        }

        _renamed[old] = output;
        producer.Name = output;
        producer.Output[0] = output;
        _producers.Remove(old);
        _producers[output] = producer;
        return output;
    }

    private string Unique(string wish)
    {
        string candidate = wish;
        for (int number = 2; !_names.Add(candidate); number++)
        {
            candidate = string.Create(CultureInfo.InvariantCulture, $"{wish}/{number}");
        }

        return candidate;
    }
}
