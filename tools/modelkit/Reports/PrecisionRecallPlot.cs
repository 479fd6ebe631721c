using System.Collections.Immutable;
using System.Globalization;
using SkiaSharp;
using Vigie.Modelkit.Evaluation;
using Vigie.Vision.Snapshots;

namespace Vigie.Modelkit.Reports;

/// <summary>Draws what share of a model's boxes is right against what share of the objects it finds; no picture of any set is in it.</summary>
public static class PrecisionRecallPlot
{
    private const int Width = 640, Height = 480, Left = 64, Top = 66, Right = 24, Bottom = 60;

    private static readonly SKColor Ink = new(0x20, 0x24, 0x28), Grid = new(0xD8, 0xDC, 0xE0), FullColour = new(0xB0, 0x5A, 0x00), QuantisedColour = new(0x00, 0x5A, 0xA0);

    /// <summary>The mean curve over the classes, at an overlap of 0.50, as PNG.</summary>
    public static byte[] Draw(EvaluationReport report)
    {
        ScoreTable scores = report.Scores ?? throw new ArgumentException("There are no scores to draw.", nameof(report));
        using SKBitmap bitmap = new(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using SKCanvas canvas = new(bitmap);
        canvas.Clear(SKColors.White);
        using SKTypeface typeface = HouseTypeface.Load();
        DrawGrid(canvas, typeface);
        Write(canvas, typeface, $"{report.Model} on {scores.Set}, {scores.Classes.Length} classes, IoU 0.50", Left, 28, 17, Ink);
        int row = 0;
        foreach ((string name, NetworkFigures? figures, SKColor colour) in new[] { ("float32", report.Full, FullColour), ("int8", report.Quantised, QuantisedColour) })
        {
            if (figures?.Scores is ScoreTable drawn)
            {
                DrawCurve(canvas, drawn.Mean.Curve, colour);
                Write(canvas, typeface, $"{name}: AP50 {Figures.Score(drawn.Mean.Ap50)}", Width - Right - 170, Top + 24 + 22 * row++, 15, colour);
            }
        }

        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    private static void DrawGrid(SKCanvas canvas, SKTypeface typeface)
    {
        using SKPaint pen = new() { Color = Grid, StrokeWidth = 1, IsAntialias = true };
        for (int step = 0; step <= 5; step++)
        {
            float share = step / 5f;
            canvas.DrawLine(At(share, 0), At(share, 1), pen);
            canvas.DrawLine(At(0, share), At(1, share), pen);
            string label = share.ToString("0.0", CultureInfo.InvariantCulture);
            Write(canvas, typeface, label, At(share, 0).X - 9, Height - Bottom + 20, 13, Ink);
            Write(canvas, typeface, label, Left - 30, At(0, share).Y + 5, 13, Ink);
        }

        Write(canvas, typeface, "recall: found of all there is", Left + 170, Height - 14, 14, Ink);
        Write(canvas, typeface, "precision: right of what was found", Left - 56, Top - 8, 14, Ink);
    }

    private static void DrawCurve(SKCanvas canvas, ImmutableArray<double> curve, SKColor colour)
    {
        using SKPaint pen = new() { Color = colour, StrokeWidth = 2.5f, IsAntialias = true, StrokeCap = SKStrokeCap.Round };
        canvas.DrawPoints(SKPointMode.Polygon, [.. curve.Select((precision, index) => At(index / (curve.Length - 1f), (float)precision))], pen);
    }

    private static void Write(SKCanvas canvas, SKTypeface typeface, string text, float x, float y, float size, SKColor colour)
    {
        using SKFont font = new(typeface, size) { Subpixel = true };
        using SKPaint paint = new() { Color = colour, IsAntialias = true };
        canvas.DrawText(text, x, y, SKTextAlign.Left, font, paint);
    }

    private static SKPoint At(float recall, float precision) =>
        new(Left + recall * (Width - Left - Right), Top + (1 - precision) * (Height - Top - Bottom));
}
