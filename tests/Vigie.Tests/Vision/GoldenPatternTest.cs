using System.Security.Cryptography;
using Vigie.Core;
using Vigie.Vision.Models;

namespace Vigie.Tests.Vision;

/// <summary>The picture that models are compared by is the same everywhere and for ever, and looks like something.</summary>
public sealed class GoldenPatternTest
{
    // A package holds only the seed: another picture here would make every package in the field fail its check.
    [Theory]
    [InlineData(1, 416, 416, "032783a3ade7fba13968946ea37f0a30dd3855bceb095012e03f820082e96705")]
    [InlineData(7, 33, 21, "0a8e695f5b9cd68ce1c9a4aea78f8d4a5c06941db79be630501209ffa1005536")]
    public void It_is_the_same_to_the_byte(ulong seed, int width, int height, string hash)
    {
        using Frame frame = GoldenPattern.Draw(seed, width, height);
        Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData(frame.Pixels.Span)));
    }

    [Fact]
    public void It_uses_the_whole_range()
    {
        using Frame frame = GoldenPattern.Draw(GoldenPattern.DefaultSeed, 416, 416);
        foreach (byte[] plane in (byte[][])[frame.Luma.ToArray(), frame.ChromaBlue.ToArray(), frame.ChromaRed.ToArray()])
        {
            Assert.True(plane.Distinct().Count() > 100 && plane.Max() - plane.Min() > 150);
        }
    }
}
