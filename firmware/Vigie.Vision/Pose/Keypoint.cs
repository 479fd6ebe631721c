using Vigie.Core.Geometry;

namespace Vigie.Vision.Pose;

/// <summary>One point of a person's body. Never leaves this room.</summary>
/// <param name="Place">Where it is, in fractions of what the network saw.</param>
/// <param name="Score">How likely it is there, 0 to 1.</param>
internal readonly record struct Keypoint(Point Place, float Score);
