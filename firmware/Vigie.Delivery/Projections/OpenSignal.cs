namespace Vigie.Delivery.Projections;

/// <summary>A signal that has begun and not ended.</summary>
/// <param name="Number">The signal's number.</param>
/// <param name="Since">When it began.</param>
/// <param name="Class">The house's class number of what it is of; null: of none, or of many.</param>
/// <param name="Count">How many there are, of kinds that count.</param>
public sealed record OpenSignal(uint Number, DateTimeOffset Since, int? Class, int? Count);
