using Vigie.Vision.Models;

namespace Vigie.Vision.Heads;

/// <summary>The points at which a network looks for objects at one stride, row by row.</summary>
/// <param name="Width">Points in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Stride">Pixels of the network's input between two points.</param>
internal readonly record struct Grid(int Width, int Height, int Stride)
{
    /// <summary>How many points there are.</summary>
    public int Points => Width * Height;

    /// <summary>The grid of a network's input: its last row and column may stick out.</summary>
    public static Grid Of(NetworkInput input, int stride) =>
        new((input.Width + stride - 1) / stride, (input.Height + stride - 1) / stride, stride);
}
