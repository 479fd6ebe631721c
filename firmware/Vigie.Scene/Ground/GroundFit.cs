namespace Vigie.Scene.Ground;

/// <summary>How well a ground plane fits what it was made from.</summary>
/// <param name="Residual">Root mean square of the distances between what was measured and what the plane says: metres.</param>
/// <param name="Largest">The largest of them: metres.</param>
/// <param name="Spare">How many measurements there are beyond those that any plane would fit: at 0 the residual says nothing.</param>
/// <param name="Source">What it was made from, in words.</param>
public sealed record GroundFit(double Residual, double Largest, int Spare, string Source);
