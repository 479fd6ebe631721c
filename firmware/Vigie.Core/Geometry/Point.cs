namespace Vigie.Core.Geometry;

/// <summary>A point. Pixels of the source frame or parts of the unit square: the place that holds it says which.</summary>
/// <param name="X">Rightwards from the left edge.</param>
/// <param name="Y">Downwards from the top edge.</param>
public readonly record struct Point(float X, float Y);
