using Vigie.Contract;

namespace Vigie.Edgectl.Hub;

/// <summary>Sequences of one run of a box that the database does not hold.</summary>
/// <param name="Device">The box.</param>
/// <param name="Boot">The run.</param>
/// <param name="Range">The sequences.</param>
/// <param name="Kind">What is known of them.</param>
/// <param name="Why">In words.</param>
internal sealed record Loss(Topics Device, Boot Boot, SequenceRange Range, LossKind Kind, string Why)
{
    /// <summary>How many sequences.</summary>
    public long Count => Range.Last - Range.First + 1L;
}
