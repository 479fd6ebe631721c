namespace Vigie.Appliance.Health;

/// <summary>How the journal stands.</summary>
/// <param name="Records">Number of its last record that is on disk.</param>
/// <param name="Unwritten">Records that are still in memory.</param>
/// <param name="Refused">Records that found no room in memory since the start.</param>
/// <param name="JournalProblem">What the disk says while it takes nothing; null where it does.</param>
internal sealed record JournalHealth(long Records, int Unwritten, long Refused, string? JournalProblem);
