using System.Numerics;
using System.Runtime.InteropServices;
using Vigie.Vision.Models;

namespace Vigie.Vision.Preprocessing;

/// <summary>
/// From luma and chroma to one of the three colours (ITU-R BT.601, limited range 16-235 or full range):
/// colour = luma * L + blue * B + red * R + constant, clamped to 0-255.
/// </summary>
internal readonly struct ColourConversion
{
    private const double RedFromRed = 1.402, GreenFromRed = 0.714136, GreenFromBlue = 0.344136, BlueFromBlue = 1.772;

    private readonly float _luma;
    private readonly float _blueChroma;
    private readonly float _redChroma;
    private readonly float _constant;

    private ColourConversion(bool fullRange, double blue, double red)
    {
        double lumaGain = fullRange ? 1 : 255.0 / 219, chromaGain = fullRange ? 1 : 255.0 / 224;
        _luma = (float)lumaGain;
        _blueChroma = (float)(blue * chromaGain);
        _redChroma = (float)(red * chromaGain);
        _constant = (float)((fullRange ? 0 : -16 * lumaGain) - 128 * chromaGain * (blue + red));
    }

    /// <summary>The conversions of the three planes in the order of a network's channels.</summary>
    /// <param name="fullRange">Whether luma spans 0-255.</param>
    /// <param name="order">Order of the planes.</param>
    public static ColourConversion[] Of(bool fullRange, ChannelOrder order)
    {
        ColourConversion blue = new(fullRange, BlueFromBlue, 0);
        ColourConversion green = new(fullRange, -GreenFromBlue, -GreenFromRed);
        ColourConversion red = new(fullRange, 0, RedFromRed);
        return order == ChannelOrder.Bgr ? [blue, green, red] : [red, green, blue];
    }

    /// <summary>Converts one row to bytes, rounded. The three sources are at least as long as the row.</summary>
    public void Convert(ReadOnlySpan<float> luma, ReadOnlySpan<float> blue, ReadOnlySpan<float> red, Span<byte> row)
    {
        ref float y = ref MemoryMarshal.GetReference(luma[..row.Length]);
        ref float b = ref MemoryMarshal.GetReference(blue[..row.Length]);
        ref float r = ref MemoryMarshal.GetReference(red[..row.Length]);
        int x = 0, lanes = Vector<float>.Count;
        for (; x <= row.Length - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            Vector<short> low = Vector.Narrow(Rounded(ref y, ref b, ref r, x), Rounded(ref y, ref b, ref r, x + lanes));
            Vector<short> high = Vector.Narrow(Rounded(ref y, ref b, ref r, x + 2 * lanes), Rounded(ref y, ref b, ref r, x + 3 * lanes));
            Vector.Narrow(Vector.AsVectorUInt16(low), Vector.AsVectorUInt16(high)).CopyTo(row[x..]);
        }

        for (; x < row.Length; x++)
        {
            row[x] = (byte)(Colour(luma[x], blue[x], red[x]) + 0.5f);
        }
    }

    /// <summary>
    /// Converts one row to floats: colour * <paramref name="scale"/> + <paramref name="shift"/>. The three sources are at least as
    /// long as the row.
    /// </summary>
    public void Convert(
        ReadOnlySpan<float> luma, ReadOnlySpan<float> blue, ReadOnlySpan<float> red, Span<float> row, float scale, float shift)
    {
        ref float y = ref MemoryMarshal.GetReference(luma[..row.Length]);
        ref float b = ref MemoryMarshal.GetReference(blue[..row.Length]);
        ref float r = ref MemoryMarshal.GetReference(red[..row.Length]);
        int x = 0;
        Vector<float> scales = new(scale), shifts = new(shift);
        for (; x <= row.Length - Vector<float>.Count; x += Vector<float>.Count)
        {
            Vector.MultiplyAddEstimate(Colours(ref y, ref b, ref r, x), scales, shifts).CopyTo(row[x..]);
        }

        for (; x < row.Length; x++)
        {
            row[x] = Colour(luma[x], blue[x], red[x]) * scale + shift;
        }
    }

    private float Colour(float luma, float blue, float red) =>
        Math.Clamp(luma * _luma + blue * _blueChroma + red * _redChroma + _constant, 0, 255);

    private Vector<float> Colours(ref float luma, ref float blue, ref float red, int x)
    {
        Vector<float> colour = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref luma, (nuint)x), new Vector<float>(_luma), new Vector<float>(_constant));
        colour = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref blue, (nuint)x), new Vector<float>(_blueChroma), colour);
        colour = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref red, (nuint)x), new Vector<float>(_redChroma), colour);
        return Vector.MinNative(Vector.MaxNative(colour, Vector<float>.Zero), new Vector<float>(255));
    }

    private Vector<int> Rounded(ref float luma, ref float blue, ref float red, int x) =>
        Vector.ConvertToInt32Native(Colours(ref luma, ref blue, ref red, x) + new Vector<float>(0.5f));
}
