namespace Vigie.Delivery.Projections;

/// <summary>What a projection says, in JSON.</summary>
/// <param name="Topic">The whole topic.</param>
/// <param name="Payload">UTF-8; empty and retained: nothing is there any more.</param>
/// <param name="Retain">Whether the broker keeps it; what it keeps is a state, of which only the latest counts.</param>
public readonly record struct ProjectedMessage(string Topic, ReadOnlyMemory<byte> Payload, bool Retain);
