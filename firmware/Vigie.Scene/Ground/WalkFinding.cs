using System.Collections.Immutable;

namespace Vigie.Scene.Ground;

/// <summary>A ground plane that was found in a clip.</summary>
/// <param name="Walks">Whose walks it was found in.</param>
/// <param name="Walk">The places that it was made from.</param>
/// <param name="LeftOut">How many places were left out because they fit no level ground.</param>
/// <param name="Plane">The plane.</param>
/// <param name="HeightError">Standard error of the camera's height, as a part of it.</param>
/// <param name="TiltError">Standard error of the camera's tilt, degrees.</param>
public sealed record WalkFinding(ImmutableArray<SeenWalk> Walks, Walk Walk, int LeftOut, GroundPlane Plane, double HeightError, double TiltError);
