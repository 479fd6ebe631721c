namespace Vigie.Vision.Pose;

/// <summary>How a person holds the trunk: all that leaves this room of a pose, and for the rule <c>fall</c> alone.</summary>
/// <param name="TrunkTilt">
/// Angle between the picture's upright and the line from the middle of the hips to the middle of the shoulders, degrees: 0 upright, 90 level, 180
/// head down.
/// </param>
/// <param name="Confidence">The score of the least sure of the four points that this is measured on, 0 to 1.</param>
public readonly record struct Posture(float TrunkTilt, float Confidence);
