namespace Vigie.Scene.Ground;

/// <summary>Where a track stands and how it moves, at one frame.</summary>
/// <param name="Number">The track's number.</param>
/// <param name="IsPlaced">
/// Whether its place is known: a ground plane, and a foot point that was seen within the picture and before the horizon. One that is hidden
/// stays where it was last seen.
/// </param>
/// <param name="Place">Metres.</param>
/// <param name="HasVelocity">Whether it has been seen for long enough to say how it moves.</param>
/// <param name="Velocity">
/// Mean of the last 1.5 s in which it was seen: metres a second where there is a ground plane, else its own heights a second across the picture,
/// x rightwards, y downwards.
/// </param>
/// <param name="Uncertainty">Standard error of the velocity, from how its foot point trembles: the same unit.</param>
public readonly record struct GroundTrack(
    int Number, bool IsPlaced, GroundPoint Place, bool HasVelocity, GroundPoint Velocity, double Uncertainty)
{
    /// <summary>Metres, or heights, a second.</summary>
    public double Speed => Velocity.Length;
}
