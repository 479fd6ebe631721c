namespace Vigie.Delivery;

/// <summary>A durable record on its way to the broker.</summary>
/// <param name="Lane">Its lane.</param>
/// <param name="Number">Its place in the lane, counted from 1 over the outbox's whole life.</param>
/// <param name="Id">Its public name.</param>
/// <param name="Message">What to send.</param>
public sealed record OutboxRecord(Lane Lane, ulong Number, RecordId Id, OutboxMessage Message);
