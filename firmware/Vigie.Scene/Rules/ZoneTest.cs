using Vigie.Core;
using Vigie.Core.Geometry;

namespace Vigie.Scene.Rules;

/// <summary>Whether objects stand in a zone.</summary>
internal sealed class ZoneTest(Zone zone, FrameFormat format)
{
    // Boxes tremble by a few hundredths of their height from frame to frame. Who is inside is out only when further than this part
    // of its own height beyond the edge.
    private const float LeaveMargin = 0.1f;

    // The unit square's right and lower edges belong to the frame: a zone that ends there contains who stands there.
    private const float LastInside = 1 - 1e-6f;

    /// <summary>Whether the foot point is in the zone.</summary>
    public bool Contains(in Box box) => zone.Shape.Contains(PlaceOf(box));

    /// <summary>Whether an object that was in the zone still is.</summary>
    public bool StillContains(in Box box)
    {
        Point place = PlaceOf(box);
        return zone.Shape.Contains(place) || zone.Shape.DistanceToEdge(place) <= LeaveMargin * box.Height / format.Height;
    }

    // The filter's box may reach beyond the frame; what can be seen of the object stands at the frame's edge.
    private Point PlaceOf(in Box box) => new(
        Math.Clamp(box.Foot.X / format.Width, 0, LastInside), Math.Clamp(box.Foot.Y / format.Height, 0, LastInside));
}
