using System.Collections.Immutable;

namespace Vigie.Scene.Ground;

/// <summary>What a walk through the picture says: an upright person, or persons of one mean height, at several places.</summary>
/// <param name="Places">At least <see cref="Fewest"/>.</param>
/// <param name="Height">Metres.</param>
/// <param name="Aspect">Width of the picture by its height.</param>
/// <param name="FieldOfView">How wide the lens sees, horizontally, in degrees; null: the walk must tell.</param>
public sealed record Walk(ImmutableArray<WalkPlace> Places, double Height, double Aspect, double? FieldOfView)
{
    /// <summary>The fewest places that can tell anything.</summary>
    public const int Fewest = 4;
}
