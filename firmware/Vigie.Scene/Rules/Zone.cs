using Vigie.Core.Geometry;

namespace Vigie.Scene.Rules;

/// <summary>A part of the picture that rules speak of.</summary>
/// <param name="Number">From 1, in the order of the camera's zones: what events carry.</param>
/// <param name="Name">As the configuration says.</param>
/// <param name="Shape">Where, in the unit square.</param>
public sealed record Zone(int Number, string Name, Polygon Shape);
