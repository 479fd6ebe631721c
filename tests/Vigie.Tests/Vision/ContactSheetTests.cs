using System.Globalization;
using SkiaSharp;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Tests.House;
using Vigie.Vision.Snapshots;

namespace Vigie.Tests.Vision;

public sealed class ContactSheetTests
{
    private static readonly SheetZone Bed = new(1, "flower bed", new Polygon(RenderedStreet.FlowerBed));

    [Fact]
    public void A_sheet_shows_zone_trail_and_the_object_of_the_event()
    {
        using SKBitmap sheet = Render(moments: 3);

        Assert.Equal(1680, sheet.Width);
        Assert.True(Count(sheet, 0xFF, 0x8A, 0x3D) > 1_000, "The accent of the event's object is missing.");
        Assert.True(Count(sheet, 0xF2, 0xF5, 0xF8) > 1_000, "There is no text: is the font in this build?");
    }

    [Fact]
    public void More_moments_make_more_rows_up_to_the_limit()
    {
        using SKBitmap none = Render(moments: 0);
        using SKBitmap one = Render(moments: 1);
        using SKBitmap three = Render(moments: 3);
        using SKBitmap four = Render(moments: 4);
        using SKBitmap nine = Render(moments: 9);
        using SKBitmap many = Render(moments: 12);

        Assert.True(none.Height < one.Height && one.Height == three.Height && three.Height < four.Height && nine.Height == many.Height);
    }

    [Fact]
    public void An_empty_sheet_can_be_saved()
    {
        using ContactSheet sheet = new("nothing seen", [], []);
        using MemoryStream stream = new();

        sheet.Save(stream, []);

        Assert.Equal("PNG"u8, stream.ToArray().AsSpan(1, 3));
    }

    // Whose feet the picture's lower edge cuts off stands nobody knows where: no streak along the edge.
    [Fact]
    public void A_trail_ends_where_feet_are_cut_off()
    {
        using SKBitmap none = RenderWalk(bottom: -1), walked = RenderWalk(RenderedStreet.Format.Height - 40), cut = RenderWalk(RenderedStreet.Format.Height);

        Assert.True(Rows(none, walked).Length is > 2 and < 40);
        Assert.Empty(Rows(none, cut));
    }

    [Fact]
    public void Names_of_zones_with_one_middle_stand_one_below_the_other()
    {
        using SKBitmap both = RenderZones("whole", "inner"), otherFirst = RenderZones("whale", "inner"), otherSecond = RenderZones("whole", "outer");

        int[] first = Rows(both, otherFirst), second = Rows(both, otherSecond);

        Assert.NotEmpty(first);
        Assert.NotEmpty(second);
        Assert.True(first.Max() < second.Min(), $"{first.Max()} {second.Min()}");
    }

    // Rows of the overview in which two sheets differ.
    private static int[] Rows(SKBitmap one, SKBitmap other) =>
        [.. Enumerable.Range(108, 598).Where(y => Enumerable.Range(36, 1064).Any(x => one.GetPixel(x, y) != other.GetPixel(x, y)))];

    // Somebody walks across whose box ends at this height; below 0: nobody.
    private static SKBitmap RenderWalk(float bottom) => Render([], sheet =>
    {
        using Frame frame = new RenderedStreet().Draw(0);
        for (int i = 0; i < 50; i++)
        {
            Track walker = new(1, Box.FromSize(100 + 10 * i, bottom - 100, 40, 100), ObjectClasses.Person, 0.9f, default, default, Seen: true);
            sheet.Follow(frame, bottom < 0 ? [] : [walker]);
        }
    });

    private static SKBitmap RenderZones(string first, string second)
    {
        Polygon whole = new([new(0, 0), new(1, 0), new(1, 1), new(0, 1)]);
        return Render([new SheetZone(1, first, whole), new SheetZone(2, second, whole)], sheet =>
        {
            using Frame frame = new RenderedStreet().Draw(0);
            sheet.Follow(frame, []);
        });
    }

    private static SKBitmap Render(SheetZone[] zones, Action<ContactSheet> show)
    {
        using ContactSheet sheet = new("a street", zones, []);
        show(sheet);
        using MemoryStream stream = new();
        sheet.Save(stream, []);
        return SKBitmap.Decode(stream.ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_line_has_an_arrow_on_the_side_that_is_in(bool turned)
    {
        // Upwards, in is to the right; downwards to the left.
        Point lower = new(0.5f, 0.9f), upper = new(0.5f, 0.1f);
        SheetLine line = turned ? new("gate", upper, lower) : new("gate", lower, upper);
        using SKBitmap plain = RenderStreet([]), wired = RenderStreet([line]);

        // The overview's middle; a name beside the arrow would lie on the same side.
        const int Middle = 36 + 1064 / 2;
        int left = Differences(plain, wired, Middle - 30, Middle - 6), right = Differences(plain, wired, Middle + 6, Middle + 30);

        Assert.True(turned ? left > 50 && left > 2 * right : right > 50 && right > 2 * left, $"{left} pixels left, {right} right");
    }

    private static int Differences(SKBitmap one, SKBitmap other, int from, int to) => Enumerable.Range(from, to - from)
        .Sum(x => Enumerable.Range(120, 500).Count(y => one.GetPixel(x, y) != other.GetPixel(x, y)));

    private static SKBitmap RenderStreet(SheetLine[] lines)
    {
        using ContactSheet sheet = new("a street", [], lines);
        using Frame frame = new RenderedStreet().Draw(0);
        sheet.Follow(frame, []);
        using MemoryStream stream = new();
        sheet.Save(stream, []);
        return SKBitmap.Decode(stream.ToArray());
    }

    /// <summary>
    /// The README's picture is this very sheet. Where drawing has changed on purpose, VIGIE_UPDATE_GOLDEN=1 writes it anew; anti-aliasing
    /// differs between processors, so it is compared in coarse squares.
    /// </summary>
    [Fact]
    public void The_readmes_picture_is_what_the_code_draws()
    {
        string path = Path.Combine(SourceTree.Root, "firmware/guides/contact-sheet.png");
        using SKBitmap drawn = Render(moments: 3);
        if (Environment.GetEnvironmentVariable("VIGIE_UPDATE_GOLDEN") == "1")
        {
            using SKData data = drawn.Encode(SKEncodedImageFormat.Png, 100);
            File.WriteAllBytes(path, data.ToArray());
        }

        using SKBitmap kept = SKBitmap.Decode(path);

        Assert.Equal((drawn.Width, drawn.Height), (kept.Width, kept.Height));
        using SKBitmap small = Shrink(drawn), keptSmall = Shrink(kept);
        Assert.All(
            small.Pixels.Zip(keptSmall.Pixels),
            pair => Assert.True(Math.Abs(pair.First.Green - pair.Second.Green) <= 6, $"{pair.First} is not {pair.Second}"));
    }

    private static SKBitmap Shrink(SKBitmap bitmap) =>
        bitmap.Resize(new SKImageInfo(84, 60), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));

    private static SKBitmap Render(int moments)
    {
        RenderedStreet street = new();
        using ContactSheet sheet = new("A rendered street: nobody was filmed for this picture", [Bed], []);
        int[] shown = [.. Enumerable.Range(0, moments).Select(moment => 45 + moment * (70 / Math.Max(1, moments)))];
        for (int number = 0; number < RenderedStreet.Frames; number++)
        {
            Track[] tracks = RenderedStreet.TracksAt(number);
            using Frame frame = street.Draw(number);
            sheet.Follow(frame, tracks);
            if (Array.IndexOf(shown, number) is >= 0 and int index)
            {
                int track = index % 2 == 0 ? 4 : 3;
                string heading = string.Create(CultureInfo.InvariantCulture, $"{number / 10.0:0.0} s   intrusion start");
                sheet.AddMoment(frame, tracks, track, default, heading, $"zone flower bed   person {86 + index} %   57 bytes");
            }
        }

        using MemoryStream stream = new();
        sheet.Save(stream, [$"{moments} events, 57 bytes each", "4 people followed", "120 frames, 0 sent"]);
        return SKBitmap.Decode(stream.ToArray());
    }

    private static int Count(SKBitmap sheet, byte red, byte green, byte blue) =>
        sheet.Pixels.Count(pixel => pixel.Red == red && pixel.Green == green && pixel.Blue == blue);
}
