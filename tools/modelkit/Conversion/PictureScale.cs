namespace Vigie.Modelkit.Conversion;

/// <summary>
/// By how much a network's picture is made larger or smaller than its graph declares it. A fully convolutional graph follows by itself, but
/// for the sizes that it states: a resize to so many rows and columns.
/// </summary>
/// <param name="Rows">Rows of the network's picture.</param>
/// <param name="DeclaredRows">Rows that the graph declares.</param>
/// <param name="Columns">Columns of the network's picture.</param>
/// <param name="DeclaredColumns">Columns that the graph declares.</param>
public readonly record struct PictureScale(int Rows, int DeclaredRows, int Columns, int DeclaredColumns)
{
    /// <summary>The picture as the graph declares it.</summary>
    public static PictureScale None { get; } = new(1, 1, 1, 1);

    /// <summary>Scales a size that the graph states; false where that is not a whole number.</summary>
    public bool TryScale(int rows, int columns, out int[] size)
    {
        size = [(int)((long)rows * Rows / DeclaredRows), (int)((long)columns * Columns / DeclaredColumns)];
        return (long)rows * Rows % DeclaredRows == 0 && (long)columns * Columns % DeclaredColumns == 0;
    }
}
