namespace Vigie.Modelkit.Onnx;

/// <summary>Who makes and who reads each tensor of a network. Made anew after each change.</summary>
public sealed class NetworkView
{
    private readonly Dictionary<string, NodeProto> _producers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<NodeProto>> _consumers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorProto> _constants;
    private readonly HashSet<string> _outputs;

    public NetworkView(ModelProto model)
    {
        Model = model;
        _constants = model.Graph.Initializer.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        _outputs = [.. model.Graph.Output.Select(value => value.Name)];
        foreach (NodeProto node in model.Graph.Node)
        {
            foreach (string output in node.Output.Where(output => output.Length > 0))
            {
                _producers[output] = node;
            }

            foreach (string input in node.Input.Where(input => input.Length > 0).Distinct())
            {
                if (!_consumers.TryGetValue(input, out List<NodeProto>? readers))
                {
                    _consumers[input] = readers = [];
                }

                readers.Add(node);
            }
        }
    }

    public ModelProto Model { get; }

    /// <summary>Name of the network's only input.</summary>
    public string Input => Model.Graph.Input.Single(value => !_constants.ContainsKey(value.Name)).Name;

    /// <summary>The node that makes a tensor; null for the input and for constants.</summary>
    public NodeProto? Producer(string tensor) => _producers.GetValueOrDefault(tensor);

    /// <summary>The nodes that read a tensor.</summary>
    public IReadOnlyList<NodeProto> Consumers(string tensor) => _consumers.GetValueOrDefault(tensor) ?? [];

    /// <summary>The only node that reads a tensor, if there is one and the tensor is no output.</summary>
    public NodeProto? SoleConsumer(string tensor) => !_outputs.Contains(tensor) && Consumers(tensor) is [NodeProto sole] ? sole : null;

    public bool IsOutput(string tensor) => _outputs.Contains(tensor);

    /// <summary>The constant of this name; null where the tensor is computed.</summary>
    public TensorProto? Constant(string tensor) => _constants.GetValueOrDefault(tensor);
}
