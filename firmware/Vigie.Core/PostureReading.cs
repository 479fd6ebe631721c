namespace Vigie.Core;

/// <summary>What a closer look at one person gave.</summary>
/// <param name="Track">Number of the person's track.</param>
/// <param name="Posture">How the trunk is held.</param>
public readonly record struct PostureReading(int Track, Posture Posture);
