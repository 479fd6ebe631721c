using Vigie.Core.Geometry;
using Vigie.Scene.Ground;

namespace Vigie.Tests.Scene.Ground;

/// <summary>
/// View 1 of PETS 2009 as its makers calibrated it, by Tsai's method (View_001.xml of the data set; Tsai, "A versatile camera calibration technique",
/// 1987): 7.07 m high, 16.5 degrees down, 36 degrees wide. 768 x 576.
/// </summary>
internal static class PublishedCamera
{
    public const double FieldOfView = 36;

    private const double Focal = 5.5549183034, Bend = 5.1113043639e-3, Stretch = 1.0937855397;
    private const double CentreX = 324.22149053, CentreY = 282.56650051, PixelX = 5.1273271277e-3, PixelY = 4.65e-3;
    private static readonly double[] Shift = [828.73214225, -3175.4796051, 35469.298547];
    private static readonly double[,] Turn = Rotation(2.0405458695, -0.89337703748, -0.43056124791);

    /// <summary>Where a point of the unit square lies on the ground: metres.</summary>
    public static GroundPoint Place(Point seen)
    {
        double[] eye = [.. Enumerable.Range(0, 3).Select(axis => -Enumerable.Range(0, 3).Sum(row => Turn[row, axis] * Shift[row]))];
        double x = (seen.X * 768 - CentreX) * PixelX / Stretch, y = (seen.Y * 576 - CentreY) * PixelY;
        double straight = 1 + Bend * (x * x + y * y);
        double[] ray = [.. Enumerable.Range(0, 3).Select(axis => Turn[0, axis] * x * straight + Turn[1, axis] * y * straight + Turn[2, axis] * Focal)];
        double far = -eye[2] / ray[2];
        return new GroundPoint((eye[0] + far * ray[0]) / 1000, (eye[1] + far * ray[1]) / 1000);
    }

    private static double[,] Rotation(double x, double y, double z)
    {
        (double sx, double cx) = Math.SinCos(x);
        (double sy, double cy) = Math.SinCos(y);
        (double sz, double cz) = Math.SinCos(z);
        return new[,]
        {
            { cy * cz, cz * sx * sy - cx * sz, sx * sz + cx * cz * sy },
            { cy * sz, sx * sy * sz + cx * cz, cx * sy * sz - cz * sx },
            { -sy, cy * sx, cx * cy },
        };
    }
}
