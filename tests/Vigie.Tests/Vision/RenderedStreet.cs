using System.Collections.Immutable;
using SkiaSharp;
using Vigie.Core;
using Vigie.Core.Geometry;

namespace Vigie.Tests.Vision;

/// <summary>
/// A street that nobody ever filmed: drawn by code, walked by drawn people whose tracks are therefore known. For tests, and for the picture in
/// the README, which may not show real footage.
/// </summary>
internal sealed class RenderedStreet
{
    public const int Frames = 120;

    private static readonly (float X, float Y, float ToX, float ToY, uint Colour)[] Walkers =
    [
        (60, 300, 900, 330, 0xFF3B5B8C), (930, 360, 80, 420, 0xFF8C3B4A), (500, 250, 640, 500, 0xFF4A7A4A), (220, 520, 840, 470, 0xFF6B5B95),
    ];

    public static FrameFormat Format { get; } = new(960, 540, FullRange: true);

    public static ImmutableArray<Point> FlowerBed { get; } = [new(0.52f, 0.72f), new(0.93f, 0.72f), new(0.98f, 0.97f), new(0.45f, 0.97f)];

    private readonly FramePool _pool = new(Format, 1);

    public static Track[] TracksAt(int frame) => [.. Walkers.Select((walker, index) =>
    {
        float t = frame / (float)(Frames - 1);
        float x = walker.X + t * (walker.ToX - walker.X), y = walker.Y + t * (walker.ToY - walker.Y);
        float height = HeightAt(y);
        return new Track(
            index + 1, Box.FromSize(x - height * 0.2f, y - height, height * 0.4f, height), ObjectClasses.Person, 0.9f - 0.05f * index,
            TimeSpan.Zero, TimeSpan.FromSeconds(frame / 10.0), Seen: true);
    })];

    /// <summary>Draws one frame; the caller disposes of it before the next.</summary>
    public Frame Draw(int number)
    {
        using SKBitmap bitmap = new(Format.Width, Format.Height, SKColorType.Bgra8888, SKAlphaType.Opaque);
        using (SKCanvas canvas = new(bitmap))
        {
            DrawPlace(canvas);
            foreach ((Track track, int index) in TracksAt(number).Select((track, index) => (track, index)).OrderBy(pair => pair.track.Box.Bottom))
            {
                DrawPerson(canvas, track.Box, new SKColor(Walkers[index].Colour), number * 0.35f + index);
            }
        }

        Frame frame = _pool.Rent();
        frame.Number = number;
        frame.At = TimeSpan.FromSeconds(number / 10.0);
        CopyTo(frame, bitmap);
        return frame;
    }

    private static float HeightAt(float y) => 40 + (y - 200) * 0.32f;

    private static void DrawPlace(SKCanvas canvas)
    {
        Fill(canvas, SKRect.Create(0, 0, 960, 190), SKColor.FromHsl(208, 55, 78));
        for (int house = 0; house < 6; house++)
        {
            float left = house * 165 - 10, top = 38 + house * 37 % 50;
            Fill(canvas, SKRect.Create(left, top, 160, 190 - top), SKColor.FromHsl(22 + house * 9, 30, 62 - house % 3 * 6));
            for (int window = 0; window < 8; window++)
            {
                Fill(canvas, SKRect.Create(left + 18 + window % 4 * 34, top + 18 + window / 4 * 44, 20, 28), SKColor.FromHsl(210, 25, 30));
            }
        }

        Fill(canvas, SKRect.Create(0, 190, 960, 350), SKColor.FromHsl(35, 12, 68));
        for (int line = 0; line < 14; line++)
        {
            using SKPaint joint = new() { Color = SKColor.FromHsl(35, 12, 61), StrokeWidth = 1.5f, IsAntialias = true };
            canvas.DrawLine(480 + (line - 7) * 50, 190, 480 + (line - 7) * 210, 540, joint);
            canvas.DrawLine(0, 190 + line * line * 2.1f, 960, 190 + line * line * 2.1f, joint);
        }

        using SKPathBuilder bed = new();
        bed.MoveTo(FlowerBed[0].X * 960, FlowerBed[0].Y * 540);
        foreach (Point corner in FlowerBed.AsSpan()[1..])
        {
            bed.LineTo(corner.X * 960, corner.Y * 540);
        }

        using SKPath path = bed.Detach();
        using SKPaint grass = new() { Color = SKColor.FromHsl(105, 38, 42), IsAntialias = true };
        canvas.DrawPath(path, grass);
        for (int flower = 0; flower < 70; flower++)
        {
            Dot(canvas, 500 + flower * 71 % 380, 405 + flower * 37 % 110, 3, SKColor.FromHsl(flower * 47 % 360, 75, 65));
        }
    }

    private static void DrawPerson(SKCanvas canvas, Box box, SKColor coat, float step)
    {
        float x = (box.Left + box.Right) / 2, h = box.Height, stride = MathF.Sin(step) * h * 0.13f;
        using SKPaint shadow = new() { Color = SKColors.Black.WithAlpha(60), IsAntialias = true };
        canvas.DrawOval(x + h * 0.12f, box.Bottom, h * 0.25f, h * 0.05f, shadow);
        using SKPaint legs = new()
        {
            Color = SKColor.FromHsl(220, 20, 22),
            StrokeWidth = h * 0.09f,
            IsAntialias = true,
            StrokeCap = SKStrokeCap.Round,
        };
        canvas.DrawLine(x, box.Top + h * 0.55f, x - stride, box.Bottom - h * 0.03f, legs);
        canvas.DrawLine(x, box.Top + h * 0.55f, x + stride, box.Bottom - h * 0.03f, legs);
        using SKPaint body = new() { Color = coat, IsAntialias = true };
        canvas.DrawRoundRect(SKRect.Create(x - h * 0.13f, box.Top + h * 0.17f, h * 0.26f, h * 0.44f), h * 0.09f, h * 0.09f, body);
        Dot(canvas, x, box.Top + h * 0.1f, h * 0.085f, SKColor.FromHsl(24, 45, 55));
    }

    private static void Fill(SKCanvas canvas, SKRect place, SKColor colour)
    {
        using SKPaint paint = new() { Color = colour, IsAntialias = true };
        canvas.DrawRect(place, paint);
    }

    private static void Dot(SKCanvas canvas, float x, float y, float radius, SKColor colour)
    {
        using SKPaint paint = new() { Color = colour, IsAntialias = true };
        canvas.DrawCircle(x, y, radius, paint);
    }

    // Full-range BT.601 (JFIF); chroma of the upper left pixel of each square.
    private static void CopyTo(Frame frame, SKBitmap bitmap)
    {
        ReadOnlySpan<byte> pixels = bitmap.GetPixelSpan();
        for (int y = 0; y < Format.Height; y++)
        {
            for (int x = 0; x < Format.Width; x++)
            {
                int at = y * bitmap.RowBytes + 4 * x;
                float blue = pixels[at], green = pixels[at + 1], red = pixels[at + 2];
                float luma = 0.299f * red + 0.587f * green + 0.114f * blue;
                frame.Luma[y * Format.Width + x] = (byte)(luma + 0.5f);
                if ((x | y) % 2 == 0)
                {
                    int chroma = y / 2 * Format.ChromaWidth + x / 2;
                    frame.ChromaBlue[chroma] = (byte)Math.Clamp((blue - luma) / 1.772f + 128.5f, 0, 255);
                    frame.ChromaRed[chroma] = (byte)Math.Clamp((red - luma) / 1.402f + 128.5f, 0, 255);
                }
            }
        }
    }
}
