using System.Numerics;
using Vigie.Vision.Models;

namespace Vigie.Vision.Preprocessing;

/// <summary>
/// From luma and chroma samples to the three colours (ITU-R BT.601, limited range 16-235 or full range), with the samples' factor
/// folded in: colour = luma * L + blue * B + red * R + constant, clamped to 0-255.
/// </summary>
internal readonly struct ColourConversion
{
    private const double RedFromRed = 1.402, GreenFromRed = 0.714136, GreenFromBlue = 0.344136, BlueFromBlue = 1.772;

    private readonly float _luma;
    private readonly float _blueChroma;
    private readonly float _redChroma;
    private readonly float _constant;

    private ColourConversion(double luma, double blueChroma, double redChroma, double constant)
    {
        _luma = (float)luma;
        _blueChroma = (float)blueChroma;
        _redChroma = (float)redChroma;
        _constant = (float)constant;
    }

    /// <summary>The conversions of the three planes in the order of a network's channels.</summary>
    /// <param name="fullRange">Whether luma spans 0-255.</param>
    /// <param name="order">Order of the planes.</param>
    /// <param name="lumaFactor">Makes a luma sample a pixel value.</param>
    /// <param name="chromaFactor">Makes a chroma sample a pixel value.</param>
    public static ColourConversion[] Of(bool fullRange, ChannelOrder order, float lumaFactor, float chromaFactor)
    {
        double lumaGain = fullRange ? 1 : 255.0 / 219, chromaGain = fullRange ? 1 : 255.0 / 224;
        double offset = fullRange ? 0 : -16 * lumaGain;
        ColourConversion Channel(double blue, double red) => new(
            lumaGain * lumaFactor,
            blue * chromaGain * chromaFactor,
            red * chromaGain * chromaFactor,
            offset - 128 * chromaGain * (blue + red));

        ColourConversion[] channels = [Channel(BlueFromBlue, 0), Channel(-GreenFromBlue, -GreenFromRed), Channel(0, RedFromRed)];
        if (order == ChannelOrder.Rgb)
        {
            Array.Reverse(channels);
        }

        return channels;
    }

    /// <summary>Converts one row to bytes, rounded.</summary>
    public void Convert(ReadOnlySpan<int> luma, ReadOnlySpan<int> blue, ReadOnlySpan<int> red, Span<byte> row)
    {
        int x = 0;
        int quarter = Vector<int>.Count;
        for (; x <= row.Length - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            Vector<short> low = Vector.Narrow(
                Rounded(luma[x..], blue[x..], red[x..]),
                Rounded(luma[(x + quarter)..], blue[(x + quarter)..], red[(x + quarter)..]));
            Vector<short> high = Vector.Narrow(
                Rounded(luma[(x + 2 * quarter)..], blue[(x + 2 * quarter)..], red[(x + 2 * quarter)..]),
                Rounded(luma[(x + 3 * quarter)..], blue[(x + 3 * quarter)..], red[(x + 3 * quarter)..]));
            Vector.Narrow(Vector.AsVectorUInt16(low), Vector.AsVectorUInt16(high)).CopyTo(row[x..]);
        }

        for (; x < row.Length; x++)
        {
            row[x] = (byte)(Colour(luma[x], blue[x], red[x]) + 0.5f);
        }
    }

    /// <summary>Converts one row to floats: colour * <paramref name="scale"/> + <paramref name="shift"/>.</summary>
    public void Convert(
        ReadOnlySpan<int> luma, ReadOnlySpan<int> blue, ReadOnlySpan<int> red, Span<float> row, float scale, float shift)
    {
        int x = 0;
        Vector<float> scales = new(scale), shifts = new(shift);
        for (; x <= row.Length - Vector<float>.Count; x += Vector<float>.Count)
        {
            Vector.MultiplyAddEstimate(Colours(luma[x..], blue[x..], red[x..]), scales, shifts).CopyTo(row[x..]);
        }

        for (; x < row.Length; x++)
        {
            row[x] = Colour(luma[x], blue[x], red[x]) * scale + shift;
        }
    }

    private float Colour(int luma, int blue, int red) =>
        Math.Clamp(luma * _luma + blue * _blueChroma + red * _redChroma + _constant, 0, 255);

    private Vector<float> Colours(ReadOnlySpan<int> luma, ReadOnlySpan<int> blue, ReadOnlySpan<int> red)
    {
        Vector<float> colour = Vector.MultiplyAddEstimate(
            Vector.ConvertToSingle(new Vector<int>(luma)), new Vector<float>(_luma), new Vector<float>(_constant));
        colour = Vector.MultiplyAddEstimate(Vector.ConvertToSingle(new Vector<int>(blue)), new Vector<float>(_blueChroma), colour);
        colour = Vector.MultiplyAddEstimate(Vector.ConvertToSingle(new Vector<int>(red)), new Vector<float>(_redChroma), colour);
        return Vector.Min(Vector.Max(colour, Vector<float>.Zero), new Vector<float>(255));
    }

    private Vector<int> Rounded(ReadOnlySpan<int> luma, ReadOnlySpan<int> blue, ReadOnlySpan<int> red) =>
        Vector.ConvertToInt32Native(Colours(luma, blue, red) + new Vector<float>(0.5f));
}
