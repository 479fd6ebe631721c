using Vigie.Core.Geometry;
using Vigie.Scene.Ground;

namespace Vigie.Tests.Scene.Ground;

/// <summary>
/// A camera whose numbers are known: what it shows of places on level ground and of what stands on them. Written down as rotations of space, not
/// as the product's maps.
/// </summary>
internal sealed record Pinhole(double Height, double TiltDegrees, double RollDegrees, double FieldOfView, double Aspect = 16.0 / 9)
{
    /// <summary>A camera on a lamp post.</summary>
    public static Pinhole LampPost { get; } = new(6, 18, 0, 70);

    /// <summary>Where something is in the unit square that lies so far to the right, so far ahead and so far above the ground.</summary>
    public Point See(double right, double ahead, double above = 0)
    {
        double tilt = TiltDegrees * Math.PI / 180, roll = RollDegrees * Math.PI / 180;
        double up = above - Height;
        double along = ahead * Math.Cos(tilt) - up * Math.Sin(tilt);
        double upwards = ahead * Math.Sin(tilt) + up * Math.Cos(tilt);
        double focal = 0.5 / Math.Tan(FieldOfView * Math.PI / 360);
        double x = focal * right / along, y = -focal * upwards / along;
        return new Point(
            (float)(0.5 + x * Math.Cos(roll) - y * Math.Sin(roll)),
            (float)(0.5 + (x * Math.Sin(roll) + y * Math.Cos(roll)) * Aspect));
    }

    public WalkPlace Stand(double right, double ahead, double height) => new(See(right, ahead), See(right, ahead, height));

    /// <summary>The plane of four corners of the ground before it.</summary>
    public GroundPlane Plane()
    {
        (double, double)[] corners = [(-4, 8), (4, 8), (5, 25), (-5, 25)];
        GroundPoint[] picture = [.. corners.Select(corner => See(corner.Item1, corner.Item2)).Select(point => new GroundPoint(point.X, point.Y))];
        GroundPoint[] metres = [.. corners.Select(corner => new GroundPoint(corner.Item1, corner.Item2))];
        return GroundPlane.Of(Homography.Fit(picture, metres)!, picture)!;
    }
}
