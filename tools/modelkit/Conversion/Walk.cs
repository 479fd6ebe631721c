using Vigie.Core;
using Vigie.Modelkit.TensorFlowJs;

namespace Vigie.Modelkit.Conversion;

/// <summary>The nodes that some outputs of a graph need, each after all that it reads.</summary>
public sealed class Walk
{
    private readonly GraphModel _graph;
    private readonly List<GraphNode> _order = [];
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly Stack<(GraphNode Node, int Next)> _path = new();

    private Walk(GraphModel graph) => _graph = graph;

    /// <summary>A node's name without the number of its output, which must be the first: modelkit converts single-output operations.</summary>
    public static string Bare(string reference) => reference.EndsWith(":0", StringComparison.Ordinal) ? reference[..^2] : reference;

    /// <summary>Depth first from the outputs, in the order in which they are given: the same graph always gives the same order.</summary>
    /// <exception cref="Fault">A node is missing, or reads its own result.</exception>
    public static IReadOnlyList<GraphNode> Order(GraphModel graph, IEnumerable<string> outputs)
    {
        Walk walk = new(graph);
        foreach (string output in outputs)
        {
            walk.Enter(Bare(output), "the wished outputs need");
            walk.Finish();
        }

        return walk._order;
    }

    // A stack of our own: a deep network must not exhaust the thread's.
    private void Finish()
    {
        while (_path.TryPop(out (GraphNode Node, int Next) step))
        {
            if (step.Next < step.Node.Inputs.Length)
            {
                _path.Push((step.Node, step.Next + 1));
                Enter(Bare(step.Node.Inputs[step.Next]), $"node {step.Node.Name} needs");
            }
            else
            {
                _open.Remove(step.Node.Name);
                _done.Add(step.Node.Name);
                _order.Add(step.Node);
            }
        }
    }

    private void Enter(string name, string reader)
    {
        if (_done.Contains(name))
        {
            return;
        }

        if (!_graph.Nodes.TryGetValue(name, out GraphNode? node))
        {
            throw new Fault(FaultKind.Config, _graph.File, $"has no node {name}, which {reader}", "Check \"outputs\" of the recipe against the graph.");
        }

        if (!_open.Add(name))
        {
            throw node.Refuse("reads its own result");
        }

        _path.Push((node, 0));
    }
}
