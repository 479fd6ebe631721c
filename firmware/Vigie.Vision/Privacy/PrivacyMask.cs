using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Vigie.Core;
using Vigie.Core.Geometry;

namespace Vigie.Vision.Privacy;

/// <summary>
/// The parts of the picture that nobody may see: burnt into all three planes before anything looks at a frame (luma 16, neutral
/// chroma 128). A pixel is burnt where its centre lies inside a polygon; a chroma sample where one of its four pixels is: privacy
/// wins over the colour of a neighbour. Allocates nothing while the frames' format stays; for one thread.
/// </summary>
public sealed class PrivacyMask
{
    private const byte Black = 16, Neutral = 128;

    private readonly ImmutableArray<Polygon> _polygons;
    private FrameFormat _format;
    private Run[] _luma = [];
    private Run[] _chroma = [];

    /// <summary>Makes a mask of polygons in the unit square; none masks nothing.</summary>
    public PrivacyMask(ImmutableArray<Polygon> polygons)
    {
        _polygons = polygons;
        string canonical = string.Concat(polygons.Select(Canonical).Order(StringComparer.Ordinal));
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
    }

    /// <summary>
    /// SHA-256 of the mask in its canonical form, 64 lower-case hexadecimal digits. The form: one line a polygon, its corners
    /// <c>x,y</c> in the shortest decimals that give back the same 32-bit floats, separated by spaces, beginning with the smallest
    /// corner (x, then y) and going on towards the smaller of its neighbours; lines in ordinal order, each ended by a line feed.
    /// </summary>
    public string Sha256 { get; }

    /// <summary>Burns the mask into a frame.</summary>
    /// <param name="frame">The frame; it stays the caller's.</param>
    public void Burn(Frame frame)
    {
        if (frame.Format != _format)
        {
            Plan(frame.Format);
        }

        Burn(frame.Luma, _luma, Black);
        Burn(frame.ChromaBlue, _chroma, Neutral);
        Burn(frame.ChromaRed, _chroma, Neutral);
    }

    /// <summary>Burns the whole frame: a camera that shows another view than its mask was drawn for.</summary>
    /// <param name="frame">The frame; it stays the caller's.</param>
    public static void BurnAll(Frame frame)
    {
        frame.Luma.Fill(Black);
        frame.ChromaBlue.Fill(Neutral);
        frame.ChromaRed.Fill(Neutral);
    }

    private static void Burn(Span<byte> plane, Run[] runs, byte value)
    {
        foreach (Run run in runs)
        {
            plane.Slice(run.Start, run.Length).Fill(value);
        }
    }

    private void Plan(FrameFormat format)
    {
        List<Run> luma = [];
        HashSet<Run> chroma = [];
        List<double> crossings = [];
        foreach (Polygon polygon in _polygons)
        {
            for (int y = 0; y < format.Height; y++)
            {
                FindCrossings(polygon, (y + 0.5f) / format.Height, crossings);
                for (int i = 0; i < crossings.Count; i += 2)
                {
                    int start = FirstPixelFrom(crossings[i], format.Width);
                    int end = FirstPixelFrom(crossings[i + 1], format.Width);
                    if (end > start)
                    {
                        int chromaStart = start / 2, chromaEnd = (end + 1) / 2;
                        luma.Add(new Run(y * format.Width + start, end - start));
                        chroma.Add(new Run(y / 2 * format.ChromaWidth + chromaStart, chromaEnd - chromaStart));
                    }
                }
            }
        }

        (_luma, _chroma, _format) = ([.. luma], [.. chroma], format);
    }

    // Where a row's line enters and leaves the polygon, in the very arithmetic of Polygon.Contains.
    private static void FindCrossings(Polygon polygon, float y, List<double> crossings)
    {
        crossings.Clear();
        ImmutableArray<Point> corners = polygon.Corners;
        for (int i = 0, j = corners.Length - 1; i < corners.Length; j = i++)
        {
            Point a = corners[i], b = corners[j];
            if (a.Y > y != b.Y > y)
            {
                crossings.Add(((double)b.X - a.X) * ((double)y - a.Y) / ((double)b.Y - a.Y) + a.X);
            }
        }

        crossings.Sort();
    }

    // The first pixel whose centre does not lie before the crossing.
    private static int FirstPixelFrom(double crossing, int width)
    {
        int pixel = (int)Math.Clamp(Math.Ceiling(crossing * width - 0.5), 0, width);
        while (pixel > 0 && Centre(pixel - 1) >= crossing)
        {
            pixel--;
        }

        while (pixel < width && Centre(pixel) < crossing)
        {
            pixel++;
        }

        return pixel;

        float Centre(int x) => (x + 0.5f) / width;
    }

    private static string Canonical(Polygon polygon)
    {
        ImmutableArray<Point> corners = polygon.Corners;
        int count = corners.Length;
        int first = Enumerable.Range(0, count).MinBy(i => (corners[i].X, corners[i].Y));
        Point next = corners[(first + 1) % count], previous = corners[(first + count - 1) % count];
        int step = (next.X, next.Y).CompareTo((previous.X, previous.Y)) <= 0 ? 1 : count - 1;
        IEnumerable<string> texts = Enumerable.Range(0, count)
            .Select(i => corners[(first + i * step) % count])
            .Select(corner => string.Create(CultureInfo.InvariantCulture, $"{corner.X},{corner.Y}"));
        return string.Join(' ', texts) + "\n";
    }

    private readonly record struct Run(int Start, int Length);
}
