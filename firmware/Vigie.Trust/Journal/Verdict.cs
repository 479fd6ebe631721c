namespace Vigie.Trust.Journal;

/// <summary>What a verification of a journal came to.</summary>
/// <param name="Findings">Everything found, the worst first.</param>
/// <param name="Journal">The journal's identifier in hexadecimal digits; empty where there is none.</param>
/// <param name="First">Number of the oldest record; 0 where there is none.</param>
/// <param name="Last">Number of the last record.</param>
/// <param name="SignedHead">The last head in the journal whose signature is right; none where there is none.</param>
/// <param name="WitnessedTo">Number up to which a witness confirms it: beyond that the box's key alone speaks for it. 0: none.</param>
/// <param name="Witnesses">What each witness held.</param>
public sealed record Verdict(
    IReadOnlyList<Finding> Findings,
    string Journal,
    long First,
    long Last,
    JournalHead? SignedHead,
    long WitnessedTo,
    IReadOnlyList<WitnessLog> Witnesses)
{
    /// <summary>Whether nothing speaks against it.</summary>
    public bool IsIntact => !Findings.Any(finding => finding.IsBreach);

    /// <summary>One word: <c>intact</c>, or the worst finding, for example <c>restored</c>.</summary>
    public string Outcome => IsIntact ? "intact" : Word(Findings[0].Kind);

    /// <summary>A finding's kind as a word, for example <c>start-missing</c>.</summary>
    public static string Word(FindingKind kind) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());
}
