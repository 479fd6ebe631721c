using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Vigie.Vision.Preprocessing;

/// <summary>
/// Resamples one plane row by row: first down (whole vectors of source columns into one row of 16-bit sums), then across (two
/// cells a sample). One blended row is all the memory it needs, and each source row is read while it is in the cache.
/// </summary>
internal sealed class PlaneSampler
{
    private const int DownUnit = 256;
    private const int AcrossUnit = 32_767;

    private readonly ResampleAxis _across;
    private readonly ResampleAxis _down;
    private readonly ushort[] _blended;

    /// <summary>Plans the resampling of a plane.</summary>
    /// <param name="width">Source width, samples.</param>
    /// <param name="height">Source height, samples.</param>
    /// <param name="targetWidth">Wanted width.</param>
    /// <param name="targetHeight">Wanted height.</param>
    /// <param name="scaleX">Source samples for one wanted sample, across.</param>
    /// <param name="scaleY">Source samples for one wanted sample, down.</param>
    public PlaneSampler(int width, int height, int targetWidth, int targetHeight, double scaleX, double scaleY)
    {
        _across = new ResampleAxis(width, targetWidth, scaleX, AcrossUnit);
        _down = new ResampleAxis(height, targetHeight, scaleY, DownUnit);
        _blended = new ushort[width + _across.Cell];
    }

    /// <summary>What a sample must be multiplied by to be a pixel value again.</summary>
    public float Factor => 1f / ((float)_across.Gain * _down.Gain);

    /// <summary>Writes one row of samples, each a pixel value divided by <see cref="Factor"/>.</summary>
    /// <param name="plane">The source plane, rows without padding.</param>
    /// <param name="row">Which row of the target.</param>
    /// <param name="samples">Gets the target's width of samples.</param>
    public void Sample(ReadOnlySpan<byte> plane, int row, Span<int> samples)
    {
        if (_down.Cell == 1)
        {
            BlendTwoRows(plane, row);
        }
        else
        {
            BlendCells(plane, row);
        }

        // A cell may reach over the right edge: the last column stands for what is not there.
        _blended.AsSpan(_across.Source).Fill(_blended[_across.Source - 1]);
        if (_across.Cell == 1)
        {
            PickTwo(samples);
        }
        else
        {
            PickCells(samples);
        }
    }

    private ReadOnlySpan<byte> Row(ReadOnlySpan<byte> plane, int row) =>
        plane.Slice(Math.Min(row, _down.Source - 1) * _across.Source, _across.Source);

    private void BlendTwoRows(ReadOnlySpan<byte> plane, int row)
    {
        ReadOnlySpan<byte> first = Row(plane, _down.First[row]);
        ReadOnlySpan<byte> second = Row(plane, _down.Second[row]);
        ushort secondWeight = (ushort)_down.SecondWeight[row];
        ushort firstWeight = (ushort)(_down.Unit - secondWeight);
        Vector<ushort> firstWeights = new(firstWeight), secondWeights = new(secondWeight);
        Span<ushort> blended = _blended;
        int x = 0;
        for (; x <= first.Length - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(first[x..]), out Vector<ushort> firstLow, out Vector<ushort> firstHigh);
            Vector.Widen(new Vector<byte>(second[x..]), out Vector<ushort> secondLow, out Vector<ushort> secondHigh);
            (firstLow * firstWeights + secondLow * secondWeights).CopyTo(blended[x..]);
            (firstHigh * firstWeights + secondHigh * secondWeights).CopyTo(blended[(x + Vector<ushort>.Count)..]);
        }

        for (; x < first.Length; x++)
        {
            blended[x] = (ushort)(first[x] * firstWeight + second[x] * secondWeight);
        }
    }

    private void BlendCells(ReadOnlySpan<byte> plane, int row)
    {
        Span<ushort> blended = _blended.AsSpan(0, _across.Source);
        blended.Clear();
        ushort secondWeight = (ushort)_down.SecondWeight[row];
        for (int i = 0; i < _down.Cell; i++)
        {
            Accumulate(Row(plane, _down.First[row] + i), (ushort)(_down.Unit - secondWeight), blended);
            Accumulate(Row(plane, _down.Second[row] + i), secondWeight, blended);
        }
    }

    private static void Accumulate(ReadOnlySpan<byte> row, ushort weight, Span<ushort> sums)
    {
        Vector<ushort> weights = new(weight);
        int x = 0;
        for (; x <= row.Length - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(row[x..]), out Vector<ushort> low, out Vector<ushort> high);
            Span<ushort> lowSums = sums[x..], highSums = sums[(x + Vector<ushort>.Count)..];
            (new Vector<ushort>(lowSums) + low * weights).CopyTo(lowSums);
            (new Vector<ushort>(highSums) + high * weights).CopyTo(highSums);
        }

        for (; x < row.Length; x++)
        {
            sums[x] += (ushort)(row[x] * weight);
        }
    }

    // The positions were clamped to the row when the axis was planned: no check is needed again for every pixel.
    private void PickTwo(Span<int> samples)
    {
        ref ushort blended = ref MemoryMarshal.GetArrayDataReference(_blended);
        ReadOnlySpan<int> firsts = _across.First, seconds = _across.Second, weights = _across.SecondWeight;
        int unit = _across.Unit;
        samples = samples[..firsts.Length];
        for (int x = 0; x < samples.Length; x++)
        {
            int first = Unsafe.Add(ref blended, firsts[x]), second = Unsafe.Add(ref blended, seconds[x]);
            samples[x] = first * unit + (second - first) * weights[x];
        }
    }

    private void PickCells(Span<int> samples)
    {
        ReadOnlySpan<int> firsts = _across.First, seconds = _across.Second, weights = _across.SecondWeight;
        int unit = _across.Unit, cell = _across.Cell;
        for (int x = 0; x < firsts.Length; x++)
        {
            int first = 0, second = 0;
            ReadOnlySpan<ushort> before = _blended.AsSpan(firsts[x], cell), behind = _blended.AsSpan(seconds[x], cell);
            for (int i = 0; i < cell; i++)
            {
                first += before[i];
                second += behind[i];
            }

            samples[x] = first * unit + (second - first) * weights[x];
        }
    }
}
