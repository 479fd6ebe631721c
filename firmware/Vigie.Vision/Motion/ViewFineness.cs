using Vigie.Core;

namespace Vigie.Vision.Motion;

/// <summary>
/// How many blocks of a view hold their edges, and how fine these are: the energy of steps between pixels, which a lens out of focus takes away first (of an edge
/// blurred by a Gaussian, in inverse proportion to its width). Allocates nothing once built; for one thread.
/// </summary>
/// <param name="cell">Pixels of a cell's side.</param>
internal sealed class ViewFineness(int cell)
{
    // Half of a block's edges are enough to know it by; a third of the usual energy is a blur of about three pixels.
    private const float EdgesOfBlock = 0.5f, FineEnergy = 0.33f;

    // Of large cells some rows tell as much as all.
    private const int MostRows = 4, LeastSide = 4;

    private static readonly (int X, int Y)[] Beside = [(-5, -3), (4, -2), (-3, 2), (2, 5)];

    private readonly float[] _usual = new float[ViewMemory.BlockColumns * ViewMemory.BlockRows * ViewMemory.PerBlock];
    private readonly float[] _now = new float[ViewMemory.BlockColumns * ViewMemory.BlockRows * ViewMemory.PerBlock];
    private float _gain = 1;
    private int _count;

    /// <summary>Part of the blocks that hold their edges.</summary>
    public float Held { get; private set; }

    /// <summary>Energy of the finest steps by the usual one.</summary>
    public float Detail { get; private set; }

    /// <summary>Part of the blocks that are less fine than usual, light taken out.</summary>
    public float Blurred { get; private set; }

    /// <summary>Takes this picture for the usual one: other edges were chosen.</summary>
    public void Begin(ReadOnlySpan<ViewPoint> points, ReadOnlySpan<float> means, int columns, Frame frame, float gain)
    {
        Measure(points, means, columns, frame, gain);
        for (int i = 0; i < _count; i++)
        {
            _usual[i] = _now[i] / (gain * gain);
        }
    }

    /// <summary>Takes the picture measured last into what is usual.</summary>
    /// <param name="share">How much it counts, 0 to 1.</param>
    public void Learn(float share)
    {
        for (int i = 0; i < _count; i++)
        {
            _usual[i] += (_now[i] / (_gain * _gain) - _usual[i]) * share;
        }
    }

    /// <summary>Measures a picture.</summary>
    /// <param name="points">The view's edges, those of a block together.</param>
    /// <param name="means">Mean brightness of each cell.</param>
    /// <param name="columns">Cells in a row.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="gain">Contrast of the whole picture by the usual one.</param>
    /// <returns>How many blocks have edges.</returns>
    public int Measure(ReadOnlySpan<ViewPoint> points, ReadOnlySpan<float> means, int columns, Frame frame, float gain)
    {
        (_gain, _count) = (gain, points.Length);
        int blocks = 0, held = 0, blurred = 0;
        float now = 0, usual = 0;
        for (int first = 0, next; first < points.Length; first = next)
        {
            int holds = 0;
            float blockNow = 0, blockUsual = 0;
            for (next = first; next < points.Length && points[next].Block == points[first].Block; next++)
            {
                ref readonly ViewPoint point = ref points[next];
                int at = point.Row * columns + point.Column;
                holds += point.Holds(means[at + 1] - means[at - 1], means[at + columns] - means[at - columns]) ? 1 : 0;
                _now[next] = EnergyAt(frame, point.Column * cell, point.Row * cell);
                blockNow += _now[next];
                blockUsual += _usual[next];
            }

            blocks++;
            held += holds >= EdgesOfBlock * (next - first) ? 1 : 0;
            blurred += blockNow < FineEnergy * gain * gain * blockUsual ? 1 : 0;
            (now, usual) = (now + blockNow, usual + blockUsual);
        }

        Held = blocks == 0 ? 0 : (float)held / blocks;
        Blurred = blocks == 0 ? 0 : (float)blurred / blocks;
        Detail = usual == 0 ? 0 : now / usual;
        return blocks;
    }

    /// <summary>Energy of the finest steps beside the edges by the usual one at them: the most of four places around. Of a sharp picture of something else it is not small.</summary>
    public float DetailElsewhere(ReadOnlySpan<ViewPoint> points, Frame frame)
    {
        float most = 0;
        foreach ((int x, int y) in Beside)
        {
            float now = 0, usual = 0;
            for (int i = 0; i < points.Length; i++)
            {
                now += EnergyAt(frame, (points[i].Column + x) * cell, (points[i].Row + y) * cell);
                usual += _usual[i];
            }

            most = Math.Max(most, usual == 0 ? 0 : now / usual);
        }

        return most;
    }

    private float EnergyAt(Frame frame, int left, int top)
    {
        (int width, int height) = (frame.Format.Width, frame.Format.Height);
        int side = Math.Max(cell, LeastSide), step = Math.Max(1, side / MostRows);
        (left, top) = (Math.Clamp(left, 1, width - 2), Math.Clamp(top, 1, height - 2));
        int right = Math.Min(left + side, width - 1), bottom = Math.Min(top + side, height - 1);
        ReadOnlySpan<byte> luma = frame.Luma;
        int sum = 0, count = 0;
        for (int row = Math.Max(1, top); row < bottom; row += step)
        {
            ReadOnlySpan<byte> here = luma.Slice(row * width, width);
            ReadOnlySpan<byte> above = luma.Slice((row - 1) * width, width), below = luma.Slice((row + 1) * width, width);
            for (int column = Math.Max(1, left); column < right; column++)
            {
                int x = here[column + 1] - here[column - 1], y = below[column] - above[column];
                sum += x * x + y * y;
                count++;
            }
        }

        return count == 0 ? 0 : (float)sum / count;
    }
}
