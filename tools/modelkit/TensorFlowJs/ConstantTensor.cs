using Vigie.Core;

namespace Vigie.Modelkit.TensorFlowJs;

/// <summary>A constant of the graph, in TensorFlow's own axis order: floats or integers, never both.</summary>
/// <param name="Name">Its node.</param>
/// <param name="Shape">Extent of each axis; empty for a scalar.</param>
/// <param name="Floats">Its values if it holds floats.</param>
/// <param name="Integers">Its values if it holds integers.</param>
public sealed record ConstantTensor(string Name, int[] Shape, float[]? Floats, int[]? Integers)
{
    /// <summary>The values of a constant that must hold floats.</summary>
    public float[] RequireFloats() => Floats ?? throw Wrong("integers where floats are needed");

    /// <summary>The values of a constant that must hold integers.</summary>
    public int[] RequireIntegers() => Integers ?? throw Wrong("floats where integers are needed");

    /// <summary>The same constant with its axes in another order: axis i of the result is axis <c>order[i]</c> of this.</summary>
    public ConstantTensor Permute(ReadOnlySpan<int> order)
    {
        int[] shape = new int[Shape.Length];
        for (int axis = 0; axis < shape.Length; axis++)
        {
            shape[axis] = Shape[order[axis]];
        }

        int[] source = SourceIndices(order, shape);
        return new ConstantTensor(Name, shape,
            Floats is null ? null : Array.ConvertAll(source, index => Floats[index]),
            Integers is null ? null : Array.ConvertAll(source, index => Integers[index]));
    }

    private int[] SourceIndices(ReadOnlySpan<int> order, int[] shape)
    {
        int[] strides = new int[Shape.Length];
        int stride = 1;
        for (int axis = Shape.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= Shape[axis];
        }

        int[] indices = new int[stride];
        int[] position = new int[shape.Length];
        for (int target = 0; target < indices.Length; target++)
        {
            int source = 0;
            for (int axis = 0; axis < shape.Length; axis++)
            {
                source += position[axis] * strides[order[axis]];
            }

            indices[target] = source;
            for (int axis = shape.Length - 1; axis >= 0 && ++position[axis] == shape[axis]; axis--)
            {
                position[axis] = 0;
            }
        }

        return indices;
    }

    private Fault Wrong(string problem) =>
        new(FaultKind.Corrupt, $"constant {Name}", $"holds {problem}", "modelkit cannot convert this graph: report it with the graph's source.");
}
