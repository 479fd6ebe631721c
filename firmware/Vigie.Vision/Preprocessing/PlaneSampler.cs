using System.Numerics;

namespace Vigie.Vision.Preprocessing;

/// <summary>
/// Resamples one plane row by row. The two rows of samples that a target row lies between are kept: going down, every source row is
/// read once.
/// </summary>
internal sealed class PlaneSampler
{
    private readonly ResampleAxis _across;
    private readonly ResampleAxis _down;
    private readonly RowPicker _picker;
    private readonly CellMeans _means;
    private readonly byte[] _cells;
    private float[] _first;
    private float[] _second;
    private int _firstRow = -1;
    private int _secondRow = -1;

    /// <summary>Plans the resampling of a plane.</summary>
    /// <param name="width">Source width, samples.</param>
    /// <param name="height">Source height, samples.</param>
    /// <param name="targetWidth">Wanted width.</param>
    /// <param name="targetHeight">Wanted height.</param>
    /// <param name="scaleX">Source samples for one wanted sample, across.</param>
    /// <param name="scaleY">Source samples for one wanted sample, down.</param>
    public PlaneSampler(int width, int height, int targetWidth, int targetHeight, double scaleX, double scaleY)
    {
        _across = new ResampleAxis(width, targetWidth, scaleX);
        _down = new ResampleAxis(height, targetHeight, scaleY);
        _picker = new RowPicker(_across);
        _means = new CellMeans(width, height, _across.Cell, _down.Cell);
        _cells = new byte[_picker.RowLength];
        _first = new float[_picker.SampleCount];
        _second = new float[_picker.SampleCount];
    }

    /// <summary>How many samples a row has room for, at least the width wanted.</summary>
    public int SampleCount => _picker.SampleCount;

    /// <summary>Forgets the rows of the last picture.</summary>
    public void Begin() => (_firstRow, _secondRow) = (-1, -1);

    /// <summary>Writes one row of samples, each 0 to 255.</summary>
    /// <param name="plane">The source plane, rows without padding.</param>
    /// <param name="row">Which row of the target.</param>
    /// <param name="samples">Gets <see cref="SampleCount"/> samples.</param>
    public void Sample(ReadOnlySpan<byte> plane, int row, Span<float> samples)
    {
        if (_firstRow != _down.First[row] && _secondRow == _down.First[row])
        {
            (_first, _second) = (_second, _first);
            (_firstRow, _secondRow) = (_secondRow, _firstRow);
        }

        Keep(plane, _down.First[row], ref _firstRow, _first);
        Keep(plane, _down.Second[row], ref _secondRow, _second);
        Blend(_first, _second, _down.SecondWeight[row], samples);
    }

    private void Keep(ReadOnlySpan<byte> plane, int row, ref int kept, float[] samples)
    {
        if (kept != row)
        {
            _picker.Pick(Cells(plane, row), samples);
            kept = row;
        }
    }

    private static void Blend(ReadOnlySpan<float> first, ReadOnlySpan<float> second, float secondWeight, Span<float> samples)
    {
        Vector<float> weight = new(secondWeight);
        int x = 0;
        for (; x <= first.Length - Vector<float>.Count; x += Vector<float>.Count)
        {
            Vector<float> before = new(first[x..]);
            Vector.MultiplyAddEstimate(new Vector<float>(second[x..]) - before, weight, before).CopyTo(samples[x..]);
        }

        for (; x < first.Length; x++)
        {
            samples[x] = first[x] + (second[x] - first[x]) * secondWeight;
        }
    }

    // A row of single pixels is taken from where it stands, if it is long enough for the picker.
    private ReadOnlySpan<byte> Cells(ReadOnlySpan<byte> plane, int row)
    {
        int width = _across.Source;
        if (_across.Cell == 1 && _down.Cell == 1)
        {
            ReadOnlySpan<byte> pixels = plane.Slice(row * width, width);
            if (width >= _picker.RowLength)
            {
                return pixels;
            }

            pixels.CopyTo(_cells);
            return _cells;
        }

        _means.Write(plane, row, _cells);
        return _cells;
    }
}
