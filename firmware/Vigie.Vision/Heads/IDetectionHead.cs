namespace Vigie.Vision.Heads;

/// <summary>
/// Reads what a family of detection networks answers. A new one is one file here and one line in <see cref="NetworkHeads"/>.
/// </summary>
public interface IDetectionHead : INetworkHead
{
    /// <summary>
    /// Adds every candidate at or above the list's floor whose label the list wants: boxes in pixels of the network's input.
    /// Allocates nothing.
    /// </summary>
    /// <param name="outputs">The tensors of <see cref="INetworkHead.Outputs"/>, in their order, row-major.</param>
    /// <param name="candidates">Where they go.</param>
    void Decode(ReadOnlySpan<float[]> outputs, CandidateList candidates);
}
