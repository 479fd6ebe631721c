using System.Text.Json;
using Vigie.Core;

namespace Vigie.Modelkit.TensorFlowJs;

/// <summary>A TensorFlow.js graph model as its two kinds of file state it: nodes (JSON) and constants (shards of bytes).</summary>
public sealed class GraphModel
{
    private readonly Dictionary<string, GraphNode> _nodes;
    private readonly Weights _weights;

    private GraphModel(string file, Dictionary<string, GraphNode> nodes, Weights weights)
    {
        File = file;
        _nodes = nodes;
        _weights = weights;
    }

    /// <summary>The graph's file.</summary>
    public string File { get; }

    /// <summary>All nodes, by name.</summary>
    public IReadOnlyDictionary<string, GraphNode> Nodes => _nodes;

    /// <summary>Reads a graph model and the weights beside it.</summary>
    /// <exception cref="Fault">The file is absent, damaged, or not in format "graph-model".</exception>
    public static GraphModel Read(string file)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(System.IO.File.ReadAllBytes(file));
            JsonElement root = document.RootElement;
            Dictionary<string, GraphNode> nodes = new(StringComparer.Ordinal);
            foreach (JsonElement node in root.GetProperty("modelTopology").GetProperty("node").EnumerateArray())
            {
                GraphNode read = ReadNode(file, node);
                nodes[read.Name] = read;
            }

            return new GraphModel(file, nodes, Weights.Read(file, root.GetProperty("weightsManifest")));
        }
        catch (IOException cause)
        {
            throw new Fault(FaultKind.Unavailable, file, "cannot be read", "Check the path.", cause);
        }
        catch (Exception cause) when (cause is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new Fault(FaultKind.Corrupt, file, $"is no TensorFlow.js graph model ({cause.Message})",
                "Get the file again, or take one of format \"graph-model\".", cause);
        }
    }

    /// <summary>
    /// The graph from a node on: what this node gives takes the place of what is fed. The nodes before it may only change the picture's numbers, not its
    /// shape.
    /// </summary>
    /// <exception cref="Fault">There is no such node, or the graph has not one input.</exception>
    public GraphModel BeginAt(string name)
    {
        GraphNode[] inputs = [.. _nodes.Values.Where(node => node.Operation == "Placeholder")];
        if (inputs.Length != 1 || !_nodes.TryGetValue(name, out GraphNode? begin))
        {
            throw new Fault(FaultKind.Config, File, $"has {inputs.Length} inputs, and {(_nodes.ContainsKey(name) ? "the" : "no")} node {name}: it cannot begin there",
                "Name a node of a graph with one input (recipe.json, \"begin\").");
        }

        Dictionary<string, GraphNode> nodes = new(_nodes, StringComparer.Ordinal) { [name] = inputs[0] with { Name = name } };
        return begin.Name == inputs[0].Name ? this : new GraphModel(File, nodes, _weights);
    }

    /// <summary>The value of a Const node.</summary>
    public ConstantTensor Constant(GraphNode node) => _weights.Get(node);

    private static GraphNode ReadNode(string file, JsonElement node)
    {
        string[] inputs = node.TryGetProperty("input", out JsonElement list)
            ? [.. list.EnumerateArray().Select(input => input.GetString()!).Where(input => !input.StartsWith('^'))]
            : [];
        JsonElement attributes = node.TryGetProperty("attr", out JsonElement stated) ? stated.Clone() : default;
        return new GraphNode(file, node.GetProperty("name").GetString()!, node.GetProperty("op").GetString()!, inputs, attributes);
    }
}
