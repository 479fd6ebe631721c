using Vigie.Core.Geometry;

namespace Vigie.Scene.Rules;

/// <summary>
/// A tripwire in the picture. Who crosses it from the left to the right of one who looks from its first point to its last goes in; the
/// other way is out.
/// </summary>
/// <param name="Number">Behind those of the camera's zones, in the order of its lines: what events carry.</param>
/// <param name="Name">As the configuration says; no zone has it.</param>
/// <param name="From">First point, in the unit square.</param>
/// <param name="To">Last point, in the unit square; another than the first.</param>
public sealed record Line(int Number, string Name, Point From, Point To);
