using SkiaSharp;
using Vigie.Core;

namespace Vigie.Vision.Snapshots;

/// <summary>Reads JPEG and PNG files as the frames that a camera would deliver: I420, full range (JFIF).</summary>
public static class StillImage
{
    private const int LargestSide = 16_384;

    /// <summary>Decodes an image file into a frame of its own; the caller disposes of it. Odd sizes stay odd.</summary>
    /// <exception cref="Fault">
    /// <see cref="FaultKind.Unavailable"/> where the file cannot be read, <see cref="FaultKind.Corrupt"/> where it is no whole image.
    /// </exception>
    public static Frame Read(string path)
    {
        using SKBitmap bitmap = Decode(path);
        FrameFormat format = new(bitmap.Width, bitmap.Height, FullRange: true);
        Frame frame = new FramePool(format, 1).Rent();
        ReadOnlySpan<byte> pixels = bitmap.GetPixelSpan();
        WriteLuma(pixels, bitmap.RowBytes, frame);
        WriteChroma(pixels, bitmap.RowBytes, frame);
        return frame;
    }

    private static SKBitmap Decode(string path)
    {
        using SKData data = SKData.CreateCopy(ReadFile(path));
        using SKCodec codec = SKCodec.Create(data)
            ?? throw new Fault(FaultKind.Corrupt, path, "this is not an image", "Name a JPEG or PNG file.");
        SKImageInfo info = codec.Info;
        if (info.Width > LargestSide || info.Height > LargestSide)
        {
            throw new Fault(
                FaultKind.Exhausted, path, $"{info.Width} x {info.Height} pixels are more than {LargestSide} a side", "Name a smaller image.");
        }

        SKBitmap bitmap = new(new SKImageInfo(info.Width, info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        SKCodecResult result = codec.GetPixels(bitmap.Info, bitmap.GetPixels());
        if (result != SKCodecResult.Success)
        {
            bitmap.Dispose();
            throw new Fault(FaultKind.Corrupt, path, $"the image is damaged ({result})", "Get the file again.");
        }

        return bitmap;
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new Fault(FaultKind.Unavailable, path, "there is no such file", "Name a JPEG or PNG file.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new Fault(FaultKind.Unavailable, path, exception.Message.TrimEnd('.'), "Name a JPEG or PNG file that can be read.", exception);
        }
    }

    // ITU-R BT.601, full range, in 16-bit fixed point.
    private static void WriteLuma(ReadOnlySpan<byte> pixels, int rowBytes, Frame frame)
    {
        int width = frame.Format.Width;
        for (int y = 0; y < frame.Format.Height; y++)
        {
            ReadOnlySpan<byte> source = pixels.Slice(y * rowBytes, width * 4);
            Span<byte> luma = frame.Luma.Slice(y * width, width);
            for (int x = 0; x < width; x++)
            {
                luma[x] = (byte)((19595 * source[4 * x] + 38470 * source[4 * x + 1] + 7471 * source[4 * x + 2] + 32768) >> 16);
            }
        }
    }

    // The mean of the four pixels that share a chroma sample; at odd edges the last column and row count twice.
    private static void WriteChroma(ReadOnlySpan<byte> pixels, int rowBytes, Frame frame)
    {
        FrameFormat format = frame.Format;
        Span<byte> blue = frame.ChromaBlue, red = frame.ChromaRed;
        for (int y = 0; y < format.ChromaHeight; y++)
        {
            ReadOnlySpan<byte> upper = pixels[(2 * y * rowBytes)..];
            ReadOnlySpan<byte> lower = pixels[(Math.Min(2 * y + 1, format.Height - 1) * rowBytes)..];
            for (int x = 0; x < format.ChromaWidth; x++)
            {
                int left = 8 * x, right = 4 * Math.Min(2 * x + 1, format.Width - 1);
                int r = upper[left] + upper[right] + lower[left] + lower[right];
                int g = upper[left + 1] + upper[right + 1] + lower[left + 1] + lower[right + 1];
                int b = upper[left + 2] + upper[right + 2] + lower[left + 2] + lower[right + 2];
                int at = y * format.ChromaWidth + x;
                blue[at] = Chroma(-11059 * r - 21709 * g + 32768 * b);
                red[at] = Chroma(32768 * r - 27439 * g - 5329 * b);
            }
        }
    }

    private static byte Chroma(int sumOfFour) => (byte)Math.Clamp((sumOfFour + (128 << 18) + (1 << 17)) >> 18, 0, 255);
}
