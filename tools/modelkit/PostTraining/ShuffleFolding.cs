using Vigie.Modelkit.Onnx;

namespace Vigie.Modelkit.PostTraining;

/// <summary>
/// Takes channel shuffles (Zhang et al., "ShuffleNet", CVPR 2018) out of a network: the convolutions before them give their channels in such an order,
/// and those behind read them in such an order, that joining and taking apart is all that is left. Channels that are read at the same places
/// lie side by side. The network computes the same.
/// </summary>
public sealed class ShuffleFolding
{
    private readonly NetworkView _view;
    private readonly Dictionary<string, (string Source, int Channel)[]> _moved;
    private readonly string[] _ends;
    private readonly Dictionary<string, int[]> _orders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(string Name, int[] Channels)>> _pieces = new(StringComparer.Ordinal);

    private ShuffleFolding(NetworkView view, Dictionary<string, (string Source, int Channel)[]> moved, HashSet<string> shuffled)
    {
        (_view, _moved) = (view, moved);
        _ends = Related([.. moved.Keys.Where(tensor => view.IsOutput(tensor) || view.Consumers(tensor).Any(node => !IsMover(node)))], shuffled);
    }

    /// <summary>Does it in place, where all of it can be done; leaves the network as it is otherwise.</summary>
    /// <returns>Whether it was done.</returns>
    public static bool TryApply(ModelProto model)
    {
        NetworkView view = new(model);
        ChannelRoutes routes = new(view);
        ShuffleFolding folding = new(view, routes.Find(), routes.Shuffled);
        if (folding._ends.Length == 0 || !folding.CanReorder())
        {
            return false;
        }

        folding.CutSources();
        folding.Reorder();
        folding.Rewire();
        HeadCut.Prune(model);
        return true;
    }

    // Where shuffled channels end, and where else channels of the same sources end.
    private string[] Related(string[] ends, HashSet<string> shuffled)
    {
        HashSet<string> sources = [.. ends.Where(shuffled.Contains).SelectMany(end => _moved[end]).Select(channel => channel.Source)];
        int before;
        do
        {
            before = sources.Count;
            sources.UnionWith(ends.Where(end => _moved[end].Any(channel => sources.Contains(channel.Source))).SelectMany(end => _moved[end]).Select(channel => channel.Source).ToList());
        }
        while (sources.Count > before);
        return [.. ends.Where(end => _moved[end].Any(channel => sources.Contains(channel.Source)))];
    }

    private bool IsMover(NodeProto node) => node.Output.Any(_moved.ContainsKey) || (node.OpType is "Reshape" or "Transpose" && node.Output.SelectMany(_view.Consumers).All(IsMover));

    // Every reader must take any order, and every source must be able to give any.
    private bool CanReorder() =>
        _ends.All(end => !_view.IsOutput(end) && _view.Consumers(end).Where(node => !IsMover(node)).All(TakesAnyOrder))
        && Sources().All(source => Maker(source) is not null && !_view.IsOutput(source) && _view.Consumers(source).All(IsMover));

    private IEnumerable<string> Sources() => _ends.SelectMany(end => _moved[end]).Select(channel => channel.Source).Distinct();

    private bool TakesAnyOrder(NodeProto node) => node.OpType == "Conv" && HasConstants(node)
        && (Attributes.Number(node, "group", 1) == 1
            || (IsDepthwise(node) && !_view.IsOutput(node.Output[0]) && _view.Consumers(node.Output[0]).All(next => next.OpType == "Conv" && HasConstants(next) && Attributes.Number(next, "group", 1) == 1)));

    private bool IsDepthwise(NodeProto node) => _view.Constant(node.Input[1]) is { } filter && filter.Dims[1] == 1 && filter.Dims[0] == Attributes.Number(node, "group", 1);

    private bool HasConstants(NodeProto node) => node.Input.Skip(1).All(input => _view.Constant(input) is not null);

    // The dense convolution that gives a tensor, an activation between at most.
    private NodeProto? Maker(string source)
    {
        NodeProto? node = _view.Producer(source);
        if (node?.OpType is "LeakyRelu" or "Relu" && _view.SoleConsumer(node.Input[0]) == node)
        {
            node = _view.Producer(node.Input[0]);
        }

        return node?.OpType == "Conv" && Attributes.Number(node, "group", 1) == 1 && HasConstants(node) ? node : null;
    }

    // Channels of a source by the ends that read them: what the same ends read becomes one piece.
    private void CutSources()
    {
        foreach (string source in Sources().ToList())
        {
            var groups = _ends.Select((end, index) => (Index: index, Channels: _moved[end].Where(channel => channel.Source == source).Select(channel => channel.Channel)))
                .SelectMany(entry => entry.Channels.Select(channel => (channel, entry.Index)))
                .GroupBy(entry => entry.channel)
                .GroupBy(channel => string.Join(',', channel.Select(entry => entry.Index)), channel => channel.Key)
                .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => group.Order().ToArray()).ToList();
            int count = (int)_view.Constant(Maker(source)!.Input[1])!.Dims[0];
            int[] unread = [.. Enumerable.Range(0, count).Except(groups.SelectMany(group => group))];
            if (unread.Length > 0)
            {
                groups.Add(unread);
            }

            _orders[source] = [.. groups.SelectMany(group => group)];
            _pieces[source] = [.. groups.Select((group, index) => (groups.Count == 1 ? source : $"{source}/piece{index}", group))];
        }
    }

    private List<(string Name, string Source, int[] Channels)> PiecesOf(string end)
    {
        HashSet<(string, int)> wanted = [.. _moved[end]];
        return [.. _moved[end].Select(channel => channel.Source).Distinct().SelectMany(source => _pieces[source]
            .Where(piece => wanted.Contains((source, piece.Channels[0]))).Select(piece => (piece.Name, source, piece.Channels)))];
    }

    private void Reorder()
    {
        foreach ((string source, int[] order) in _orders)
        {
            NodeProto maker = Maker(source)!;
            foreach (string constant in maker.Input.Skip(1))
            {
                Permute(_view.Constant(constant)!, order, axis: 0);
            }
        }

        foreach (string end in _ends)
        {
            Dictionary<(string, int), int> places = _moved[end].Select((channel, place) => (channel, place)).ToDictionary(entry => (entry.channel.Source, entry.channel.Channel), entry => entry.place);
            int[] order = [.. PiecesOf(end).SelectMany(piece => piece.Channels.Select(channel => places[(piece.Source, channel)]))];
            foreach (NodeProto reader in _view.Consumers(end).Where(node => !IsMover(node)))
            {
                Reorder(reader, order);
            }
        }
    }

    private void Reorder(NodeProto reader, int[] order)
    {
        if (Attributes.Number(reader, "group", 1) == 1)
        {
            Permute(_view.Constant(reader.Input[1])!, order, axis: 1);
            return;
        }

        foreach (string constant in reader.Input.Skip(1))
        {
            Permute(_view.Constant(constant)!, order, axis: 0);
        }

        foreach (NodeProto next in _view.Consumers(reader.Output[0]))
        {
            Permute(_view.Constant(next.Input[1])!, order, axis: 1);
        }
    }

    private void Rewire()
    {
        List<NodeProto> nodes = [];
        foreach (NodeProto node in _view.Model.Graph.Node)
        {
            string[] ends = [.. node.Output.Where(_ends.Contains)];
            if (ends.Length == 0)
            {
                nodes.Add(node);
            }

            foreach (string end in ends)
            {
                string[] pieces = [.. PiecesOf(end).Select(piece => piece.Name)];
                nodes.Add(pieces.Length == 1 ? Networks.Node("Identity", pieces, end) : Networks.Node("Concat", pieces, end, Attributes.Of("axis", 1L)));
            }

            foreach (string source in node.Output.Where(output => _pieces.TryGetValue(output, out var cut) && cut.Count > 1))
            {
                nodes.Add(SplitOf(source));
            }
        }

        _view.Model.Graph.Node.Clear();
        _view.Model.Graph.Node.Add(nodes);
    }

    private NodeProto SplitOf(string source)
    {
        long[] sizes = [.. _pieces[source].Select(piece => (long)piece.Channels.Length)];
        _view.Model.Graph.Initializer.Add(Tensors.Of(source + "/sizes", sizes, sizes.Length));
        NodeProto split = Networks.Node("Split", [source, source + "/sizes"], _pieces[source][0].Name, Attributes.Of("axis", 1L));
        split.Output.Add(_pieces[source].Skip(1).Select(piece => piece.Name));
        return split;
    }

    private static void Permute(TensorProto tensor, int[] order, int axis)
    {
        float[] values = Tensors.Floats(tensor), moved = new float[values.Length];
        int outer = axis == 0 ? 1 : (int)tensor.Dims[0], run = values.Length / outer / order.Length;
        for (int row = 0; row < outer; row++)
        {
            for (int place = 0; place < order.Length; place++)
            {
                values.AsSpan(((row * order.Length) + order[place]) * run, run).CopyTo(moved.AsSpan(((row * order.Length) + place) * run));
            }
        }

        TensorProto made = Tensors.Of(tensor.Name, moved);
        tensor.FloatData.Clear();
        tensor.RawData = made.RawData;
    }
}
