using CsCheck;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Vision.Models;
using Vigie.Vision.Preprocessing;

namespace Vigie.Tests.Vision;

/// <summary>The fused letterbox against the same thing written naively: sample, convert and place each pixel by itself.</summary>
public sealed class LetterboxTest
{
    private static readonly Gen<(int Width, int Height, int Seed, bool FullRange)> AnyFrame =
        Gen.Select(Gen.Int[1, 150], Gen.Int[1, 150], Gen.Int, Gen.Bool);

    private static readonly Gen<NetworkInput> AnyInput = Gen.Select(
        Gen.Int[8, 90], Gen.Int[8, 90], Gen.Enum<ChannelOrder>(), Gen.Enum<ResizeMode>(),
        (width, height, order, mode) => Input(width, height, mode, order));

    [Fact]
    public void Bytes_are_what_the_naive_way_gives() => Gen.Select(AnyFrame, AnyInput).Sample((made, input) =>
    {
        using Frame frame = Pictures.Noise(made.Width, made.Height, made.Seed, made.FullRange);
        byte[] tensor = new byte[input.Elements];
        new Letterbox(input).Write(frame, tensor.AsSpan());
        double[] expected = Oracle(frame, input);
        for (int i = 0; i < tensor.Length; i++)
        {
            Assert.InRange(tensor[i] - expected[i], -Tolerance(frame, input), Tolerance(frame, input));
        }
    }, iter: 200);

    [Fact]
    public void Floats_are_the_same_normalised() => Gen.Select(AnyFrame, AnyInput).Sample((made, input) =>
    {
        input = input with { Element = ElementKind.Normalised, Mean = [103.5f, 116.3f, 123.7f], Deviation = [57.4f, 57.1f, 58.4f] };
        using Frame frame = Pictures.Noise(made.Width, made.Height, made.Seed, made.FullRange);
        float[] tensor = new float[input.Elements];
        new Letterbox(input).Write(frame, tensor.AsSpan());
        double[] expected = Oracle(frame, input);
        int plane = input.Width * input.Height;
        for (int i = 0; i < tensor.Length; i++)
        {
            double pixel = tensor[i] * input.Deviation[i / plane] + input.Mean[i / plane];
            Assert.InRange(pixel - expected[i], -Tolerance(frame, input), Tolerance(frame, input));
        }
    }, iter: 200);

    [Theory]
    [InlineData(16, 128, 128, 0, 0, 0)]
    [InlineData(235, 128, 128, 255, 255, 255)]
    [InlineData(81, 90, 240, 254, 0, 0)]
    [InlineData(145, 54, 34, 0, 255, 1)]
    [InlineData(41, 240, 110, 0, 0, 255)]
    public void The_primaries_of_limited_range_are_right(byte luma, byte blueChroma, byte redChroma, int red, int green, int blue)
    {
        using Frame frame = Pictures.Plain(40, 40, luma, blueChroma, redChroma);
        NetworkInput input = Input(32, 32, ResizeMode.Stretch, ChannelOrder.Rgb);
        byte[] tensor = new byte[input.Elements];
        new Letterbox(input).Write(frame, tensor.AsSpan());
        Assert.All(tensor[..1024], value => Assert.InRange(value, red - 1, red + 1));
        Assert.All(tensor[1024..2048], value => Assert.InRange(value, green - 1, green + 1));
        Assert.All(tensor[2048..], value => Assert.InRange(value, blue - 1, blue + 1));
    }

    [Theory]
    [InlineData(ResizeMode.Letterbox, 0, 8, 64, 48)]
    [InlineData(ResizeMode.LetterboxTopLeft, 0, 0, 64, 48)]
    [InlineData(ResizeMode.Stretch, 0, 0, 64, 64)]
    public void The_picture_lies_where_the_mode_says(ResizeMode mode, int left, int top, int width, int height)
    {
        LetterboxGeometry geometry = LetterboxGeometry.Of(new FrameFormat(640, 480), Input(64, 64, mode));
        Assert.Equal(new LetterboxGeometry(left, top, width, height, 640, 480), geometry);
        Assert.Equal(new Box(0, 0, 640, 480), geometry.ToSource(new Box(left - 5, top, left + width, top + height + 5)));
        Box middle = geometry.ToSource(new Box(left + 16, top + height / 2f, left + 32, top + height));
        Assert.Equal(new Box(160, 240, 320, 480), middle);
    }

    [Fact]
    public void A_frame_allocates_nothing()
    {
        using Frame frame = Pictures.Noise(200, 120, seed: 3);
        NetworkInput input = Input(96, 96, ResizeMode.Letterbox);
        Letterbox letterbox = new(input);
        byte[] bytes = new byte[input.Elements];
        float[] floats = new float[input.Elements];
        Assert.Equal(0, OnnxDetectorTest.Allocated(() => letterbox.Write(frame, bytes.AsSpan())));
        Assert.Equal(0, OnnxDetectorTest.Allocated(() => letterbox.Write(frame, floats.AsSpan())));
    }

    [Fact]
    public void A_change_of_format_is_followed()
    {
        NetworkInput input = Input(32, 32, ResizeMode.Letterbox);
        Letterbox letterbox = new(input);
        byte[] tensor = new byte[input.Elements], expected = new byte[input.Elements];
        foreach ((int width, int height) in new[] { (64, 32), (33, 77), (64, 32) })
        {
            using Frame frame = Pictures.Noise(width, height, seed: width);
            letterbox.Write(frame, tensor.AsSpan());
            new Letterbox(input).Write(frame, expected.AsSpan());
            Assert.Equal(expected, tensor);
        }
    }

    internal static NetworkInput Input(int width, int height, ResizeMode mode, ChannelOrder order = ChannelOrder.Bgr) =>
        new("image", width, height, ElementKind.Pixel, order, mode, 114, [0, 0, 0], [1, 1, 1]);

    // Bytes are rounded; where cells of several pixels are averaged, their means are rounded too, and blue takes chroma twice.
    private static double Tolerance(Frame frame, NetworkInput input)
    {
        LetterboxGeometry at = LetterboxGeometry.Of(frame.Format, input);
        return at.ScaleX < 2 && at.ScaleY < 2 ? 0.51 : 0.51 + 0.5 * (255.0 / 219 + 1.772 * 255 / 224);
    }

    private static double[] Oracle(Frame frame, NetworkInput input)
    {
        LetterboxGeometry at = LetterboxGeometry.Of(frame.Format, input);
        double[] tensor = new double[input.Elements];
        Array.Fill(tensor, input.Fill);
        double scaleX = (double)frame.Format.Width / at.Width, scaleY = (double)frame.Format.Height / at.Height;
        for (int y = 0; y < at.Height; y++)
        {
            for (int x = 0; x < at.Width; x++)
            {
                double luma = Bilinear(frame.Luma, frame.Format.Width, frame.Format.Height, x, y, scaleX, scaleY);
                double blue = Bilinear(frame.ChromaBlue, frame.Format.ChromaWidth, frame.Format.ChromaHeight, x, y, scaleX / 2, scaleY / 2);
                double red = Bilinear(frame.ChromaRed, frame.Format.ChromaWidth, frame.Format.ChromaHeight, x, y, scaleX / 2, scaleY / 2);
                double[] colours = Colours(luma, blue - 128, red - 128, frame.Format.FullRange);
                for (int channel = 0; channel < 3; channel++)
                {
                    double colour = colours[input.Channels == ChannelOrder.Bgr ? channel : 2 - channel];
                    tensor[(channel * input.Height + at.Top + y) * input.Width + at.Left + x] = colour;
                }
            }
        }

        return tensor;
    }

    private static double[] Colours(double luma, double blue, double red, bool fullRange)
    {
        double y = fullRange ? luma : (luma - 16) * 255 / 219, chroma = fullRange ? 1 : 255.0 / 224;
        return
        [
            Math.Clamp(y + 1.772 * chroma * blue, 0, 255),
            Math.Clamp(y - 0.344136 * chroma * blue - 0.714136 * chroma * red, 0, 255),
            Math.Clamp(y + 1.402 * chroma * red, 0, 255),
        ];
    }

    // Bilinear between cells: of one pixel, or of the mean of so many as the picture shrinks by.
    private static double Bilinear(ReadOnlySpan<byte> plane, int width, int height, int x, int y, double scaleX, double scaleY)
    {
        int cellX = Math.Max(1, (int)Math.Floor(scaleX + 1e-6)), cellY = Math.Max(1, (int)Math.Floor(scaleY + 1e-6));
        double atX = (x + 0.5) * scaleX / cellX - 0.5, atY = (y + 0.5) * scaleY / cellY - 0.5;
        double shareX = atX - Math.Floor(atX), shareY = atY - Math.Floor(atY), sum = 0;
        for (int stepY = 0; stepY < 2; stepY++)
        {
            for (int stepX = 0; stepX < 2; stepX++)
            {
                int firstX = Math.Clamp((int)Math.Floor(atX) + stepX, 0, (width - 1) / cellX) * cellX;
                int firstY = Math.Clamp((int)Math.Floor(atY) + stepY, 0, (height - 1) / cellY) * cellY;
                double share = (stepX == 1 ? shareX : 1 - shareX) * (stepY == 1 ? shareY : 1 - shareY);
                sum += share * Mean(plane, width, height, firstX, firstY, cellX, cellY);
            }
        }

        return sum;
    }

    private static double Mean(ReadOnlySpan<byte> plane, int width, int height, int firstX, int firstY, int cellX, int cellY)
    {
        double sum = 0;
        for (int y = firstY; y < firstY + cellY; y++)
        {
            for (int x = firstX; x < firstX + cellX; x++)
            {
                sum += plane[Math.Min(y, height - 1) * width + Math.Min(x, width - 1)];
            }
        }

        return sum / (cellX * cellY);
    }
}
