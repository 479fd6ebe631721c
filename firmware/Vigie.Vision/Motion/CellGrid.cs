using System.Numerics;
using Vigie.Core;
using Vigie.Vision.Preprocessing;

namespace Vigie.Vision.Motion;

/// <summary>A frame's luma as about 160 cells across, and which of them move: the motion gate's memory for one format.</summary>
internal sealed class CellGrid
{
    private const int UsualColumns = 160;

    private readonly CellMeans _means;
    private readonly byte[] _row;
    private readonly float[] _now;
    private readonly float[] _moving;
    private readonly BackgroundModel _background;

    /// <summary>Allocates for frames of a format.</summary>
    public CellGrid(FrameFormat format, float sensitivity)
    {
        int cell = Math.Clamp((format.Width + UsualColumns / 2) / UsualColumns, 1, CellMeans.MostPixels);
        _means = new CellMeans(format.Width, format.Height, cell, cell);
        Cells = _means.Columns * _means.Rows;
        int length = (Cells + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        _row = new byte[_means.Columns];
        _now = new float[length];
        _moving = new float[length];
        _background = new BackgroundModel(length, sensitivity);
    }

    /// <summary>How many cells there are.</summary>
    public int Cells { get; }

    /// <summary>Counts the cells that move together with others.</summary>
    /// <param name="frame">The frame to compare with the background, and to learn from.</param>
    /// <param name="elapsed">Time since the last frame.</param>
    public int CountMoving(Frame frame, TimeSpan elapsed)
    {
        for (int row = 0; row < _means.Rows; row++)
        {
            _means.Write(frame.Luma, row, _row);
            Span<float> now = _now.AsSpan(row * _row.Length, _row.Length);
            for (int x = 0; x < now.Length; x++)
            {
                now[x] = _row[x];
            }
        }

        if (_background.Empty)
        {
            _background.Learn(_now);
            return 0;
        }

        _background.Compare(_now, elapsed, _moving);
        return CountTogether();
    }

    /// <summary>Takes the last frame for the background.</summary>
    public void LearnAnew() => _background.Learn(_now);

    // A cell counts if at least two of the eight around it move as well: noise comes alone. The outermost cells lack neighbours.
    private int CountTogether()
    {
        int columns = _means.Columns, count = 0;
        for (int row = 1; row < _means.Rows - 1; row++)
        {
            ReadOnlySpan<float> moving = _moving.AsSpan(row * columns, columns);
            if (!moving.Contains(1f))
            {
                continue;
            }

            ReadOnlySpan<float> above = _moving.AsSpan((row - 1) * columns, columns);
            ReadOnlySpan<float> below = _moving.AsSpan((row + 1) * columns, columns);
            for (int x = 1; x < columns - 1; x++)
            {
                if (moving[x] > 0 && Sum(above, x) + Sum(moving, x) + Sum(below, x) >= 3)
                {
                    count++;
                }
            }
        }

        return count;
    }

    private static float Sum(ReadOnlySpan<float> row, int x) => row[x - 1] + row[x] + row[x + 1];
}
