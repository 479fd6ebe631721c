using Vigie.Core.Geometry;

namespace Vigie.Vision.Snapshots;

/// <summary>A tripwire as it is drawn: in is from the left to the right of one who looks from the first point to the last.</summary>
/// <param name="Name">What stands beside it.</param>
/// <param name="From">First point, in the unit square.</param>
/// <param name="To">Last point, in the unit square.</param>
public sealed record SheetLine(string Name, Point From, Point To);
