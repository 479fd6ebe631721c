using Vigie.Core.Geometry;

namespace Vigie.Vision.Plates;

/// <summary>A licence plate that was found and read: all of it that leaves this room.</summary>
/// <param name="Box">Where it is, pixels of the frame.</param>
/// <param name="Score">How sure the finder is that it is a plate, 0 to 1.</param>
/// <param name="Text">What stands on it.</param>
/// <param name="Confidence">How likely all of the text is right, 0 to 1.</param>
public readonly record struct PlateReading(Box Box, float Score, PlateText Text, float Confidence);
