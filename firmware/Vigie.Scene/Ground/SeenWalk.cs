using System.Collections.Immutable;
using Vigie.Core;
using Vigie.Core.Geometry;

namespace Vigie.Scene.Ground;

/// <summary>A person's walk through a clip, as far as it was seen whole, upright and alone.</summary>
/// <param name="Track">Number of its track.</param>
/// <param name="From">First of its places, clip time.</param>
/// <param name="To">Last of its places.</param>
/// <param name="Places">A place a second, by time: feet and head are the mean of that second, in which a person takes two steps.</param>
public sealed record SeenWalk(int Track, TimeSpan From, TimeSpan To, ImmutableArray<WalkPlace> Places)
{
    // A box that comes so near to the picture's edge is cut off, in parts of the picture.
    private const double Edge = 0.02;

    // A person stands or walks who is so much higher than wide.
    private const double Slimmest = 5, Stoutest = 1.6;
    private const int FewestLooks = 2;

    // Who moves less than this, in their own heights across the picture, stands.
    private const double ShortestPath = 2;

    /// <summary>The walks of a clip that are long enough to tell anything, the longest first.</summary>
    /// <param name="log">What was seen.</param>
    /// <param name="format">The clip's pictures.</param>
    public static ImmutableArray<SeenWalk> In(WalkLog log, FrameFormat format) =>
    [
        .. log.Seen.Select(person => Of(person.Key, person.Value, format)).OfType<SeenWalk>()
            .Where(walk => walk.Places.Length >= Walk.Fewest && walk.Reach(format) >= ShortestPath)
            .OrderByDescending(walk => walk.Reach(format)),
    ];

    private static SeenWalk? Of(int track, IEnumerable<(TimeSpan At, Box Box)> seen, FrameFormat format)
    {
        IGrouping<long, (TimeSpan At, Box Box)>[] seconds =
        [
            .. seen.Where(look => IsWhole(look.Box, format)).GroupBy(look => look.At.Ticks / TimeSpan.TicksPerSecond).Where(second => second.Count() >= FewestLooks),
        ];
        return seconds.Length == 0 ? null : new SeenWalk(
            track, seconds[0].First().At, seconds[^1].Last().At, [.. seconds.Select(second => Mean([.. second.Select(look => look.Box)], format))]);
    }

    private static bool IsWhole(in Box box, FrameFormat format) =>
        box.Left > Edge * format.Width && box.Right < (1 - Edge) * format.Width && box.Top > Edge * format.Height && box.Bottom < (1 - Edge) * format.Height
        && box.Height > Stoutest * box.Width && box.Height < Slimmest * box.Width;

    private static WalkPlace Mean(Box[] boxes, FrameFormat format)
    {
        float x = boxes.Average(box => box.Foot.X) / format.Width;
        return new WalkPlace(
            new Point(x, boxes.Average(box => box.Bottom) / format.Height), new Point(x, boxes.Average(box => box.Top) / format.Height));
    }

    // How far its places lie apart, in its own mean height.
    private double Reach(FrameFormat format)
    {
        double width = Places.Max(place => place.Foot.X) - Places.Min(place => place.Foot.X);
        double height = Places.Max(place => place.Foot.Y) - Places.Min(place => place.Foot.Y);
        return double.Hypot(width * format.Width, height * format.Height) / (format.Height * Places.Average(place => place.Foot.Y - place.Head.Y));
    }
}
