using Vigie.Core.Geometry;

namespace Vigie.Scene.Ground;

/// <summary>
/// A camera over level ground, found from a walk: its height, its tilt and roll, and how wide its lens sees. Square pixels, the optical axis in
/// the middle of the picture, no distortion. A known height standing at known feet gives the scale and the horizon (Criminisi, Reid and Zisserman,
/// "Single View Metrology", 2000); that a person who walks does so at many places gives the rest (Lv, Zhao and Nevatia, "Camera Calibration from
/// Video of a Walking Human", 2006).
/// </summary>
internal sealed class WalkCamera
{
    // Boxes and clicks are right to a few hundredths of the person; a camera hangs level to about two degrees.
    private const double Noise = 0.05;
    private const double UsualRoll = 0.035;

    // A lens, or a height, that is known to a fifth makes lengths that are right to a fifth.
    private const double LargestLensError = 0.2;
    private const double LargestHeightError = 0.2;

    private readonly double _focal;
    private readonly double _tilt;
    private readonly double _height;
    private readonly double _roll;
    private readonly double _aspect;

    private WalkCamera(double[] unknowns, Walk walk)
    {
        (_height, _tilt, _roll) = (Math.Exp(unknowns[0]), unknowns[1], unknowns[2]);
        _focal = walk.FieldOfView is double degrees ? FocalOf(degrees, walk.Aspect) : Math.Exp(unknowns[3]);
        _aspect = walk.Aspect;
    }

    /// <summary>How wide its lens sees, horizontally: degrees.</summary>
    public double FieldOfView => 2 * Math.Atan(_aspect / 2 / _focal) * 180 / Math.PI;

    /// <summary>How high it hangs: metres.</summary>
    public double Height => _height;

    /// <summary>How far its axis points below the horizontal: degrees.</summary>
    public double Tilt => _tilt * 180 / Math.PI;

    /// <summary>Standard error of <see cref="Height"/>, as a part of it: how sure the walk makes the plane.</summary>
    public double HeightError { get; private init; }

    /// <summary>Standard error of <see cref="Tilt"/>: degrees.</summary>
    public double TiltError { get; private init; }

    /// <summary>The camera that fits a walk best.</summary>
    /// <param name="walk">The walk.</param>
    /// <param name="problem">Why there is none: half a sentence.</param>
    public static WalkCamera? Find(Walk walk, out string problem)
    {
        double[] Residuals(double[] unknowns) => ResidualsOf(unknowns, walk);
        double[]? best = null;
        foreach (double tilt in (ReadOnlySpan<double>)[0.1, 0.35, 0.7])
        {
            foreach (double height in (ReadOnlySpan<double>)[2.5, 6, 15])
            {
                double[] start = walk.FieldOfView is null ? [Math.Log(height), tilt, 0, 0] : [Math.Log(height), tilt, 0];
                double[] found = LeastSquares.Minimise(start, Residuals);
                best = best is null || LeastSquares.Sum(Residuals(found)) < LeastSquares.Sum(Residuals(best)) ? found : best;
            }
        }

        double variance = Math.Max(Noise * Noise, LeastSquares.Sum(Residuals(best!)) / walk.Places.Length);
        double ErrorOf(int unknown) => Math.Sqrt(variance * LeastSquares.Variance(best!, Residuals, unknown));
        WalkCamera camera = new(best!, walk) { HeightError = ErrorOf(0), TiltError = ErrorOf(1) * 180 / Math.PI };
        problem = true switch
        {
            _ when walk.Places.Any(place => !camera.Sees(place.Foot)) => "a foot lies at or beyond the horizon that the others give",
            _ when walk.FieldOfView is null && !(ErrorOf(3) < LargestLensError)
                => "these places do not tell how wide the lens sees: give \"fieldOfView\" in degrees, as the lens's data sheet has it, or more places, near and far",
            _ when !(camera.HeightError < LargestHeightError)
                => FormattableString.Invariant(
                    $"these places are too much alike: they tell the camera's height to {Math.Min(999, 100 * camera.HeightError):0} % only; take places that are nearer and farther"),
            _ => "",
        };
        return problem.Length == 0 ? camera : null;
    }

    /// <summary>How high a person looks who stands at a place: metres; negative where nobody can stand.</summary>
    public double HeightOf(WalkPlace place, double height)
    {
        double up = place.Foot.Y - place.Head.Y;
        return Sees(place.Foot) ? height * up / Math.Max(1e-6, place.Foot.Y - HeadOf(place.Foot, height)) : -1;
    }

    /// <summary>From the unit square to metres: the camera's foot is the origin.</summary>
    public Homography ToGround()
    {
        (double cosine, double sine) = (Math.Cos(_roll), Math.Sin(_roll));
        (double cosineTilt, double sineTilt) = (Math.Cos(_tilt), Math.Sin(_tilt));
        Homography centre = new(_aspect, 0, -_aspect / 2, 0, 1, -0.5, 0, 0, 1);
        Homography level = new(cosine, sine, 0, -sine, cosine, 0, 0, 0, 1);
        Homography ground = new(
            _height, 0, 0,
            0, -_height * sineTilt, _height * _focal * cosineTilt,
            0, cosineTilt, _focal * sineTilt);
        return ground.After(level).After(centre);
    }

    private static double FocalOf(double degrees, double aspect) => aspect / 2 / Math.Tan(degrees / 360 * Math.PI);

    private static double[] ResidualsOf(double[] unknowns, Walk walk)
    {
        WalkCamera camera = new(unknowns, walk);
        return
        [
            .. walk.Places.Select(place => camera.Sees(place.Foot) ? Math.Clamp(camera.HeightOf(place, walk.Height) / walk.Height - 1, -9, 9) : 10),
            Noise * camera._roll / UsualRoll,
        ];
    }

    private bool Sees(Point point) => ToGround().Depth(point.X, point.Y) > 1e-3;

    // Where the head of a person of this height is in the picture, from top to bottom, who stands at this point.
    private double HeadOf(Point foot, double height)
    {
        GroundPoint place = ToGround().Apply(foot.X, foot.Y);
        double down = _height - height;
        double forward = place.Y * Math.Cos(_tilt) + down * Math.Sin(_tilt);
        double x = _focal * place.X / forward;
        double y = _focal * (down * Math.Cos(_tilt) - place.Y * Math.Sin(_tilt)) / forward;
        return x * Math.Sin(_roll) + y * Math.Cos(_roll) + 0.5;
    }
}
