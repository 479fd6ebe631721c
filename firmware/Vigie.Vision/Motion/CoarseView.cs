namespace Vigie.Vision.Motion;

/// <summary>
/// The picture in 12 x 8 blocks, against what they usually are: a lens out of focus leaves it as it was, what is put before the lens does not. Allocates nothing
/// once built; for one thread.
/// </summary>
/// <param name="columns">Cells in a row.</param>
/// <param name="rows">Rows of cells.</param>
internal sealed class CoarseView(int columns, int rows)
{
    private const int Blocks = ViewMemory.BlockColumns * ViewMemory.BlockRows;

    // Contrast of a picture whose blocks are all alike: its noise.
    private const double LeastSpread = 1;

    private readonly float[] _usual = new float[Blocks];
    private readonly float[] _now = new float[Blocks];

    /// <summary>Contrast of the last picture by the usual one.</summary>
    public float Gain { get; private set; } = 1;

    /// <summary>Takes a picture into what is usual.</summary>
    /// <param name="means">Mean brightness of each cell.</param>
    /// <param name="share">How much it counts, 0 to 1.</param>
    public void Learn(ReadOnlySpan<float> means, float share)
    {
        Average(means);
        for (int i = 0; i < Blocks; i++)
        {
            _usual[i] += (_now[i] - _usual[i]) * share;
        }
    }

    /// <summary>Compares a picture.</summary>
    /// <param name="means">Mean brightness of each cell.</param>
    /// <param name="likeness">Correlation with the usual one, -1 to 1.</param>
    /// <returns><see cref="Gain"/>.</returns>
    public float Compare(ReadOnlySpan<float> means, out float likeness)
    {
        Average(means);
        double x = 0, y = 0, xx = 0, yy = 0, xy = 0;
        for (int i = 0; i < Blocks; i++)
        {
            (double before, double now) = (_usual[i], _now[i]);
            (x, y, xx, yy, xy) = (x + before, y + now, xx + before * before, yy + now * now, xy + before * now);
        }

        double spreadX = Math.Max(LeastSpread, xx / Blocks - x / Blocks * (x / Blocks));
        double spreadY = Math.Max(LeastSpread, yy / Blocks - y / Blocks * (y / Blocks));
        likeness = (float)((xy / Blocks - x / Blocks * (y / Blocks)) / Math.Sqrt(spreadX * spreadY));
        Gain = (float)Math.Sqrt(spreadY / spreadX);
        return Gain;
    }

    private void Average(ReadOnlySpan<float> means)
    {
        for (int block = 0; block < Blocks; block++)
        {
            (int top, int left) = (block / ViewMemory.BlockColumns, block % ViewMemory.BlockColumns);
            int first = left * columns / ViewMemory.BlockColumns, end = (left + 1) * columns / ViewMemory.BlockColumns;
            int from = top * rows / ViewMemory.BlockRows, to = (top + 1) * rows / ViewMemory.BlockRows;
            float sum = 0;
            for (int row = from; row < to; row++)
            {
                sum += System.Numerics.Tensors.TensorPrimitives.Sum(means.Slice(row * columns + first, end - first));
            }

            _now[block] = sum / Math.Max(1, (to - from) * (end - first));
        }
    }
}
