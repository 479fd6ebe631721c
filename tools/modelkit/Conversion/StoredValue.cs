namespace Vigie.Modelkit.Conversion;

/// <summary>
/// A tensor of the ONNX network, as a node of the TensorFlow graph sees it: its axes may lie in another order, and padding may still
/// be owed. A Transpose thus changes only how we look at a tensor, a Pad only what is owed.
/// </summary>
/// <param name="Name">The tensor's name in the ONNX network.</param>
/// <param name="Shape">Extent of each logical axis (the order of the TensorFlow graph), owed padding included.</param>
/// <param name="Order">The logical axis that lies at each position in memory.</param>
/// <param name="Padding">What is owed, if anything.</param>
/// <param name="Sole">Whether exactly one node reads it.</param>
public sealed record StoredValue(string Name, int[] Shape, int[] Order, PendingPadding? Padding, bool Sole) : Value
{
    /// <summary>The same tensor with its logical axes permuted: axis i of the result is axis <c>permutation[i]</c> of this.</summary>
    public StoredValue Permute(int[] permutation)
    {
        int[] inverse = Axes.Inverse(permutation);
        return this with
        {
            Shape = Axes.Pick(Shape, permutation),
            Order = Axes.Pick(inverse, Order),
            Padding = Padding is null ? null : Padding with
            {
                Before = Axes.Pick(Padding.Before, permutation),
                After = Axes.Pick(Padding.After, permutation),
            },
        };
    }
}
