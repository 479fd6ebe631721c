namespace Vigie.Delivery;

/// <summary>
/// Encodes a gap as the contract wants it. Called on the commit thread, more than once for the same <paramref name="id"/> while
/// the disk refuses it: the gap may have grown meanwhile.
/// </summary>
/// <param name="gap">What was lost.</param>
/// <param name="id">The name of the gap's own record, taken from the same count as the events'.</param>
public delegate OutboxMessage GapEncoder(Gap gap, RecordId id);
