using Vigie.Core.Geometry;

namespace Vigie.Core;

/// <summary>One object found in one frame.</summary>
/// <param name="Box">Where, in pixels of the source frame.</param>
/// <param name="Class">What: a number of <see cref="ObjectClasses"/>.</param>
/// <param name="Score">The detector's own confidence, 0 to 1. Not a probability until measured.</param>
public readonly record struct Detection(Box Box, int Class, float Score);
