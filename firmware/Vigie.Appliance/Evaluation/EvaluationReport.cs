using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Vigie.Appliance.Evaluation;

/// <summary>An evaluation as Markdown, for people: a table of the kinds, one of the zones where they are several, and where to look.</summary>
public static class EvaluationReport
{
    private const int MostFindings = 20;

    /// <summary>Writes it.</summary>
    public static string Write(EvaluationSummary summary)
    {
        StringBuilder text = new();
        text.AppendLine(Invariant($"{summary.Seconds:0.#} s of {(summary.Clips.Length == 1 ? summary.Clips[0].Clip : $"{summary.Clips.Length} clips")} judged; model {summary.Model}, configuration {summary.ConfigurationHash[..12]}."));
        text.AppendLine("In brackets what is certain to 95 % (Wilson for shares, Garwood's exact interval for rates).").AppendLine();
        WriteTable(text, summary.Kinds, places: false);
        if (summary.Places.Length > summary.Kinds.Count(kind => kind.Happened + kind.Said > 0))
        {
            text.AppendLine();
            WriteTable(text, summary.Places, places: true);
        }

        WriteFindings(text, summary);
        foreach (string note in summary.Notes)
        {
            text.AppendLine().AppendLine(note + ".");
        }

        return text.ToString();
    }

    private static void WriteTable(StringBuilder text, ImmutableArray<KindScore> scores, bool places)
    {
        text.AppendLine($"| kind {(places ? "| zone " : "")}| recall | precision | false alarms an hour | delay, median and longest |");
        text.AppendLine($"|---{(places ? "|---" : "")}|---|---|---|---|");
        foreach (KindScore score in scores)
        {
            string recall = Share(score.Recall, score.Found, score.Happened, score.RecallInterval, "nothing happens");
            string precision = Share(score.Precision, score.Found, score.Said, score.PrecisionInterval, "nothing said");
            Interval rate = score.FalseAlarmsAnHourInterval;
            string alarms = Invariant($"{score.FalseAlarms}: {score.FalseAlarmsAnHour ?? 0:0.#} ({rate.Low:0.#} to {rate.High:0.#})");
            string delay = score.MedianDelay is { } median ? Invariant($"{median:0.0} s, {score.LongestDelay:0.0} s") : "none found";
            text.AppendLine($"| {score.Kind} {(places ? $"| {score.Zone} " : "")}| {recall} | {precision} | {alarms} | {delay} |");
        }
    }

    private static string Share(double? share, int part, int whole, Interval interval, string none) =>
        share is { } value ? Invariant($"{part} of {whole}: {value:0.00} ({interval.Low:0.00} to {interval.High:0.00})") : none;

    private static void WriteFindings(StringBuilder text, EvaluationSummary summary)
    {
        (string What, ClipFindings Clip, Finding Finding)[] all =
        [
            .. summary.Clips.SelectMany(clip => clip.Missed.Select(one => ("missed", clip, one)).Concat(clip.False.Select(one => ("false", clip, one)))
                .OrderBy(one => one.one.From)),
        ];
        if (all.Length == 0)
        {
            return;
        }

        text.AppendLine().AppendLine("Where to look:").AppendLine();
        foreach ((string what, ClipFindings clip, Finding finding) in all.Take(MostFindings))
        {
            text.AppendLine(Invariant($"- {clip.Clip}, {finding.From:0.0} to {finding.To:0.0} s: {finding.Kind} in {finding.Zone} {what}"));
        }

        if (all.Length > MostFindings)
        {
            text.AppendLine($"- and {all.Length - MostFindings} more: --json has them all");
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
