using System.Globalization;
using System.Text;
using Vigie.Trust.Journal;

namespace Vigie.Edgectl.Journal;

/// <summary>Records and verdicts in words for a town's clerk.</summary>
internal static class JournalWords
{
    public static string Of(JournalEntry entry) => string.Create(
        CultureInfo.InvariantCulture,
        $"{entry.Number,7}  {entry.Time:yyyy-MM-dd HH:mm:ss}{(entry.TimeTrusted ? " " : "?")} {JournalKinds.Name(entry.Kind),-22} {entry.Detail}");

    public static string Of(Verdict verdict)
    {
        StringBuilder text = new();
        text.AppendLine(verdict.IsIntact
            ? string.Create(CultureInfo.InvariantCulture, $"INTACT up to record {verdict.SignedHead!.Record.Number}, signed {verdict.SignedHead.Record.Time:yyyy-MM-dd HH:mm:ss} UTC by {verdict.SignedHead.Record.Box}.")
            : $"NOT INTACT: {Verdict.Word(verdict.Findings[0].Kind)}.");
        foreach (Finding finding in verdict.Findings)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {(finding.IsBreach ? "!" : "-")} {Verdict.Word(finding.Kind)}: {finding.Text}");
        }

        foreach (WitnessLog witness in verdict.Witnesses)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  Witness {witness.Name}: {witness.Heads.Count} heads of this box, {witness.Others} of others.");
        }

        text.Append(verdict.WitnessedTo > 0
            ? string.Create(CultureInfo.InvariantCulture, $"  Witnesses confirm it up to record {verdict.WitnessedTo}; beyond that, the box's key alone speaks for it.")
            : "  No witness confirms any of it: the box's key alone speaks for it.");
        return text.ToString();
    }
}
