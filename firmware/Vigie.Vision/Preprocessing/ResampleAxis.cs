namespace Vigie.Vision.Preprocessing;

/// <summary>
/// Where the samples of one axis come from: bilinear between the two nearest cells, with half-pixel centres as OpenCV's
/// INTER_LINEAR. A cell is one source pixel, or the mean of <see cref="Cell"/> of them where the picture shrinks that much: plain
/// bilinear would pass over pixels there and alias.
/// </summary>
internal sealed class ResampleAxis
{
    /// <summary>Plans an axis.</summary>
    /// <param name="source">Pixels that there are.</param>
    /// <param name="length">Samples wanted.</param>
    /// <param name="scale">Source pixels for one sample; not <c>source / length</c> for chroma planes of odd pictures.</param>
    public ResampleAxis(int source, int length, double scale)
    {
        Source = source;
        Cell = Math.Clamp((int)Math.Floor(scale + 1e-6), 1, CellMeans.MostPixels);
        Cells = (source + Cell - 1) / Cell;
        First = new int[length];
        Second = new int[length];
        SecondWeight = new float[length];
        for (int i = 0; i < length; i++)
        {
            double position = (i + 0.5) * scale / Cell - 0.5;
            double floor = Math.Floor(position);
            First[i] = Math.Clamp((int)floor, 0, Cells - 1);
            Second[i] = Math.Clamp((int)floor + 1, 0, Cells - 1);
            SecondWeight[i] = (float)(position - floor);
        }
    }

    /// <summary>Pixels that there are.</summary>
    public int Source { get; }

    /// <summary>Pixels in a cell: 1, or the whole part of the scale.</summary>
    public int Cell { get; }

    /// <summary>How many cells there are; the last may reach over the edge.</summary>
    public int Cells { get; }

    /// <summary>The cell before each sample.</summary>
    public int[] First { get; }

    /// <summary>The cell behind each sample.</summary>
    public int[] Second { get; }

    /// <summary>Weight of the cell behind, 0 to 1; the cell before has the rest.</summary>
    public float[] SecondWeight { get; }
}
