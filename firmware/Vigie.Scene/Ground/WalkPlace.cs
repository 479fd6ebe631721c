using Vigie.Core.Geometry;

namespace Vigie.Scene.Ground;

/// <summary>One place of a walk: where an upright person of known height was in the picture.</summary>
/// <param name="Foot">Between the feet, in the unit square.</param>
/// <param name="Head">Top of the head, in the unit square.</param>
public readonly record struct WalkPlace(Point Foot, Point Head);
