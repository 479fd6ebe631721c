using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Vision.Models;

namespace Vigie.Vision.Preprocessing;

/// <summary>
/// Brings a quadrilateral of an I420 frame, straightened, to a network's input. What lies outside the frame is filled. Where the frame is finer than the
/// input, several samples are averaged. Allocates nothing; for one thread.
/// </summary>
/// <param name="input">What the network wants to see.</param>
internal sealed class PatchSampler(NetworkInput input)
{
    // Beyond so many samples a side, what is between them is left out.
    private const int MostSamples = 4;

    private readonly float[] _luma = new float[input.Width];
    private readonly float[] _blue = new float[input.Width];
    private readonly float[] _red = new float[input.Width];
    private readonly byte[] _bytes = new byte[input.Width];
    private readonly float[] _floats = new float[input.Width];
    private readonly ColourConversion[] _limited = ColourConversion.Of(fullRange: false, input.Channels);
    private readonly ColourConversion[] _full = ColourConversion.Of(fullRange: true, input.Channels);

    /// <summary>Writes a part of a frame as bytes.</summary>
    /// <returns>False, and nothing written, where the corners are no rectangle that a camera can see.</returns>
    public bool TryWrite(Frame frame, in Quad corners, Span<byte> tensor)
    {
        if (!Projection.TryOnto(corners, out Projection projection))
        {
            return false;
        }

        int samples = Samples(corners);
        for (int row = 0; row < input.Height; row++)
        {
            Sample(frame, projection, row, samples);
            for (int channel = 0; channel < 3; channel++)
            {
                Conversions(frame)[channel].Convert(_luma, _blue, _red, _bytes);
                Place(_bytes, tensor, channel, row);
            }
        }

        return true;
    }

    /// <summary>Writes a part of a frame as normalised floats.</summary>
    /// <returns>False, and nothing written, where the corners are no rectangle that a camera can see.</returns>
    public bool TryWrite(Frame frame, in Quad corners, Span<float> tensor)
    {
        if (!Projection.TryOnto(corners, out Projection projection))
        {
            return false;
        }

        int samples = Samples(corners);
        for (int row = 0; row < input.Height; row++)
        {
            Sample(frame, projection, row, samples);
            for (int channel = 0; channel < 3; channel++)
            {
                float scale = 1 / input.Deviation[channel];
                Conversions(frame)[channel].Convert(_luma, _blue, _red, _floats, scale, -input.Mean[channel] * scale);
                Place(_floats, tensor, channel, row);
            }
        }

        return true;
    }

    private ColourConversion[] Conversions(Frame frame) => frame.Format.FullRange ? _full : _limited;

    private int Samples(in Quad corners)
    {
        Box bounds = corners.Bounds;
        return Math.Clamp((int)MathF.Ceiling(MathF.Max(bounds.Width / input.Width, bounds.Height / input.Height)), 1, MostSamples);
    }

    private void Place<T>(ReadOnlySpan<T> source, Span<T> tensor, int channel, int row)
    {
        int width = input.Width;
        if (!input.ChannelsLast)
        {
            source.CopyTo(tensor.Slice((channel * input.Height + row) * width, width));
            return;
        }

        Span<T> pixels = tensor.Slice(3 * row * width, 3 * width);
        for (int column = 0; column < width; column++)
        {
            pixels[3 * column + channel] = source[column];
        }
    }

    private void Sample(Frame frame, in Projection projection, int row, int samples)
    {
        float step = 1f / samples, share = step * step;
        for (int column = 0; column < input.Width; column++)
        {
            (float luma, float blue, float red) = (0, 0, 0);
            for (int sample = 0; sample < samples * samples; sample++)
            {
                float u = (column + (sample % samples + 0.5f) * step) / input.Width;
                float v = (row + (sample / samples + 0.5f) * step) / input.Height;
                (float y, float b, float r) = Pixel(frame, projection.At(u, v));
                (luma, blue, red) = (luma + y * share, blue + b * share, red + r * share);
            }

            (_luma[column], _blue[column], _red[column]) = (luma, blue, red);
        }
    }

    private (float Luma, float Blue, float Red) Pixel(Frame frame, Point point)
    {
        FrameFormat format = frame.Format;
        if (!(point.X >= 0 && point.Y >= 0 && point.X < format.Width && point.Y < format.Height))
        {
            return (format.FullRange ? input.Fill : 16 + input.Fill * 219f / 255, 128, 128);
        }

        return (
            Bilinear(frame.Luma, format.Width, format.Height, point.X, point.Y),
            Bilinear(frame.ChromaBlue, format.ChromaWidth, format.ChromaHeight, point.X / 2, point.Y / 2),
            Bilinear(frame.ChromaRed, format.ChromaWidth, format.ChromaHeight, point.X / 2, point.Y / 2));
    }

    private static float Bilinear(ReadOnlySpan<byte> plane, int width, int height, float x, float y)
    {
        x = Math.Clamp(x - 0.5f, 0, width - 1);
        y = Math.Clamp(y - 0.5f, 0, height - 1);
        (int left, int top) = ((int)x, (int)y);
        (int right, int bottom) = (Math.Min(left + 1, width - 1), Math.Min(top + 1, height - 1));
        (float across, float down) = (x - left, y - top);
        float upper = plane[top * width + left] * (1 - across) + plane[top * width + right] * across;
        float lower = plane[bottom * width + left] * (1 - across) + plane[bottom * width + right] * across;
        return upper * (1 - down) + lower * down;
    }
}
