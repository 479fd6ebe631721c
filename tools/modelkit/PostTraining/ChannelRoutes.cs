using System.Runtime.InteropServices;
using Vigie.Modelkit.Onnx;

namespace Vigie.Modelkit.PostTraining;

/// <summary>From which tensor each channel comes where channels are only joined, taken apart and shuffled.</summary>
public sealed class ChannelRoutes
{
    private const int ChannelAxis = 1;

    private readonly NetworkView _view;
    private readonly Dictionary<string, (string Source, int Channel)[]?> _routes = new(StringComparer.Ordinal);

    public ChannelRoutes(NetworkView view) => _view = view;

    /// <summary>Those of them that are behind a shuffle.</summary>
    public HashSet<string> Shuffled { get; } = new(StringComparer.Ordinal);

    /// <summary>Tensors that are made by joining, taking apart and shuffling alone, with the origin of each of their channels.</summary>
    public Dictionary<string, (string Source, int Channel)[]> Find()
    {
        Dictionary<string, (string, int)[]> moved = new(StringComparer.Ordinal);
        foreach (NodeProto node in _view.Model.Graph.Node)
        {
            foreach (string output in node.Output)
            {
                (string Source, int Channel)[]? route = RouteOf(node, output);
                bool isMoved = route is not null;
                route ??= ChannelsOf(node) is { } count ? [.. Enumerable.Range(0, count).Select(channel => (output, channel))] : null;
                _routes[output] = route;
                if (isMoved)
                {
                    moved[output] = route!;
                    if (node.OpType == "Reshape" || node.Input.Any(Shuffled.Contains))
                    {
                        Shuffled.Add(output);
                    }
                }
            }
        }

        return moved;
    }

    private (string Source, int Channel)[]? RouteOf(NodeProto node, string output)
    {
        (string Source, int Channel)[]? first = _routes.GetValueOrDefault(node.Input.FirstOrDefault() ?? "");
        switch (node.OpType)
        {
            case "Concat" when Attributes.Number(node, "axis", 0) == ChannelAxis:
                (string, int)[]?[] parts = [.. node.Input.Select(input => _routes.GetValueOrDefault(input))];
                return parts.All(part => part is not null) ? [.. parts.SelectMany(part => part!)] : null;
            case "Split" when first is not null && Attributes.Number(node, "axis", 0) == ChannelAxis && node.Input.Count > 1 && Numbers(node.Input[1]) is { } sizes:
                int index = node.Output.IndexOf(output), start = (int)sizes.Take(index).Sum();
                return first[start..(start + (int)sizes[index])];
            case "Slice" when first is not null && node.Input.Count == 4 && Numbers(node.Input[1]) is [var from] && Numbers(node.Input[2]) is [var to] && Numbers(node.Input[3]) is [ChannelAxis]:
                (int begin, int end) = (Clamp(from, first.Length), Clamp(to, first.Length));
                return begin < end ? first[begin..end] : null;
            case "Reshape":
                return ShuffleOf(node);
            default:
                return null;
        }
    }

    // Channels as a table of rows and columns, turned, and laid flat again.
    private (string, int)[]? ShuffleOf(NodeProto last)
    {
        if (_view.Producer(last.Input[0]) is not { OpType: "Transpose" } turn || _view.Producer(turn.Input[0]) is not { OpType: "Reshape" } first
            || _routes.GetValueOrDefault(first.Input[0]) is not { } route || Numbers(first.Input[1]) is not { Length: 4 or 5 } table || Numbers(last.Input[1]) is not { Length: 4 } flat)
        {
            return null;
        }

        long[] order = [.. Attributes.Numbers(turn, "perm")];
        long rows = table[1];
        bool isShuffle = order.Length == table.Length && order.AsSpan().StartsWith([0L, 2L, 1L]) && order.Skip(3).Select((axis, index) => axis == index + 3).All(same => same)
            && rows > 0 && route.Length % rows == 0 && table[2] == route.Length / rows && (flat[1] == route.Length || flat[1] == -1);
        if (!isShuffle)
        {
            return null;
        }

        long columns = route.Length / rows;
        return [.. Enumerable.Range(0, route.Length).Select(channel => route[(channel % rows * columns) + (channel / rows)])];
    }

    private int? ChannelsOf(NodeProto node) => node.OpType switch
    {
        "Conv" => (int?)_view.Constant(node.Input[1])?.Dims[0],
        "LeakyRelu" or "Relu" or "MaxPool" or "Sigmoid" or "Resize" or "Clip" => _routes.GetValueOrDefault(node.Input[0])?.Length,
        _ => null,
    };

    private long[]? Numbers(string constant) => _view.Constant(constant) is { DataType: (int)TensorProto.Types.DataType.Int64 } tensor
        ? tensor.HasRawData ? MemoryMarshal.Cast<byte, long>(tensor.RawData.Span).ToArray() : [.. tensor.Int64Data]
        : null;

    private static int Clamp(long position, int length) => (int)Math.Clamp(position < 0 ? position + length : position, 0, length);
}
