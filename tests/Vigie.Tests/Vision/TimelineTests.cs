using SkiaSharp;
using Vigie.Vision.Snapshots;

namespace Vigie.Tests.Vision;

/// <summary>The timeline shows truth and events where they lie in time, and what went wrong in the colour of what goes wrong.</summary>
public sealed class TimelineTests
{
    private static readonly SKColor Accent = new(0xFF, 0x8A, 0x3D);

    [Fact]
    public void False_alarms_stand_out_where_they_were()
    {
        using SKBitmap agreed = Draw([new(10, 20, true)], [new(11, 21, true)]);
        using SKBitmap wrong = Draw([new(10, 20, true)], [new(11, 21, true), new(75, 80, false)]);
        Assert.Empty(Columns(agreed, Accent));
        int[] columns = Columns(wrong, Accent);

        // The axis runs from 336 to 1644 for 100 s.
        Assert.InRange(columns[0], 336 + 75 * 13, 336 + 75 * 13 + 20);
        Assert.InRange(columns[^1], 336 + 80 * 13, 336 + 80 * 13 + 20);
    }

    [Fact]
    public void Bars_that_overlap_get_lanes_of_their_own()
    {
        using SKBitmap apart = Draw([new(10, 20, true), new(30, 40, true)], []);
        using SKBitmap together = Draw([new(10, 20, true), new(15, 40, true), new(18, 19, true)], []);
        Assert.Equal(30, together.Height - apart.Height);
    }

    private static SKBitmap Draw(TimelineBar[] truth, TimelineBar[] said)
    {
        using MemoryStream stream = new();
        Timeline.Save(stream, "title", [new TimelineClip("a.mp4", 0, 100, [new TimelineRow("intrusion", "lawn", truth, said)])]);
        return SKBitmap.Decode(stream.ToArray());
    }

    // Below the legend, which has all colours.
    private static int[] Columns(SKBitmap picture, SKColor colour) =>
        [.. Enumerable.Range(0, picture.Width).Where(x => Enumerable.Range(132, picture.Height - 132).Any(y => picture.GetPixel(x, y) == colour))];
}
