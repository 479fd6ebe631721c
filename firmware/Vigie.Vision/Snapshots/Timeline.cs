using System.Globalization;
using SkiaSharp;

namespace Vigie.Vision.Snapshots;

/// <summary>
/// A picture of truth and events as bars over time: a band a clip, a row a kind and place, in each row the truth above and what was said
/// below. Bars that overlap lie in lanes of their own.
/// </summary>
public static class Timeline
{
    private const int Width = 1680;
    private const int Margin = 36;
    private const int Labels = 300;
    private const int Head = 132;
    private const int ClipHead = 60;
    private const int Axis = 44;
    private const int Lane = 15;
    private const int Bar = 11;
    private const int Padding = 10;
    private const int Between = 5;
    private const float Least = 5;

    /// <summary>Draws it and writes it as PNG.</summary>
    /// <param name="destination">Gets the bytes.</param>
    /// <param name="title">What stands above.</param>
    /// <param name="clips">What is drawn, one under the other.</param>
    public static void Save(Stream destination, string title, IReadOnlyList<TimelineClip> clips)
    {
        using SheetPens pens = new();
        int height = Head + clips.Sum(HeightOf) + Margin;
        using SKSurface surface = SKSurface.Create(new SKImageInfo(Width, height, SKColorType.Bgra8888, SKAlphaType.Opaque));
        SKCanvas canvas = surface.Canvas;
        canvas.Clear(SheetPalette.Ground);
        pens.Write(canvas, title, Margin, 56, 32, SheetPalette.Text);
        DrawLegend(canvas, pens);
        float y = Head;
        foreach (TimelineClip clip in clips)
        {
            DrawClip(canvas, pens, clip, y);
            y += HeightOf(clip);
        }

        using SKImage image = surface.Snapshot();
        using SKData data = image.Encode(SKEncodedImageFormat.Png, 100);
        data.SaveTo(destination);
    }

    private static int HeightOf(TimelineClip clip) => ClipHead + clip.Rows.Sum(HeightOf) + Axis;

    private static int HeightOf(TimelineRow row) => 2 * Padding + Between + Lane * (Lanes(row.Truth).Most + Lanes(row.Said).Most);

    /// <summary>For each bar the first lane that is free when it begins, and how many lanes that takes: at least one.</summary>
    private static (int[] OfBar, int Most) Lanes(IReadOnlyList<TimelineBar> bars)
    {
        List<double> busyUntil = [];
        int[] lanes = new int[bars.Count];
        foreach (int bar in Enumerable.Range(0, bars.Count).OrderBy(index => bars[index].From))
        {
            int lane = busyUntil.FindIndex(until => until < bars[bar].From);
            if (lane < 0)
            {
                lane = busyUntil.Count;
                busyUntil.Add(0);
            }

            busyUntil[lane] = bars[bar].To;
            lanes[bar] = lane;
        }

        return (lanes, Math.Max(busyUntil.Count, 1));
    }

    private static void DrawLegend(SKCanvas canvas, SheetPens pens)
    {
        float x = Margin;
        foreach ((string text, bool truth, bool agreed) in new[]
        {
            ("happened and was said", true, true), ("missed", true, false), ("said, and true", false, true), ("false alarm", false, false),
        })
        {
            DrawBar(canvas, SKRect.Create(x, 85, 34, Bar), truth, agreed);
            pens.Write(canvas, text, x + 44, 96, 18, SheetPalette.Quiet);
            x += 280;
        }
    }

    private static void DrawClip(SKCanvas canvas, SheetPens pens, TimelineClip clip, float top)
    {
        pens.Write(canvas, clip.Name, Margin, top + 34, 22, SheetPalette.Text);
        float y = top + ClipHead;
        float height = clip.Rows.Sum(HeightOf);
        DrawAxis(canvas, pens, clip, y, height);
        foreach (TimelineRow row in clip.Rows)
        {
            using SKPaint edge = SheetPens.Line(SheetPalette.Card, 2);
            canvas.DrawLine(Margin, y, Width - Margin, y, edge);
            pens.Write(canvas, row.Kind, Margin, y + Padding + 14, 18, SheetPalette.Text);
            pens.Write(canvas, row.Place, Margin + 130, y + Padding + 14, 18, SheetPalette.Quiet);
            float said = y + Padding + Lanes(row.Truth).Most * Lane + Between;
            DrawBars(canvas, clip, row.Truth, y + Padding, truth: true);
            DrawBars(canvas, clip, row.Said, said, truth: false);
            pens.Write(canvas, "truth", Margin + Labels - 50, y + Padding + Bar, 13, SheetPalette.Quiet);
            pens.Write(canvas, "said", Margin + Labels - 50, said + Bar, 13, SheetPalette.Quiet);
            y += HeightOf(row);
        }
    }

    private static void DrawBars(SKCanvas canvas, TimelineClip clip, IReadOnlyList<TimelineBar> bars, float top, bool truth)
    {
        (int[] lanes, _) = Lanes(bars);
        for (int i = 0; i < bars.Count; i++)
        {
            float left = X(clip, bars[i].From), right = Math.Max(X(clip, bars[i].To), left + Least);
            DrawBar(canvas, new SKRect(left, top + lanes[i] * Lane, right, top + lanes[i] * Lane + Bar), truth, bars[i].Agreed);
        }
    }

    private static void DrawBar(SKCanvas canvas, SKRect place, bool truth, bool agreed)
    {
        SKColor colour = agreed ? (truth ? SheetPalette.Quiet : SheetPalette.Zone(1)) : SheetPalette.Accent;
        using SKPaint brush = truth && !agreed ? SheetPens.Line(colour, 2) : SheetPens.Fill(colour);
        canvas.DrawRoundRect(place, 3, 3, brush);
    }

    private static void DrawAxis(SKCanvas canvas, SheetPens pens, TimelineClip clip, float top, float height)
    {
        using SKPaint pen = SheetPens.Line(SheetPalette.Card, 1.5f);
        double step = StepOf(clip.To - clip.From);
        for (double time = Math.Ceiling(clip.From / step) * step; time <= clip.To; time += step)
        {
            float x = X(clip, time);
            canvas.DrawLine(x, top, x, top + height, pen);
            string text = TimeSpan.FromSeconds(time).ToString(clip.To >= 3600 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);
            pens.Write(canvas, text, x - 14, top + height + 22, 15, SheetPalette.Quiet);
        }
    }

    // Some ten marks, at numbers that a clock shows.
    private static double StepOf(double seconds) =>
        new double[] { 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800 }.FirstOrDefault(step => seconds / step <= 16, 3600);

    private static float X(TimelineClip clip, double time) =>
        Margin + Labels + (float)(Math.Clamp((time - clip.From) / (clip.To - clip.From), 0, 1) * (Width - 2 * Margin - Labels));
}
