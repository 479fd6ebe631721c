using System.Collections.Immutable;

namespace Vigie.Vision.Heads;

/// <summary>One tensor of 32-bit floats that a head reads.</summary>
/// <param name="Field">JSON path in model.json where it is named, for messages.</param>
/// <param name="Name">Its name in the network file.</param>
/// <param name="Shape">The shape that the head needs.</param>
public sealed record NetworkOutput(string Field, string Name, ImmutableArray<int> Shape)
{
    /// <summary>How many numbers the tensor holds.</summary>
    public int Elements => Shape.Aggregate(1, (product, side) => product * side);
}
