namespace Vigie.Trust.Journal;

/// <summary>A head that a witness holds, its signature verified.</summary>
/// <param name="Head">The head.</param>
/// <param name="Line">Where it stands in the witness's file, from 1.</param>
public sealed record WitnessedHead(JournalHead Head, int Line);
