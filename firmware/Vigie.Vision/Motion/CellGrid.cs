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
    private readonly MotionChains _chains;

    /// <summary>Allocates for frames of a format.</summary>
    public CellGrid(FrameFormat format, float sensitivity)
    {
        int cell = Math.Clamp((format.Width + UsualColumns / 2) / UsualColumns, 1, CellMeans.MostPixels);
        CellSide = cell;
        _means = new CellMeans(format.Width, format.Height, cell, cell);
        Cells = _means.Columns * _means.Rows;
        int length = (Cells + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        _row = new byte[_means.Columns];
        _now = new float[length];
        _moving = new float[length];
        _background = new BackgroundModel(length, sensitivity);
        _chains = new MotionChains(_means.Columns, _means.Rows);
    }

    /// <summary>How many cells there are.</summary>
    public int Cells { get; }

    /// <summary>Cells in a row.</summary>
    public int Columns => _means.Columns;

    /// <summary>Rows of cells.</summary>
    public int Rows => _means.Rows;

    /// <summary>Pixels of a cell's side.</summary>
    public int CellSide { get; }

    /// <summary>Mean brightness of each cell of the last frame, filled up to a multiple of a vector's length with zeros.</summary>
    public ReadOnlySpan<float> Means => _now;

    /// <summary>Counts the cells that move beyond chance.</summary>
    /// <param name="frame">The frame to compare with the background, and to learn from.</param>
    /// <param name="elapsed">Time since the last frame.</param>
    /// <param name="together">How many cells move together with a neighbour, by chance or not.</param>
    public int CountMoving(Frame frame, TimeSpan elapsed, out int together)
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
            together = 0;
            return 0;
        }

        _background.Compare(_now, elapsed, _moving);
        return _chains.Count(_moving, elapsed, out together);
    }

    /// <summary>Takes the last frame for the background.</summary>
    public void LearnAnew()
    {
        _background.Learn(_now);
        _chains.Break();
    }
}
