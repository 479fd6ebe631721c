using SkiaSharp;

namespace Vigie.Vision.Snapshots;

/// <summary>Type and pens of a contact sheet.</summary>
internal sealed class SheetPens : IDisposable
{
    private readonly SKTypeface _typeface = HouseTypeface.Load();

    /// <summary>Writes text; <paramref name="y"/> is its base line.</summary>
    public void Write(SKCanvas canvas, string text, float x, float y, float size, SKColor colour)
    {
        using SKFont font = new(_typeface, size) { Subpixel = true };
        using SKPaint paint = new() { Color = colour, IsAntialias = true };
        canvas.DrawText(text, x, y, SKTextAlign.Left, font, paint);
    }

    /// <summary>The plate that <see cref="WriteOnPlate"/> draws.</summary>
    public SKRect PlateOf(string text, float x, float y, float size)
    {
        using SKFont font = new(_typeface, size) { Subpixel = true };
        return SKRect.Create(x - 5, y - size, font.MeasureText(text) + 10, size * 1.35f);
    }

    /// <summary>Writes text on a dark plate, so that it can be read on any picture.</summary>
    public void WriteOnPlate(SKCanvas canvas, string text, float x, float y, float size, SKColor colour)
    {
        using SKPaint plate = new() { Color = SheetPalette.Ground.WithAlpha(190), IsAntialias = true };
        canvas.DrawRoundRect(PlateOf(text, x, y, size), 4, 4, plate);
        Write(canvas, text, x, y, size, colour);
    }

    /// <summary>A pen for lines.</summary>
    public static SKPaint Line(SKColor colour, float width) => new()
    {
        Color = colour,
        StrokeWidth = width,
        Style = SKPaintStyle.Stroke,
        IsAntialias = true,
        StrokeJoin = SKStrokeJoin.Round,
        StrokeCap = SKStrokeCap.Round,
    };

    /// <summary>A brush for areas.</summary>
    public static SKPaint Fill(SKColor colour) => new() { Color = colour, IsAntialias = true };

    public void Dispose() => _typeface.Dispose();
}
