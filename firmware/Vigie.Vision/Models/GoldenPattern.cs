using Vigie.Core;

namespace Vigie.Vision.Models;

/// <summary>
/// A picture made from a number: slopes, rectangles and noise, so that a network has edges and areas to answer to. It is drawn in whole
/// numbers only and is the same to the byte on every machine: what a model answers to it can be compared between them, and no
/// picture of anybody need be passed on.
/// </summary>
public static class GoldenPattern
{
    /// <summary>The number that is taken where none is asked for.</summary>
    public const ulong DefaultSeed = 1;

    private const int Rectangles = 24;
    private const int Noise = 16;

    /// <summary>Draws the pattern; the caller disposes of the frame.</summary>
    /// <param name="seed">The number that it is made from.</param>
    /// <param name="width">Width, pixels.</param>
    /// <param name="height">Height, pixels.</param>
    public static Frame Draw(ulong seed, int width, int height)
    {
        Frame frame = new FramePool(new FrameFormat(width, height, FullRange: true), 1).Rent();
        ulong state = seed;
        int chromaWidth = frame.Format.ChromaWidth, chromaHeight = frame.Format.ChromaHeight;
        Slope(frame.Luma, width, height, ref state);
        Slope(frame.ChromaBlue, chromaWidth, chromaHeight, ref state);
        Slope(frame.ChromaRed, chromaWidth, chromaHeight, ref state);
        for (int count = 0; count < Rectangles; count++)
        {
            // In chroma samples, so that colour and brightness share their edges.
            int left = Below(chromaWidth, ref state), top = Below(chromaHeight, ref state);
            int right = left + 1 + Below(chromaWidth - left, ref state) / 2, bottom = top + 1 + Below(chromaHeight - top, ref state) / 2;
            Fill(frame.Luma, width, 2 * left, 2 * top, Math.Min(2 * right, width), Math.Min(2 * bottom, height), ref state);
            Fill(frame.ChromaBlue, chromaWidth, left, top, right, bottom, ref state);
            Fill(frame.ChromaRed, chromaWidth, left, top, right, bottom, ref state);
        }

        foreach (ref byte pixel in frame.Luma)
        {
            pixel = (byte)Math.Clamp(pixel + Below(2 * Noise + 1, ref state) - Noise, 0, 255);
        }

        return frame;
    }

    private static void Slope(Span<byte> plane, int width, int height, ref ulong state)
    {
        int start = Below(256, ref state), across = Below(512, ref state) - 256, down = Below(512, ref state) - 256;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                // Up and down again between 0 and 255.
                int value = (start + across * x / width + down * y / height) & 511;
                plane[y * width + x] = (byte)(value < 256 ? value : 511 - value);
            }
        }
    }

    private static void Fill(Span<byte> plane, int stride, int left, int top, int right, int bottom, ref ulong state)
    {
        byte value = (byte)Below(256, ref state);
        for (int y = top; y < bottom; y++)
        {
            plane[(y * stride + left)..(y * stride + right)].Fill(value);
        }
    }

    private static int Below(int limit, ref ulong state) => (int)(Next(ref state) % (ulong)limit);

    // SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
    private static ulong Next(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        ulong mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
