using Vigie.Core.Geometry;

namespace Vigie.Scene.Ground;

/// <summary>One place of a walk: where an upright person of known height was in the picture.</summary>
/// <param name="Foot">Between the feet, in the unit square.</param>
/// <param name="Head">Top of the head, in the unit square.</param>
public readonly record struct WalkPlace(Point Foot, Point Head)
{
    /// <summary>To four digits, as a configuration has it.</summary>
    public WalkPlace Rounded() => new(Round(Foot), Round(Head));

    private static Point Round(Point point) => new(MathF.Round(point.X, 4), MathF.Round(point.Y, 4));
}
