namespace Vigie.Core;

/// <summary>
/// How a person holds the trunk in one frame: all that leaves the room Vision of a pose, and for the rule <c>fall</c> alone. Four lengths and angles of a moment: it
/// is told to nobody outside the box, and forgotten with the frame.
/// </summary>
/// <param name="TrunkTilt">
/// Angle between the picture's upright and the line from the middle of the hips to the middle of the shoulders, degrees: 0 upright, 90 level, 180
/// head down.
/// </param>
/// <param name="TrunkLength">Length of that line, pixels of the frame.</param>
/// <param name="HipsAboveFoot">How far the middle of the hips lies above the lower edge of the person's box, pixels of the frame.</param>
/// <param name="Confidence">The score of the least sure of the four points that this is measured on, 0 to 1.</param>
public readonly record struct Posture(float TrunkTilt, float TrunkLength, float HipsAboveFoot, float Confidence);
