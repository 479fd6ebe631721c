using SkiaSharp;
using Vigie.Core;

namespace Vigie.Vision.Snapshots;

/// <summary>Makes pictures for people from frames. Not for the hot path: each call allocates a picture.</summary>
internal static class FramePicture
{
    /// <summary>The frame in colours, at its own size (ITU-R BT.601, 16.16 fixed point).</summary>
    public static SKBitmap Of(Frame frame)
    {
        FrameFormat format = frame.Format;
        SKBitmap picture = new(format.Width, format.Height, SKColorType.Bgra8888, SKAlphaType.Opaque);
        Span<byte> pixels = picture.GetPixelSpan();
        for (int y = 0; y < format.Height; y++)
        {
            int chroma = y / 2 * format.ChromaWidth;
            Convert(
                frame.Luma.Slice(y * format.Width, format.Width),
                frame.ChromaBlue.Slice(chroma, format.ChromaWidth),
                frame.ChromaRed.Slice(chroma, format.ChromaWidth),
                pixels.Slice(y * picture.RowBytes, 4 * format.Width),
                format.FullRange);
        }

        return picture;
    }

    private static void Convert(ReadOnlySpan<byte> luma, ReadOnlySpan<byte> blue, ReadOnlySpan<byte> red, Span<byte> row, bool fullRange)
    {
        (int floor, int gain, double range) = fullRange ? (0, 65_536, 1.0) : (16, 76_309, 255.0 / 224);
        int toRed = Fixed(1.402 * range), redToGreen = Fixed(0.714136 * range), blueToGreen = Fixed(0.344136 * range), toBlue = Fixed(1.772 * range);
        for (int x = 0; x < luma.Length; x++)
        {
            int y = (luma[x] - floor) * gain + 32_768;
            int u = blue[x / 2] - 128, v = red[x / 2] - 128;
            row[4 * x] = Clamp(y + toBlue * u);
            row[4 * x + 1] = Clamp(y - blueToGreen * u - redToGreen * v);
            row[4 * x + 2] = Clamp(y + toRed * v);
            row[4 * x + 3] = 255;
        }
    }

    private static int Fixed(double factor) => (int)Math.Round(factor * 65_536);

    private static byte Clamp(int value) => (byte)Math.Clamp(value >> 16, 0, 255);
}
