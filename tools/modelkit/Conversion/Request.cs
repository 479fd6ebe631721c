using Vigie.Modelkit.TensorFlowJs;

namespace Vigie.Modelkit.Conversion;

/// <summary>One node of the graph, ready to be converted.</summary>
/// <param name="Node">The node.</param>
/// <param name="Inputs">What its inputs stand for.</param>
/// <param name="Sole">Whether exactly one node reads its result.</param>
/// <param name="Builder">The network under construction.</param>
/// <param name="Scale">How the network's picture differs from the one that the graph declares.</param>
public sealed record Request(GraphNode Node, Value[] Inputs, bool Sole, NetworkBuilder Builder, PictureScale Scale)
{
    /// <summary>An input that must be a stored tensor.</summary>
    public StoredValue Stored(int index) =>
        At(index) as StoredValue ?? throw Node.Refuse($"input {index} is a constant where a tensor is needed");

    /// <summary>An input that must be a stored tensor of pictures, [batch, row, column, channel] or [batch, channel, row, column].</summary>
    public StoredValue Pictures(int index)
    {
        StoredValue value = Stored(index);
        return value.Shape.Length == 4 ? value : throw Node.Refuse($"input {index} has {value.Shape.Length} axes where 4 are needed");
    }

    /// <summary>An input that must be known at conversion.</summary>
    public ConstantTensor Constant(int index) =>
        At(index) is ConstantValue constant ? constant.Tensor : throw Node.Refuse($"input {index} is computed where a constant is needed");

    private Value At(int index) =>
        index < Inputs.Length ? Inputs[index] : throw Node.Refuse($"has {Inputs.Length} inputs where input {index} is needed");
}
