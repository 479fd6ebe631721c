namespace Vigie.Modelkit.Conversion;

/// <summary>Orders of axes and what is done with them.</summary>
public static class Axes
{
    /// <summary>Where the logical axes batch, channel, row, column of a picture in TensorFlow's order lie when stored in ONNX's.</summary>
    public static readonly IReadOnlyList<int> ChannelsFirstOfChannelsLast = [0, 3, 1, 2];

    /// <summary>0, 1, 2, …: logical order and order in memory are the same.</summary>
    public static int[] Identity(int rank) => [.. Enumerable.Range(0, rank)];

    /// <summary>The permutation that undoes this one.</summary>
    public static int[] Inverse(int[] permutation)
    {
        int[] inverse = new int[permutation.Length];
        for (int axis = 0; axis < permutation.Length; axis++)
        {
            inverse[permutation[axis]] = axis;
        }

        return inverse;
    }

    /// <summary>Element i of the result is <c>values[positions[i]]</c>.</summary>
    public static int[] Pick(int[] values, int[] positions) => Array.ConvertAll(positions, position => values[position]);

    /// <summary>Whether each axis of a tensor of this rank occurs exactly once.</summary>
    public static bool IsPermutation(int[] permutation, int rank) =>
        permutation.Length == rank && permutation.Order().SequenceEqual(Enumerable.Range(0, rank));
}
