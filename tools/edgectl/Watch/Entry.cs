namespace Vigie.Edgectl.Watch;

/// <summary>What the ledger says of one arrival.</summary>
/// <param name="Repeated">It had come before.</param>
/// <param name="Late">It had been missed and has come after all.</param>
/// <param name="Missing">Sequence of the record before it on its topic, if that has not come; others may be lost with it.</param>
/// <param name="After">The last one that did come on that topic in that boot, if any did.</param>
public readonly record struct Entry(bool Repeated, bool Late, uint? Missing, uint? After);
