using SkiaSharp;
using Vigie.Core.Geometry;

namespace Vigie.Vision.Snapshots;

/// <summary>Draws a tripwire: the line, and in its middle an arrow the way in.</summary>
internal static class LineDrawing
{
    private const float ArrowLength = 34;
    private const float Barb = 10;

    /// <summary>Draws it.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="line">What.</param>
    /// <param name="place">Where the picture lies on the canvas.</param>
    /// <param name="scale">1 for the overview, less for small pictures.</param>
    /// <returns>The arrow's point, beside which a name may stand.</returns>
    public static SKPoint Draw(SKCanvas canvas, SheetLine line, SKRect place, float scale)
    {
        SKPoint from = Place(line.From, place), to = Place(line.To, place);
        SKPoint middle = new((from.X + to.X) / 2, (from.Y + to.Y) / 2);

        // With y pointing down, right of the way along (x, y) is (-y, x).
        float length = Math.Max(SKPoint.Distance(from, to), 1);
        SKPoint along = new((to.X - from.X) / length, (to.Y - from.Y) / length);
        SKPoint across = new(-along.Y, along.X);
        SKPoint tip = Move(middle, across, ArrowLength * scale);
        using SKPaint under = SheetPens.Line(SheetPalette.Ground.WithAlpha(170), 7 * scale);
        using SKPaint pen = SheetPens.Line(SheetPalette.Wire, 3 * scale);
        foreach (SKPaint paint in new[] { under, pen })
        {
            canvas.DrawLine(from, to, paint);
            canvas.DrawLine(middle, tip, paint);
            canvas.DrawLine(tip, Move(Move(tip, across, -Barb * scale), along, Barb * scale), paint);
            canvas.DrawLine(tip, Move(Move(tip, across, -Barb * scale), along, -Barb * scale), paint);
        }

        return tip;
    }

    private static SKPoint Place(Point point, SKRect place) => new(place.Left + point.X * place.Width, place.Top + point.Y * place.Height);

    private static SKPoint Move(SKPoint point, SKPoint way, float by) => new(point.X + way.X * by, point.Y + way.Y * by);
}
