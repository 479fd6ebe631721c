using System.Numerics;

namespace Vigie.Vision.Motion;

/// <summary>
/// What a camera sees when nobody passes: the average gradient between cells, in which who walks or drives is averaged away, and the edges chosen of it, some
/// for each of 12 x 8 blocks. Kept as gradients, not as a picture. Allocates nothing once built; for one thread.
/// </summary>
internal sealed class ViewMemory
{
    /// <summary>Blocks of the picture, side by side and one above the other.</summary>
    public const int BlockColumns = 12, BlockRows = 8;

    /// <summary>Edges that stand for a block, at most.</summary>
    public const int PerBlock = 8;

    // Of the energy that a cell's gradient has on average, the average gradient must have so much: else something passed there, or trembles.
    private const float Steady = 0.6f;

    // Grey levels between the cells on both sides: what is weaker is no edge. Fewer in a block say nothing of it.
    private const float LeastEdge = 7;
    private const int FewestInBlock = 3;

    private readonly int _columns;
    private readonly int _rows;
    private readonly float[] _x;
    private readonly float[] _y;
    private readonly float[] _energy;
    private readonly ViewPoint[] _points = new ViewPoint[BlockColumns * BlockRows * PerBlock];
    private readonly float[] _strengths = new float[PerBlock];
    private int _count;

    /// <summary>Allocates for a grid of cells.</summary>
    /// <param name="columns">Cells in a row.</param>
    /// <param name="rows">Rows of cells.</param>
    /// <param name="length">Length of the means, a multiple of a vector's.</param>
    public ViewMemory(int columns, int rows, int length) =>
        (_columns, _rows, _x, _y, _energy) = (columns, rows, new float[length], new float[length], new float[length]);

    /// <summary>The edges chosen last, those of a block together.</summary>
    public ReadOnlySpan<ViewPoint> Points => _points.AsSpan(0, _count);

    /// <summary>Takes a picture into the average.</summary>
    /// <param name="means">Mean brightness of each cell.</param>
    /// <param name="share">How much it counts, 0 to 1.</param>
    public void Learn(ReadOnlySpan<float> means, float share)
    {
        Vector<float> part = new(share);
        for (int row = 1; row < _rows - 1; row++)
        {
            int at = row * _columns + 1, end = at + _columns - 2;
            for (; at <= end - Vector<float>.Count; at += Vector<float>.Count)
            {
                Vector<float> x = new Vector<float>(means[(at + 1)..]) - new Vector<float>(means[(at - 1)..]);
                Vector<float> y = new Vector<float>(means[(at + _columns)..]) - new Vector<float>(means[(at - _columns)..]);
                Vector<float> oldX = new(_x, at), oldY = new(_y, at), oldEnergy = new(_energy, at);
                (oldX + (x - oldX) * part).CopyTo(_x, at);
                (oldY + (y - oldY) * part).CopyTo(_y, at);
                (oldEnergy + (x * x + y * y - oldEnergy) * part).CopyTo(_energy, at);
            }

            for (; at < end; at++)
            {
                float x = means[at + 1] - means[at - 1], y = means[at + _columns] - means[at - _columns];
                _x[at] += (x - _x[at]) * share;
                _y[at] += (y - _y[at]) * share;
                _energy[at] += (x * x + y * y - _energy[at]) * share;
            }
        }
    }

    /// <summary>Chooses the edges anew: the strongest of each block.</summary>
    public void Choose()
    {
        _count = 0;
        for (int block = 0; block < BlockColumns * BlockRows; block++)
        {
            int found = ChooseIn(block);
            _count += found >= FewestInBlock ? found : 0;
        }
    }

    private int ChooseIn(int block)
    {
        (int top, int left) = (block / BlockColumns, block % BlockColumns);
        int found = 0;
        for (int row = Math.Max(1, top * _rows / BlockRows); row < Math.Min(_rows - 1, (top + 1) * _rows / BlockRows); row++)
        {
            for (int column = Math.Max(1, left * _columns / BlockColumns); column < Math.Min(_columns - 1, (left + 1) * _columns / BlockColumns); column++)
            {
                int at = row * _columns + column;
                float strength = _x[at] * _x[at] + _y[at] * _y[at];
                if (strength >= LeastEdge * LeastEdge && strength >= Steady * _energy[at])
                {
                    Keep(new ViewPoint(column, row, block, _x[at], _y[at]), strength, ref found);
                }
            }
        }

        return found;
    }

    // A short list, the strongest first: insertion is enough.
    private void Keep(in ViewPoint point, float strength, ref int found)
    {
        int place = found;
        while (place > 0 && _strengths[place - 1] < strength)
        {
            place--;
        }

        if (place == PerBlock)
        {
            return;
        }

        found = Math.Min(found + 1, PerBlock);
        for (int i = found - 1; i > place; i--)
        {
            _strengths[i] = _strengths[i - 1];
            _points[_count + i] = _points[_count + i - 1];
        }

        _strengths[place] = strength;
        _points[_count + place] = point;
    }
}
