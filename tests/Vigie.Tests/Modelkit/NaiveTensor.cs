namespace Vigie.Tests.Modelkit;

/// <summary>A tensor in logical order with one value a position; slow and plain.</summary>
internal sealed record NaiveTensor(int[] Shape, float[] Values)
{
    public static NaiveTensor Of(int[] shape, Func<int[], float> value)
    {
        NaiveTensor tensor = new(shape, new float[shape.Aggregate(1, (product, extent) => product * extent)]);
        for (int index = 0; index < tensor.Values.Length; index++)
        {
            tensor.Values[index] = value(tensor.PositionOf(index));
        }

        return tensor;
    }

    public float At(params ReadOnlySpan<int> position)
    {
        int index = 0;
        for (int axis = 0; axis < Shape.Length; axis++)
        {
            index = index * Shape[axis] + position[axis];
        }

        return Values[index];
    }

    public NaiveTensor Transpose(int[] permutation) => Of([.. permutation.Select(axis => Shape[axis])], position =>
    {
        int[] source = new int[permutation.Length];
        for (int axis = 0; axis < source.Length; axis++)
        {
            source[permutation[axis]] = position[axis];
        }

        return At(source);
    });

    private int[] PositionOf(int index)
    {
        int[] position = new int[Shape.Length];
        for (int axis = Shape.Length - 1; axis >= 0; axis--)
        {
            position[axis] = index % Shape[axis];
            index /= Shape[axis];
        }

        return position;
    }
}
