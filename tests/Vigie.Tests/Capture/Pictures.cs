using System.Security.Cryptography;
using Vigie.Capture.Ffmpeg;
using Vigie.Core;

namespace Vigie.Tests.Capture;

/// <summary>Reads clips whole, with our source and with a plain ffmpeg.</summary>
internal static class Pictures
{
    public static List<Picture> ReadAll(FfmpegSource source)
    {
        var pool = new FramePool(source.Format, 1);
        var pictures = new List<Picture>();
        while (true)
        {
            using Frame frame = pool.Rent();
            if (!source.Read(frame))
            {
                return pictures;
            }

            pictures.Add(new Picture(frame.Number, frame.At, Hash(frame.Pixels.Span)));
        }
    }

    public static List<Picture> ReadAll(string clip)
    {
        using FfmpegSource source = FfmpegSource.Open(new FfmpegSourceOptions { Clip = clip });
        return ReadAll(source);
    }

    /// <summary>Reads and forgets so many pictures.</summary>
    public static void Read(FfmpegSource source, FramePool pool, int frames)
    {
        for (int i = 0; i < frames; i++)
        {
            using Frame frame = pool.Rent();
            if (!source.Read(frame))
            {
                throw new InvalidOperationException($"The clip ended after {i} frames.");
            }
        }
    }

    /// <summary>Hashes of what one plain ffmpeg decodes of a clip to bare planar pictures.</summary>
    public static List<string> Reference(string clip, int pictureBytes, string pixels = "yuv420p")
    {
        byte[] all = ClipFolder.Run(
            ["-i", clip, "-map", "0:v:0", "-fps_mode", "passthrough", "-pix_fmt", pixels, "-f", "rawvideo", "pipe:1"]);
        Assert.Equal(0, all.Length % pictureBytes);
        return [.. all.Chunk(pictureBytes).Select(picture => Hash(picture))];
    }

    public static string Hash(ReadOnlySpan<byte> pixels) => Convert.ToHexString(SHA256.HashData(pixels))[..16];
}
