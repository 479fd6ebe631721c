using Vigie.Core.Geometry;

namespace Vigie.Vision.Heads;

/// <summary>One box that a head proposes.</summary>
/// <param name="Box">In pixels of the network's input.</param>
/// <param name="Label">Position in the model's labels.</param>
/// <param name="Score">0 to 1.</param>
public readonly record struct Candidate(Box Box, int Label, float Score);
