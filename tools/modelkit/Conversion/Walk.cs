using Vigie.Core;
using Vigie.Modelkit.TensorFlowJs;

namespace Vigie.Modelkit.Conversion;

/// <summary>The nodes that some outputs of a graph need, each after all that it reads.</summary>
public static class Walk
{
    /// <summary>A node's name without the number of its output, which must be the first: modelkit converts single-output operations.</summary>
    public static string Bare(string reference)
    {
        int colon = reference.LastIndexOf(':');
        return colon >= 0 && reference[(colon + 1)..] == "0" ? reference[..colon] : reference;
    }

    /// <summary>Depth first from the outputs, in the order in which they are given: the same graph always gives the same order.</summary>
    public static IReadOnlyList<GraphNode> Order(GraphModel graph, IEnumerable<string> outputs)
    {
        List<GraphNode> order = [];
        HashSet<string> done = new(StringComparer.Ordinal);
        HashSet<string> open = new(StringComparer.Ordinal);
        Stack<(GraphNode Node, int Next)> path = new();
        foreach (string output in outputs)
        {
            Enter(Bare(output), "the wished outputs");
            while (path.TryPop(out (GraphNode Node, int Next) step))
            {
                if (step.Next < step.Node.Inputs.Length)
                {
                    path.Push((step.Node, step.Next + 1));
                    Enter(Bare(step.Node.Inputs[step.Next]), $"node {step.Node.Name}");
                }
                else
                {
                    open.Remove(step.Node.Name);
                    done.Add(step.Node.Name);
                    order.Add(step.Node);
                }
            }
        }

        return order;

        void Enter(string name, string reader)
        {
            if (done.Contains(name))
            {
                return;
            }

            if (!graph.Nodes.TryGetValue(name, out GraphNode? node))
            {
                throw new Fault(FaultKind.Config, graph.File, $"has no node {name}, which {reader} need",
                    "Check \"outputs\" of the recipe against the graph.");
            }

            if (!open.Add(name))
            {
                throw node.Refuse("reads its own result");
            }

            path.Push((node, 0));
        }
    }
}
