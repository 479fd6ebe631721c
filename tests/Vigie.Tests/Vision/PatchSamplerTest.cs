using System.Collections.Immutable;
using CsCheck;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Vision.Models;
using Vigie.Vision.Preprocessing;

namespace Vigie.Tests.Vision;

/// <summary>Corners in order, rectangles as cameras see them straightened, and parts of frames sampled.</summary>
public sealed class PatchSamplerTest
{
    private const int Width = 24, Height = 16;

    private static readonly Gen<Quad> Seen =
        from x in Gen.Float[20, 200]
        from y in Gen.Float[20, 200]
        from width in Gen.Float[8, 100]
        from height in Gen.Float[8, 100]
        from moved in Gen.Float[-0.2f, 0.2f].Array[8]
        select new Quad(
            new Point(x + moved[0] * width, y + moved[1] * height), new Point(x + width + moved[2] * width, y + moved[3] * height),
            new Point(x + width + moved[4] * width, y + height + moved[5] * height), new Point(x + moved[6] * width, y + height + moved[7] * height));

    [Fact]
    public void Corners_in_any_order_are_put_clockwise_from_the_top_left() => Gen.Select(Seen, Gen.Shuffle(new[] { 0, 1, 2, 3 })).Sample((quad, order) =>
    {
        Point[] corners = [quad.TopLeft, quad.TopRight, quad.BottomRight, quad.BottomLeft];
        Quad found = Quad.Around([.. order.Select(corner => corners[corner])]);
        Point[] again = [found.TopLeft, found.TopRight, found.BottomRight, found.BottomLeft];
        int first = Array.IndexOf(corners, found.TopLeft);
        Assert.Equal(corners[first..].Concat(corners[..first]), again);
        Assert.Equal(corners.Min(point => point.X + point.Y), found.TopLeft.X + found.TopLeft.Y);
    });

    [Fact]
    public void The_unit_square_goes_onto_the_corners_and_lines_stay_lines() => Gen.Select(Seen, Gen.Float[0, 1], Gen.Float[0, 1]).Sample((quad, u, v) =>
    {
        Assert.True(Projection.TryOnto(quad, out Projection projection));
        Near(quad.TopLeft, projection.At(0, 0));
        Near(quad.TopRight, projection.At(1, 0));
        Near(quad.BottomRight, projection.At(1, 1));
        Near(quad.BottomLeft, projection.At(0, 1));
        (Point start, Point middle, Point end) = (projection.At(0, v), projection.At(u, v), projection.At(1, v));
        float off = (end.X - start.X) * (middle.Y - start.Y) - (end.Y - start.Y) * (middle.X - start.X);
        Assert.True(Math.Abs(off) <= 0.01f * (1 + Math.Abs(end.X - start.X) + Math.Abs(end.Y - start.Y)), $"{middle} is not between {start} and {end}");
    });

    [Fact]
    public void What_no_camera_sees_of_a_rectangle_is_refused()
    {
        Point a = new(0, 0), b = new(10, 0), c = new(10, 10), d = new(0, 10);
        Assert.True(Projection.TryOnto(new Quad(a, b, c, d), out _));
        Quad[] others =
        [
            new(a, c, b, d), new(a, b, new Point(5, 0), d), new(d, c, b, a), new(a, a, c, d), new(a, b, new Point(3, 3), d), new(a, b, new Point(float.NaN, 1), d), default,
        ];
        Assert.All(others, quad => Assert.False(Projection.TryOnto(quad, out _), $"{quad}"));
    }

    [Theory]
    [InlineData(2 * Width, 2 * Height)]
    [InlineData(Width, Height)]
    [InlineData(4 * Width, 3 * Height)]
    public void A_whole_smooth_frame_is_what_the_letterbox_makes_of_it(int width, int height)
    {
        using Frame frame = Slope(width, height);
        NetworkInput input = Input(ElementKind.Pixel, channelsLast: false);
        byte[] expected = new byte[input.Elements], got = new byte[input.Elements];
        new Letterbox(input).Write(frame, expected.AsSpan());
        Assert.True(new PatchSampler(input).TryWrite(frame, Quad.Of(new Box(0, 0, width, height)), got.AsSpan()));
        Assert.All(expected.Zip(got), pair => Assert.InRange(pair.Second - pair.First, -3, 3));
    }

    [Fact]
    public void Pixels_one_after_the_other_are_the_planes_turned_and_floats_are_the_bytes_normalised()
    {
        using Frame frame = Pictures.Noise(60, 50, seed: 3);
        Quad quad = new(new Point(10, 5), new Point(50, 9), new Point(47, 40), new Point(8, 44));
        NetworkInput planes = Input(ElementKind.Pixel, false), pixels = Input(ElementKind.Pixel, true), numbers = Input(ElementKind.Normalised, false);
        byte[] one = new byte[planes.Elements], other = new byte[planes.Elements];
        float[] floats = new float[planes.Elements];
        Assert.True(new PatchSampler(planes).TryWrite(frame, quad, one.AsSpan()));
        Assert.True(new PatchSampler(pixels).TryWrite(frame, quad, other.AsSpan()));
        Assert.True(new PatchSampler(numbers).TryWrite(frame, quad, floats.AsSpan()));
        for (int index = 0; index < one.Length; index++)
        {
            (int channel, int pixel) = (index / (Width * Height), index % (Width * Height));
            Assert.Equal(one[index], other[3 * pixel + channel]);
            Assert.Equal(one[index], floats[index] * numbers.Deviation[channel] + numbers.Mean[channel], 0.51f);
        }
    }

    [Fact]
    public void What_lies_outside_the_frame_is_filled_and_what_cannot_be_is_left_alone()
    {
        using Frame frame = Pictures.Plain(40, 40, luma: 200);
        NetworkInput input = Input(ElementKind.Pixel, false);
        byte[] tensor = new byte[input.Elements];
        PatchSampler sampler = new(input);
        Assert.True(sampler.TryWrite(frame, Quad.Of(new Box(-40, 0, 40, 40)), tensor.AsSpan()));
        Assert.Equal(input.Fill, tensor[0], 1f);
        Assert.NotEqual(input.Fill, tensor[Width - 1], 20f);
        Array.Fill(tensor, (byte)7);
        Assert.False(sampler.TryWrite(frame, Quad.Of(new Box(5, 5, 5, 9)), tensor.AsSpan()));
        Assert.All(tensor, value => Assert.Equal(7, value));
    }

    [Fact]
    public void Sampling_allocates_nothing()
    {
        using Frame frame = Pictures.Noise(64, 64, seed: 1);
        NetworkInput input = Input(ElementKind.Pixel, true);
        byte[] tensor = new byte[input.Elements];
        PatchSampler sampler = new(input);
        Assert.Equal(0, AllocationMeter.Of(() => sampler.TryWrite(frame, Quad.Of(new Box(3, 4, 50, 60)), tensor.AsSpan())));
    }

    private static NetworkInput Input(ElementKind element, bool channelsLast)
    {
        bool plain = element == ElementKind.Pixel;
        ImmutableArray<float> mean = plain ? [0, 0, 0] : [10, 20, 30], deviation = plain ? [1, 1, 1] : [50, 60, 70];
        return new NetworkInput("image", Width, Height, element, ChannelOrder.Rgb, ResizeMode.Stretch, 114, mean, deviation, channelsLast);
    }

    private static Frame Slope(int width, int height)
    {
        Frame frame = Pictures.New(width, height);
        for (int index = 0; index < width * height; index++)
        {
            frame.Luma[index] = (byte)(40 + 100 * (index % width) / width + 80 * (index / width) / height);
        }

        frame.ChromaBlue.Fill(110);
        frame.ChromaRed.Fill(140);
        return frame;
    }

    private static void Near(Point expected, Point found)
    {
        Assert.Equal(expected.X, found.X, 0.01f);
        Assert.Equal(expected.Y, found.Y, 0.01f);
    }
}
