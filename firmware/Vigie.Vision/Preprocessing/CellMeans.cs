using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Vigie.Vision.Preprocessing;

/// <summary>
/// Means of rectangular cells of a plane of bytes, one row of cells at a time: columns are summed many at once, then neighbours.
/// A cell that reaches over the right or lower edge repeats the last column or row. Allocates nothing after its making.
/// </summary>
internal sealed class CellMeans
{
    /// <summary>The most pixels a side of a cell: as many bytes as can be summed in 16 bits.</summary>
    public const int MostPixels = 256;

    private readonly int _width;
    private readonly int _height;
    private readonly int _cellWidth;
    private readonly int _cellHeight;
    private readonly ushort[] _sums;

    /// <summary>Plans the means of a plane.</summary>
    /// <param name="width">Bytes in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="cellWidth">Bytes of a cell across, 1 to 256.</param>
    /// <param name="cellHeight">Rows of a cell, 1 to 256.</param>
    public CellMeans(int width, int height, int cellWidth, int cellHeight)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cellWidth, MostPixels);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cellHeight, MostPixels);
        (_width, _height, _cellWidth, _cellHeight) = (width, height, cellWidth, cellHeight);
        Columns = (width + cellWidth - 1) / cellWidth;
        Rows = (height + cellHeight - 1) / cellHeight;
        _sums = new ushort[Columns * cellWidth];
    }

    /// <summary>Cells in a row.</summary>
    public int Columns { get; }

    /// <summary>Rows of cells.</summary>
    public int Rows { get; }

    /// <summary>Writes one row of means, rounded.</summary>
    /// <param name="plane">The plane, rows without padding.</param>
    /// <param name="row">Which row of cells.</param>
    /// <param name="means">Gets <see cref="Columns"/> bytes.</param>
    public void Write(ReadOnlySpan<byte> plane, int row, Span<byte> means)
    {
        SumRows(plane, row * _cellHeight);
        _sums.AsSpan(_width).Fill(_sums[_width - 1]);
        Average(means[..Columns]);
    }

    private void SumRows(ReadOnlySpan<byte> plane, int firstRow)
    {
        int last = _height - 1;
        ref byte pixels = ref MemoryMarshal.GetReference(plane[..(_width * _height)]);
        ref ushort sums = ref MemoryMarshal.GetArrayDataReference(_sums);
        int x = 0;
        for (; x <= _width - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            Vector<ushort> low = Vector<ushort>.Zero, high = Vector<ushort>.Zero;
            for (int row = firstRow; row < firstRow + _cellHeight; row++)
            {
                nuint at = (nuint)(Math.Min(row, last) * _width + x);
                Vector.Widen(Vector.LoadUnsafe(ref pixels, at), out Vector<ushort> left, out Vector<ushort> right);
                low += left;
                high += right;
            }

            low.StoreUnsafe(ref sums, (nuint)x);
            high.StoreUnsafe(ref sums, (nuint)(x + Vector<ushort>.Count));
        }

        for (; x < _width; x++)
        {
            int sum = 0;
            for (int row = firstRow; row < firstRow + _cellHeight; row++)
            {
                sum += plane[Math.Min(row, last) * _width + x];
            }

            _sums[x] = (ushort)sum;
        }
    }

    // Halves the row while that is possible without overflow, many sums at once; the rest of each cell one by one.
    private void Average(Span<byte> means)
    {
        int cell = _cellWidth, area = cell * _cellHeight, length = Columns * cell;
        while (cell % 2 == 0 && area <= MostPixels)
        {
            length /= 2;
            cell /= 2;
            AddPairs(_sums, length);
        }

        uint share = (1u << 24) / (uint)area;
        ReadOnlySpan<ushort> sums = _sums;
        for (int i = 0; i < means.Length; i++)
        {
            uint sum = 0;
            foreach (ushort column in sums.Slice(i * cell, cell))
            {
                sum += column;
            }

            means[i] = (byte)((sum * share + (1u << 23)) >> 24);
        }
    }

    // Sums of neighbours take the places of the first half. A pair read as one 32-bit number holds the left in its lower half.
    private static void AddPairs(Span<ushort> sums, int pairs)
    {
        ref uint source = ref Unsafe.As<ushort, uint>(ref MemoryMarshal.GetReference(sums[..(2 * pairs)]));
        ref ushort target = ref MemoryMarshal.GetReference(sums);
        Vector<uint> lower = new(ushort.MaxValue);
        int pair = 0;
        for (; pair <= pairs - Vector<ushort>.Count; pair += Vector<ushort>.Count)
        {
            Vector<uint> left = Vector.LoadUnsafe(ref source, (nuint)pair);
            Vector<uint> right = Vector.LoadUnsafe(ref source, (nuint)(pair + Vector<uint>.Count));
            Vector.Narrow((left & lower) + (left >>> 16), (right & lower) + (right >>> 16)).StoreUnsafe(ref target, (nuint)pair);
        }

        for (; pair < pairs; pair++)
        {
            sums[pair] = (ushort)(sums[2 * pair] + sums[2 * pair + 1]);
        }
    }
}
