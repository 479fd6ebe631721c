namespace Vigie.Contract;

/// <summary>How many stayed for so long: from where the part before ends.</summary>
/// <param name="To">Up to so many seconds, 1 to 86,400; null: as long as there is.</param>
/// <param name="Count">How many.</param>
public readonly record struct StayPart(int? To, int Count);
