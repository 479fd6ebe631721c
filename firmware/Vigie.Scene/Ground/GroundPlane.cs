using Vigie.Core.Geometry;

namespace Vigie.Scene.Ground;

/// <summary>
/// The ground that a camera looks at: a plane, and where each point of the picture lies on it, in metres. Points of the picture are in the
/// unit square. Beyond the horizon there is no ground. Immutable; allocates nothing when asked.
/// </summary>
public sealed class GroundPlane
{
    // Nearer to the horizon than this part of the depth at the calibration's nearest point, a hair of the picture is a street.
    private const double ShallowestDepth = 0.01;

    private readonly Homography _toGround;
    private readonly Homography _toPicture;

    // Unit square to metres, of depth 1 at the calibration's nearest point; and its inverse.
    private GroundPlane(Homography toGround, Homography toPicture) => (_toGround, _toPicture) = (toGround, toPicture);

    /// <summary>How far the calibration's own points are from where this plane puts them.</summary>
    public GroundFit Fit { get; private init; } = new(0, 0, 0, "");

    /// <summary>The same plane, with how well it fits.</summary>
    internal GroundPlane With(GroundFit fit) => new(_toGround, _toPicture) { Fit = fit };

    /// <summary>The plane of a map from the unit square to metres, if all of these points of the picture lie before its horizon.</summary>
    internal static GroundPlane? Of(Homography toGround, ReadOnlySpan<GroundPoint> picture)
    {
        double most = 0, least = double.MaxValue;
        foreach (GroundPoint point in picture)
        {
            double depth = toGround.Depth(point.X, point.Y);
            (most, least) = (Math.Abs(depth) > Math.Abs(most) ? depth : most, Math.Min(least, Math.Abs(depth)));
            if (Math.Sign(depth) != Math.Sign(toGround.Depth(picture[0].X, picture[0].Y)))
            {
                return null;
            }
        }

        if (least <= ShallowestDepth * Math.Abs(most) || toGround.Times(1 / most) is not { } scaled || scaled.Inverse() is not { } back)
        {
            return null;
        }

        return new GroundPlane(scaled, back);
    }

    /// <summary>Where a point of the picture lies on the ground; false where it is at or beyond the horizon.</summary>
    /// <param name="picture">In the unit square, or beside it.</param>
    /// <param name="place">Metres.</param>
    public bool TryPlace(Point picture, out GroundPoint place)
    {
        bool isGround = _toGround.Depth(picture.X, picture.Y) > ShallowestDepth;
        place = isGround ? _toGround.Apply(picture.X, picture.Y) : default;
        return isGround;
    }

    /// <summary>Where a place on the ground is in the picture, perhaps beside it; false where it is behind the camera.</summary>
    /// <param name="place">Metres.</param>
    /// <param name="picture">In the unit square, or beside it.</param>
    public bool TryPicture(GroundPoint place, out Point picture)
    {
        GroundPoint seen = _toPicture.Apply(place.X, place.Y);
        picture = new Point((float)seen.X, (float)seen.Y);
        return _toPicture.Depth(place.X, place.Y) > 0 && _toGround.Depth(seen.X, seen.Y) > ShallowestDepth;
    }

    /// <summary>
    /// Metres of ground behind one hundredth of the picture's height, straight up from this point: how coarse the plane is there. Infinite at
    /// the horizon.
    /// </summary>
    public double CoarsenessAt(Point picture) =>
        TryPlace(picture, out GroundPoint near) && TryPlace(picture with { Y = picture.Y - 0.01f }, out GroundPoint far)
            ? far.From(near).Length
            : double.PositiveInfinity;

    /// <summary>The ground under a polygon of the picture, in square metres: of a zone that reaches beyond the horizon, false.</summary>
    public bool TryArea(Polygon zone, out double squareMetres)
    {
        double twice = 0;
        squareMetres = 0;
        for (int i = 0; i < zone.Corners.Length; i++)
        {
            if (!TryPlace(zone.Corners[i], out GroundPoint a) || !TryPlace(zone.Corners[(i + 1) % zone.Corners.Length], out GroundPoint b))
            {
                return false;
            }

            twice += a.X * b.Y - b.X * a.Y;
        }

        squareMetres = Math.Abs(twice) / 2;
        return true;
    }
}
