using System.Collections.Immutable;

namespace Vigie.Vision.Heads;

/// <summary>
/// Reads what a family of detection networks answers. A head holds settings only, no state: it may serve several detectors.
/// A new one is one file here and one line in <see cref="DetectionHeads"/>.
/// </summary>
public interface IDetectionHead
{
    /// <summary>The tensors that it reads, in the order that <see cref="Decode"/> expects them.</summary>
    ImmutableArray<NetworkOutput> Outputs { get; }

    /// <summary>
    /// Adds every candidate at or above the list's floor whose label the list wants: boxes in pixels of the network's input.
    /// Allocates nothing.
    /// </summary>
    /// <param name="outputs">The tensors of <see cref="Outputs"/>, row-major.</param>
    /// <param name="candidates">Where they go.</param>
    void Decode(ReadOnlySpan<float[]> outputs, CandidateList candidates);
}
