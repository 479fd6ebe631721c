using Vigie.Core.Geometry;

namespace Vigie.Vision.Heads;

/// <summary>One box that a head proposes.</summary>
/// <param name="Box">In pixels of the network's input.</param>
/// <param name="Label">Position in the model's labels.</param>
/// <param name="Score">0 to 1.</param>
/// <param name="Origin">Which of the network's proposals it is, where a head has more to say of those that are kept.</param>
public readonly record struct Candidate(Box Box, int Label, float Score, int Origin = 0);
