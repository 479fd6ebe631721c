namespace Vigie.Edgectl.Watch;

/// <summary>What the ledger says of one arrival.</summary>
/// <param name="Repeated">It had come before.</param>
/// <param name="Late">It had been missed and has come after all.</param>
/// <param name="Missing">Sequence of the record before it on its topic, which has not come: it and perhaps others are lost.</param>
/// <param name="After">The last one that did come on that topic in that boot, if any did.</param>
public readonly record struct Entry(bool Repeated, bool Late, uint? Missing, uint? After);
