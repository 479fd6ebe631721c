using Vigie.Core;

namespace Vigie.Tests.Vision;

/// <summary>Frames and files that the tests of this room look at.</summary>
internal static class Pictures
{
    /// <summary>Where data and scorers for measuring lie, if they do: the variable VIGIE_SHARED, else beside the checkout.</summary>
    public static string Shared { get; } =
        Environment.GetEnvironmentVariable("VIGIE_SHARED") ?? Path.Combine(House.SourceTree.Root, "..", "shared");

    public static string DataFolder { get; } = Path.Combine(Shared, "data");

    public static string Data(params string[] parts)
    {
        Assert.SkipUnless(Directory.Exists(DataFolder), "../shared absent");
        return Path.Combine([DataFolder, .. parts]);
    }

    public static Frame New(int width, int height, bool fullRange = false) =>
        new FramePool(new FrameFormat(width, height, fullRange), 1).Rent();

    /// <summary>A frame of one colour.</summary>
    public static Frame Plain(int width, int height, byte luma = 128, byte blue = 128, byte red = 128, bool fullRange = false)
    {
        Frame frame = New(width, height, fullRange);
        frame.Luma.Fill(luma);
        frame.ChromaBlue.Fill(blue);
        frame.ChromaRed.Fill(red);
        return frame;
    }

    /// <summary>A frame of noise, the same for the same seed.</summary>
    public static Frame Noise(int width, int height, int seed, bool fullRange = false)
    {
        Frame frame = New(width, height, fullRange);
        Fill(frame.Pixels.Span, (ulong)seed);
        return frame;
    }

    // SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
    private static void Fill(Span<byte> bytes, ulong state)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            ulong z = state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            bytes[i] = (byte)(z >> 56);
        }
    }
}
