using System.Text.Json.Nodes;
using Vigie.Modelkit.Onnx;

namespace Vigie.Modelkit.PostTraining;

/// <summary>
/// Cuts a NanoDet whose outputs are joined in one table behind its last convolutions: what follows there (sigmoids of all scores, joins, a
/// transpose) the box does itself for the few points that matter.
/// </summary>
public static class HeadCut
{
    private static readonly string[] Tail = ["Transpose", "Concat", "Reshape", "Sigmoid", "Split", "Slice", "Flatten"];

    /// <summary>Cuts the network and describes the outputs in the manifest, where it is such a network; leaves both alone otherwise.</summary>
    public static bool TryApply(ModelProto model, JsonObject manifest)
    {
        JsonObject head = manifest["head"]!.AsObject();
        if ((string?)head["kind"] != "nanodet" || (string?)head["layout"] != "rows" || (string?)head["scores"] != "probabilities")
        {
            return false;
        }

        NetworkView view = new(model);
        List<string> maps = [];
        Descend(view, model.Graph.Output.Single().Name, maps);
        int[] strides = [.. head["strides"]!.AsArray().Select(stride => (int)stride!)];
        if (maps.Count != strides.Length || maps.Any(map => view.Producer(map)?.OpType != "Conv"))
        {
            return false;
        }

        model.Graph.Output.Clear();
        model.Graph.Output.Add(maps.Select(map => new ValueInfoProto
        {
            Name = map,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float } },
        }));
        Prune(model);
        head["layout"] = "maps";
        head["scores"] = "logits";
        head["outputs"] = new JsonArray([.. maps.Select(map => (JsonNode)map)]);
        return true;
    }

    // From the table back to what it is made of, in the order in which it is joined.
    private static void Descend(NetworkView view, string tensor, List<string> maps)
    {
        NodeProto? node = view.Producer(tensor);
        if (node is null || !Tail.Contains(node.OpType))
        {
            if (!maps.Contains(tensor))
            {
                maps.Add(tensor);
            }

            return;
        }

        foreach (string input in node.OpType == "Concat" ? node.Input : node.Input.Take(1))
        {
            Descend(view, input, maps);
        }
    }

    /// <summary>Removes nodes and constants that no output needs.</summary>
    public static void Prune(ModelProto model)
    {
        HashSet<string> needed = [.. model.Graph.Output.Select(value => value.Name)];
        foreach (NodeProto node in model.Graph.Node.Reverse().ToList())
        {
            if (node.Output.Any(needed.Contains))
            {
                needed.UnionWith(node.Input);
                needed.UnionWith(Captured(node));
            }
            else
            {
                model.Graph.Node.Remove(node);
            }
        }

        foreach (TensorProto constant in model.Graph.Initializer.Where(tensor => !needed.Contains(tensor.Name)).ToList())
        {
            model.Graph.Initializer.Remove(constant);
        }

        model.Graph.ValueInfo.Clear();
    }

    // Bodies of loops and branches read tensors of the graph around them.
    private static IEnumerable<string> Captured(NodeProto node) => node.Attribute
        .SelectMany(attribute => attribute.G is null ? attribute.Graphs : attribute.Graphs.Append(attribute.G))
        .SelectMany(graph => graph.Node).SelectMany(inner => inner.Input.Concat(Captured(inner)));
}
