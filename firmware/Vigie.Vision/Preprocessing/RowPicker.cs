using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Vigie.Vision.Preprocessing;

/// <summary>
/// Interpolates along a row of bytes, four samples at a time: one shuffle of sixteen bytes picks the four cells before, another the
/// four behind. They always lie within sixteen, because a cell grows with the scale so that neighbouring samples lie less than two
/// cells apart (<see cref="ResampleAxis"/>).
/// </summary>
internal sealed class RowPicker
{
    private const int Lanes = 4;

    private readonly int[] _starts;
    private readonly Vector128<byte>[] _firsts;
    private readonly Vector128<byte>[] _seconds;
    private readonly Vector128<float>[] _weights;

    /// <summary>Plans the picking of all samples of an axis.</summary>
    public RowPicker(ResampleAxis axis)
    {
        int groups = (axis.First.Length + Lanes - 1) / Lanes;
        RowLength = Math.Max(axis.Cells, Vector128<byte>.Count);
        _starts = new int[groups];
        _firsts = new Vector128<byte>[groups];
        _seconds = new Vector128<byte>[groups];
        _weights = new Vector128<float>[groups];
        for (int group = 0; group < groups; group++)
        {
            int at = group * Lanes;
            int start = Math.Min(axis.First[at], RowLength - Vector128<byte>.Count);
            _starts[group] = start;
            _firsts[group] = Control(axis.First, at, start);
            _seconds[group] = Control(axis.Second, at, start);
            _weights[group] = Vector128.Create(
                Weight(axis, at), Weight(axis, at + 1), Weight(axis, at + 2), Weight(axis, at + 3));
        }
    }

    /// <summary>Bytes that a row must have, at least.</summary>
    public int RowLength { get; }

    /// <summary>How many samples are written: those of the axis, rounded up to whole groups.</summary>
    public int SampleCount => _starts.Length * Lanes;

    /// <summary>Interpolates one row.</summary>
    /// <param name="row">At least <see cref="RowLength"/> bytes, one a cell.</param>
    /// <param name="samples">Gets <see cref="SampleCount"/> samples, each 0 to 255.</param>
    public void Pick(ReadOnlySpan<byte> row, Span<float> samples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(row.Length, RowLength);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples.Length, SampleCount);
        ref byte cells = ref MemoryMarshal.GetReference(row);
        ref float target = ref MemoryMarshal.GetReference(samples);
        ReadOnlySpan<int> starts = _starts;
        ref Vector128<byte> firsts = ref MemoryMarshal.GetArrayDataReference(_firsts);
        ref Vector128<byte> seconds = ref MemoryMarshal.GetArrayDataReference(_seconds);
        ref Vector128<float> weights = ref MemoryMarshal.GetArrayDataReference(_weights);
        for (int group = 0; group < starts.Length; group++)
        {
            Vector128<byte> near = Vector128.LoadUnsafe(ref cells, (nuint)starts[group]);
            Vector128<float> first = Spread(near, Unsafe.Add(ref firsts, group));
            Vector128<float> second = Spread(near, Unsafe.Add(ref seconds, group));
            Vector128<float> sample = Vector128.MultiplyAddEstimate(second - first, Unsafe.Add(ref weights, group), first);
            sample.StoreUnsafe(ref target, (nuint)(group * Lanes));
        }
    }

    // One byte to each 32-bit lane; places above 15 give zero.
    private static Vector128<float> Spread(Vector128<byte> bytes, Vector128<byte> control) =>
        Vector128.ConvertToSingle(Vector128.ShuffleNative(bytes, control).AsInt32());

    private static Vector128<byte> Control(int[] cells, int at, int start)
    {
        Vector128<byte> control = Vector128<byte>.AllBitsSet;
        for (int lane = 0; lane < Lanes; lane++)
        {
            int place = cells[Math.Min(at + lane, cells.Length - 1)] - start;
            if (place is < 0 or > 15)
            {
                throw new InvalidOperationException($"Four neighbouring samples lie {place} cells apart: they must fit into sixteen bytes.");
            }

            control = control.WithElement(lane * sizeof(int), (byte)place);
        }

        return control;
    }

    private static float Weight(ResampleAxis axis, int at) => axis.SecondWeight[Math.Min(at, axis.SecondWeight.Length - 1)];
}
