namespace Vigie.Trust.Journal;

/// <summary>What was found in a folder at open, made sound.</summary>
/// <param name="Journal">The journal's identifier.</param>
/// <param name="Tail">Where the chain ends.</param>
/// <param name="Files">The files, oldest first.</param>
/// <param name="Length">Length of the last file where it is still written to; none: the next record begins another.</param>
/// <param name="Repair">What had to be put right, for a record of its own; none: nothing.</param>
internal sealed record JournalFound(byte[] Journal, JournalTail Tail, List<JournalFile> Files, long? Length, JournalDetail? Repair);
