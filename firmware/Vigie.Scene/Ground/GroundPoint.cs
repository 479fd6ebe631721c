namespace Vigie.Scene.Ground;

/// <summary>A place on the ground, or a way on it. Origin and axes are the calibration's; only distances and angles mean something.</summary>
/// <param name="X">Metres.</param>
/// <param name="Y">Metres.</param>
public readonly record struct GroundPoint(double X, double Y)
{
    /// <summary>Distance from the origin.</summary>
    public double Length => Math.Sqrt(X * X + Y * Y);

    /// <summary>The way from another place to this one.</summary>
    public GroundPoint From(GroundPoint other) => new(X - other.X, Y - other.Y);

    /// <summary>How far this reaches along a way of length 1.</summary>
    public double Along(GroundPoint way) => X * way.X + Y * way.Y;
}
