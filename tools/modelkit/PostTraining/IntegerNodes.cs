using Vigie.Modelkit.Onnx;

namespace Vigie.Modelkit.PostTraining;

/// <summary>Which nodes of a network compute in integers. All others stay as they are.</summary>
public static class IntegerNodes
{
    // What ONNX Runtime has in integers.
    private static readonly HashSet<string> Computing = ["LeakyRelu", "Sigmoid", "Relu", "Clip", "AveragePool", "GlobalAveragePool", "Add", "Mul", "Concat"];

    /// <summary>Operations that only pick, move or mix values, and so keep their scale.</summary>
    public static readonly IReadOnlySet<string> Moving =
        new HashSet<string>(StringComparer.Ordinal) { "MaxPool", "Resize", "Reshape", "Transpose", "Slice", "Split", "Squeeze", "Unsqueeze", "Flatten", "Gather", "DepthToSpace", "SpaceToDepth" };

    /// <summary>Chooses them.</summary>
    /// <param name="view">The network.</param>
    /// <param name="known">Tensors of floats, whose range was measured.</param>
    /// <param name="floats">Nodes that are to stay in floats.</param>
    /// <param name="bytes">Whether the picture comes in bytes.</param>
    public static HashSet<NodeProto> Choose(NetworkView view, IReadOnlySet<string> known, IReadOnlySet<string> floats, bool bytes)
    {
        HashSet<NodeProto> body = Body(view), chosen = [];
        bool IsInteger(string tensor) => (bytes && tensor == view.Input) || (view.Producer(tensor) is { } producer && chosen.Contains(producer));
        foreach (NodeProto node in view.Model.Graph.Node)
        {
            if (node.Domain.Length == 0 && body.Contains(node) && !floats.Contains(node.Name) && node.Output.All(known.Contains) && Suits(view, node, known, IsInteger))
            {
                chosen.Add(node);
            }
        }

        return chosen;
    }

    private static bool Suits(NetworkView view, NodeProto node, IReadOnlySet<string> known, Func<string, bool> isInteger)
    {
        if (node.OpType == "Conv")
        {
            return node.Input.Skip(1).All(input => view.Constant(input) is not null);
        }

        if (Moving.Contains(node.OpType))
        {
            return isInteger(node.Input[0]) && node.Input.Skip(1).All(input => input.Length == 0 || view.Constant(input) is not null);
        }

        return Computing.Contains(node.OpType) && node.OpType switch
        {
            "Concat" or "Add" or "Mul" => node.Input.All(known.Contains) && node.Input.Any(isInteger),
            _ => isInteger(node.Input[0]) && node.Input.Skip(1).All(input => input.Length == 0 || view.Constant(input) is not null),
        };
    }

    // The convolutions and all that leads to one. Behind the last convolutions scores and boxes are joined and reckoned with: never in one scale.
    private static HashSet<NodeProto> Body(NetworkView view)
    {
        HashSet<NodeProto> body = [];
        foreach (NodeProto node in view.Model.Graph.Node.Reverse())
        {
            if (node.OpType == "Conv" || node.Output.SelectMany(view.Consumers).Any(body.Contains))
            {
                body.Add(node);
            }
        }

        return body;
    }
}
