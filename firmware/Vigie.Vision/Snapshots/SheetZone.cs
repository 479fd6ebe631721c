using Vigie.Core.Geometry;

namespace Vigie.Vision.Snapshots;

/// <summary>A zone as it is drawn.</summary>
/// <param name="Number">Number in events; it picks the colour.</param>
/// <param name="Name">What stands beside it.</param>
/// <param name="Shape">Its polygon in the unit square.</param>
public sealed record SheetZone(int Number, string Name, Polygon Shape);
