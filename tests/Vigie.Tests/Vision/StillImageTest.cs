using SkiaSharp;
using Vigie.Core;
using Vigie.Vision.Snapshots;

namespace Vigie.Tests.Vision;

public sealed class StillImageTest : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vigie-images-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(255, 0, 0, 76, 85, 255)]
    [InlineData(0, 255, 0, 150, 44, 21)]
    [InlineData(0, 0, 255, 29, 255, 107)]
    [InlineData(255, 255, 255, 255, 128, 128)]
    [InlineData(0, 0, 0, 0, 128, 128)]
    public void A_png_becomes_full_range_i420(byte red, byte green, byte blue, int luma, int blueChroma, int redChroma)
    {
        using Frame frame = StillImage.Read(Write(SKEncodedImageFormat.Png, 7, 5, new SKColor(red, green, blue)));
        Assert.Equal(new FrameFormat(7, 5, FullRange: true), frame.Format);
        Assert.All(frame.Luma.ToArray(), value => Assert.InRange(value, luma - 1, luma + 1));
        Assert.All(frame.ChromaBlue.ToArray(), value => Assert.InRange(value, blueChroma - 1, blueChroma + 1));
        Assert.All(frame.ChromaRed.ToArray(), value => Assert.InRange(value, redChroma - 1, redChroma + 1));
    }

    [Fact]
    public void A_jpeg_is_read()
    {
        using Frame frame = StillImage.Read(Write(SKEncodedImageFormat.Jpeg, 33, 17, new SKColor(120, 120, 120)));
        Assert.Equal(new FrameFormat(33, 17, FullRange: true), frame.Format);
        Assert.All(frame.Luma.ToArray(), value => Assert.InRange(value, 118, 122));
    }

    [Fact]
    public void A_missing_file_is_unavailable()
    {
        Fault fault = Assert.Throws<Fault>(() => StillImage.Read(Path.Combine(_folder, "none.jpg")));
        Assert.Equal(FaultKind.Unavailable, fault.Kind);
        Assert.Equal("there is no such file", fault.Problem);
    }

    [Fact]
    public void A_folder_is_unavailable() =>
        Assert.Equal(FaultKind.Unavailable, Assert.Throws<Fault>(() => StillImage.Read(_folder)).Kind);

    [Fact]
    public void A_text_is_no_image()
    {
        string path = Path.Combine(_folder, "note.jpg");
        File.WriteAllText(path, "not an image");
        Fault fault = Assert.Throws<Fault>(() => StillImage.Read(path));
        Assert.Equal(FaultKind.Corrupt, fault.Kind);
        Assert.Equal(path, fault.Subject);
        Assert.Equal("this is not an image", fault.Problem);
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    public void A_truncated_image_is_corrupt(SKEncodedImageFormat format)
    {
        string path = Write(format, 200, 200, SKColors.Teal);
        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
        Assert.Equal(FaultKind.Corrupt, Assert.Throws<Fault>(() => StillImage.Read(path)).Kind);
    }

    private string Write(SKEncodedImageFormat format, int width, int height, SKColor colour)
    {
        using SKBitmap bitmap = new(width, height);
        bitmap.Erase(colour);
        string path = Path.Combine(_folder, $"image.{format}");
        using FileStream file = File.Create(path);
        bitmap.Encode(file, format, 95);
        return path;
    }
}
