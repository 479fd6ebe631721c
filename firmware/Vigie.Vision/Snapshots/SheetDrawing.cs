using System.Globalization;
using SkiaSharp;
using Vigie.Core;
using Vigie.Core.Geometry;

namespace Vigie.Vision.Snapshots;

/// <summary>Lays a contact sheet out and draws it: a head line, the overview with its legend, then a card an event, three a row.</summary>
internal sealed class SheetDrawing(ContactSheet sheet, IReadOnlyList<string> summary) : IDisposable
{
    private const int Width = 1680;
    private const int Margin = 36;
    private const int Gap = 24;
    private const int Columns = 3;
    private const int CardText = 78;
    private const int Head = 108;
    private const float NameSize = 18;
    private const float NameStep = 13;
    private const int CardWidth = (Width - 2 * Margin - (Columns - 1) * Gap) / Columns;
    private const int OverviewWidth = 2 * CardWidth + Gap;

    private readonly SheetPens _pens = new();

    private float Ratio => sheet.Scene is { } scene ? (float)scene.Height / scene.Width : 9f / 16;

    /// <summary>Draws everything.</summary>
    public SKImage Draw()
    {
        int overviewHeight = (int)(OverviewWidth * Ratio);
        int cardHeight = (int)(CardWidth * Ratio) + CardText;
        int rows = (sheet.Moments.Count + Columns - 1) / Columns;
        int height = Head + overviewHeight + rows * (cardHeight + Gap) + Margin;
        using SKSurface surface = SKSurface.Create(new SKImageInfo(Width, height, SKColorType.Bgra8888, SKAlphaType.Opaque));
        SKCanvas canvas = surface.Canvas;
        canvas.Clear(SheetPalette.Ground);
        _pens.Write(canvas, sheet.Title, Margin, 58, 34, SheetPalette.Text);
        _pens.Write(canvas, "Laboratory replay of a file. A box on a camera makes no picture: only the events leave it.", Margin, 88, 18, SheetPalette.Quiet);
        DrawOverview(canvas, SKRect.Create(Margin, Head, OverviewWidth, overviewHeight));
        DrawLegend(canvas, Margin + OverviewWidth + Gap, Head);
        for (int i = 0; i < sheet.Moments.Count; i++)
        {
            float x = Margin + i % Columns * (CardWidth + Gap);
            float y = Head + overviewHeight + Gap + i / Columns * (cardHeight + Gap);
            DrawCard(canvas, sheet.Moments[i], SKRect.Create(x, y, CardWidth, cardHeight));
        }

        return surface.Snapshot();
    }

    public void Dispose() => _pens.Dispose();

    private void DrawOverview(SKCanvas canvas, SKRect place)
    {
        if (sheet.Scene is not { } scene)
        {
            return;
        }

        DrawPicture(canvas, scene, place);
        using SKPaint dim = SheetPens.Fill(SheetPalette.Ground.WithAlpha(110));
        canvas.DrawRect(place, dim);
        DrawZones(canvas, place);
        foreach ((int number, List<Point> trail) in sheet.Trails)
        {
            DrawTrail(canvas, trail, SheetPalette.Track(number), place, scene);
        }

        DrawNames(canvas, place, DrawLines(canvas, place, size: 1));
    }

    private void DrawLegend(SKCanvas canvas, float x, float y)
    {
        float line = y + 26;
        foreach (string text in summary)
        {
            _pens.Write(canvas, text, x, line, 22, SheetPalette.Text);
            line += 34;
        }

        line += 14;
        foreach (SheetZone zone in sheet.Zones)
        {
            Swatch(canvas, x, line, SheetPalette.Zone(zone.Number), $"zone {zone.Name}");
            line += 30;
        }

        foreach (SheetLine wire in sheet.Lines)
        {
            Swatch(canvas, x, line, SheetPalette.Wire, $"line {wire.Name}: the arrow shows the way in");
            line += 30;
        }

        Swatch(canvas, x, line, SheetPalette.Accent, "the object that an event is about");
        Swatch(canvas, x, line + 30, SheetPalette.Quiet, "other objects followed; each way has its colour");
        if (sheet.LeftOut > 0)
        {
            string more = string.Create(CultureInfo.InvariantCulture, $"{sheet.LeftOut} more events are not shown");
            _pens.Write(canvas, more, x, line + 74, 18, SheetPalette.Quiet);
        }
    }

    private void Swatch(SKCanvas canvas, float x, float y, SKColor colour, string text)
    {
        using SKPaint brush = SheetPens.Fill(colour);
        canvas.DrawRoundRect(SKRect.Create(x, y - 13, 22, 14), 3, 3, brush);
        _pens.Write(canvas, text, x + 34, y, 18, SheetPalette.Quiet);
    }

    private void DrawCard(SKCanvas canvas, SheetMoment moment, SKRect place)
    {
        using SKPaint card = SheetPens.Fill(SheetPalette.Card);
        canvas.DrawRoundRect(place, 10, 10, card);
        SKRect picture = SKRect.Create(place.Left, place.Top, place.Width, place.Height - CardText);
        DrawPicture(canvas, moment.Picture, picture);
        DrawZones(canvas, picture);
        DrawLines(canvas, picture, size: 0.6f);
        foreach (Track track in moment.Tracks)
        {
            DrawTrack(canvas, track, moment, picture);
        }

        if (moment.Track == 0)
        {
            DrawBox(canvas, moment.Box, moment, picture, SheetPalette.Accent, 3.5f);
        }

        _pens.Write(canvas, moment.Heading, place.Left + 16, picture.Bottom + 31, 21, SheetPalette.Accent);
        _pens.Write(canvas, moment.Detail, place.Left + 16, picture.Bottom + 60, 18, SheetPalette.Quiet);
    }

    private static void DrawTrack(SKCanvas canvas, Track track, SheetMoment moment, SKRect place)
    {
        bool meant = track.Number == moment.Track;
        if (!meant && !track.Seen)
        {
            return;
        }

        DrawBox(canvas, track.Box, moment, place, meant ? SheetPalette.Accent : SheetPalette.Quiet.WithAlpha(190), meant ? 3.5f : 1.5f);
        if (meant)
        {
            using SKPaint dot = SheetPens.Fill(SheetPalette.Accent);
            canvas.DrawCircle(Place(track.Box.Foot, place, moment.Picture), 5, dot);
        }
    }

    private static void DrawBox(SKCanvas canvas, in Box whole, SheetMoment moment, SKRect place, SKColor colour, float width)
    {
        Box box = whole.Clip(moment.Picture.Width, moment.Picture.Height);
        SKPoint corner = Place(new Point(box.Left, box.Top), place, moment.Picture);
        SKPoint opposite = Place(new Point(box.Right, box.Bottom), place, moment.Picture);
        using SKPaint pen = SheetPens.Line(colour, width);
        canvas.DrawRect(new SKRect(corner.X, corner.Y, opposite.X, opposite.Y), pen);
    }

    private void DrawZones(SKCanvas canvas, SKRect place)
    {
        foreach (SheetZone zone in sheet.Zones)
        {
            SKPoint[] corners = [.. zone.Shape.Corners.Select(corner => new SKPoint(
                place.Left + corner.X * place.Width, place.Top + corner.Y * place.Height))];
            using SKPath path = PathThrough(corners);
            SKColor colour = SheetPalette.Zone(zone.Number);
            using SKPaint fill = SheetPens.Fill(colour.WithAlpha(38));
            using SKPaint edge = SheetPens.Line(colour, 2);
            canvas.Save();
            canvas.ClipRect(place);
            canvas.DrawPath(path, fill);
            canvas.DrawPath(path, edge);
            canvas.Restore();
        }
    }

    // Returns where the arrows' tips are.
    private SKPoint[] DrawLines(SKCanvas canvas, SKRect place, float size)
    {
        canvas.Save();
        canvas.ClipRect(place);
        SKPoint[] tips = [.. sheet.Lines.Select(line => LineDrawing.Draw(canvas, line, place, size))];
        canvas.Restore();
        return tips;
    }

    // Each name where it belongs, or below the names that stand there already.
    private void DrawNames(SKCanvas canvas, SKRect place, SKPoint[] tips)
    {
        List<SKRect> taken = [];
        foreach ((SheetLine line, SKPoint tip) in sheet.Lines.Zip(tips))
        {
            DrawName(canvas, line.Name, tip.X + 10, tip.Y, SheetPalette.Wire, place, taken);
        }

        foreach (SheetZone zone in sheet.Zones)
        {
            float x = zone.Shape.Corners.Average(corner => corner.X), y = zone.Shape.Corners.Average(corner => corner.Y);
            DrawName(canvas, zone.Name, place.Left + x * place.Width, place.Top + y * place.Height, SheetPalette.Zone(zone.Number), place, taken);
        }
    }

    private void DrawName(SKCanvas canvas, string name, float x, float y, SKColor colour, SKRect place, List<SKRect> taken)
    {
        x = Math.Clamp(x, place.Left + 8, place.Right - 120);
        SKRect plate = _pens.PlateOf(name, x, y, NameSize);
        while (taken.Any(plate.IntersectsWith))
        {
            plate.Offset(0, NameStep);
        }

        taken.Add(plate);
        _pens.WriteOnPlate(canvas, name, x, plate.Top + NameSize, NameSize, colour);
    }

    private static void DrawPicture(SKCanvas canvas, SKBitmap picture, SKRect place)
    {
        using SKImage image = SKImage.FromBitmap(picture);
        canvas.DrawImage(image, place, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
    }

    private static void DrawTrail(SKCanvas canvas, List<Point> trail, SKColor colour, SKRect place, SKBitmap scene)
    {
        SKPoint? last = null, before = null;
        using SKPathBuilder builder = new();
        foreach (Point point in trail)
        {
            SKPoint? now = float.IsNaN(point.X) ? null : Place(point, place, scene);
            if (now is SKPoint next && before is null)
            {
                builder.MoveTo(next);
            }
            else if (now is SKPoint further)
            {
                builder.LineTo(further);
            }

            (before, last) = (now, now ?? last);
        }

        using SKPath path = builder.Detach();
        using SKPaint pen = SheetPens.Line(colour, 2.5f);
        canvas.DrawPath(path, pen);
        if (last is SKPoint end)
        {
            using SKPaint dot = SheetPens.Fill(colour);
            canvas.DrawCircle(end, 4.5f, dot);
        }
    }

    private static SKPath PathThrough(SKPoint[] points)
    {
        using SKPathBuilder builder = new();
        builder.MoveTo(points[0]);
        foreach (SKPoint point in points.AsSpan(1))
        {
            builder.LineTo(point);
        }

        builder.Close();
        return builder.Detach();
    }

    private static SKPoint Place(Point point, SKRect place, SKBitmap picture) => new(
        place.Left + Math.Clamp(point.X / picture.Width, 0, 1) * place.Width,
        place.Top + Math.Clamp(point.Y / picture.Height, 0, 1) * place.Height);
}
