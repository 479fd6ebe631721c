namespace Vigie.Chaos.Boxes;

/// <summary>What became of commands.</summary>
/// <param name="Taken">Those that the gate let pass.</param>
/// <param name="Refused">Those that it did not, and what was too long.</param>
/// <param name="Unread">Those for which the letter box had no room.</param>
internal sealed record CommandCount(long Taken, long Refused, long Unread);
