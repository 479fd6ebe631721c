namespace Vigie.Vision.Preprocessing;

/// <summary>
/// Where the samples of one axis come from: bilinear between the two nearest cells, with half-pixel centres as OpenCV's
/// INTER_LINEAR. A cell is one source pixel, or the mean of <see cref="Cell"/> of them where the picture shrinks that much: plain
/// bilinear would pass over pixels there and alias.
/// </summary>
internal sealed class ResampleAxis
{
    private const int MostCell = 64;

    /// <summary>Plans an axis.</summary>
    /// <param name="source">Pixels that there are.</param>
    /// <param name="length">Samples wanted.</param>
    /// <param name="scale">Source pixels for one sample; not <c>source / length</c> for chroma planes of odd pictures.</param>
    /// <param name="unit">Sum of the weights of one sample, a whole number of at least <see cref="Cell"/>.</param>
    public ResampleAxis(int source, int length, double scale, int unit)
    {
        Source = source;
        Cell = Math.Clamp((int)Math.Floor(scale + 1e-6), 1, MostCell);
        Unit = unit / Cell;
        First = new int[length];
        Second = new int[length];
        SecondWeight = new int[length];
        int last = (source - 1) / Cell;
        for (int i = 0; i < length; i++)
        {
            double position = (i + 0.5) * scale / Cell - 0.5;
            double floor = Math.Floor(position);
            First[i] = Math.Clamp((int)floor, 0, last) * Cell;
            Second[i] = Math.Clamp((int)floor + 1, 0, last) * Cell;
            SecondWeight[i] = (int)Math.Round((position - floor) * Unit);
        }
    }

    /// <summary>Pixels that there are.</summary>
    public int Source { get; }

    /// <summary>Pixels in a cell: 1, or the whole part of the scale.</summary>
    public int Cell { get; }

    /// <summary>Sum of both weights of one sample.</summary>
    public int Unit { get; }

    /// <summary>How much a constant picture is multiplied by along this axis.</summary>
    public int Gain => Unit * Cell;

    /// <summary>First pixel of the cell before each sample.</summary>
    public int[] First { get; }

    /// <summary>First pixel of the cell behind each sample.</summary>
    public int[] Second { get; }

    /// <summary>Weight of the cell behind, 0 to <see cref="Unit"/>; the cell before has the rest.</summary>
    public int[] SecondWeight { get; }
}
