using System.Globalization;
using System.Text;
using Vigie.Modelkit.Evaluation;

namespace Vigie.Modelkit.Reports;

/// <summary>Several models on several sets, as a table in Markdown.</summary>
public static class ModelTable
{
    /// <summary>The part of a document that it is.</summary>
    public static MarkedSection Section { get; } = new("figures", "modelkit table");

    /// <summary>Writes it.</summary>
    /// <param name="sets">The sets, in the order of the columns.</param>
    /// <param name="models">Each model's evaluations, one a set in the same order.</param>
    public static string Write(IReadOnlyList<EvaluationSet> sets, IReadOnlyList<IReadOnlyList<EvaluationReport>> models)
    {
        StringBuilder text = new();
        text.Append($"| model, input | numbers | file | median ms | times as fast | {string.Join(" | ", sets.Select(set => set.Name))} |\n");
        text.Append($"|---|---|---|---|---|{string.Concat(sets.Select(_ => "---|"))}\n");
        foreach (IReadOnlyList<EvaluationReport> reports in models)
        {
            Row(text, reports, "float32", report => report.Full);
            Row(text, reports, "int8", report => report.Quantised);
        }

        text.Append("\nAP / AP50. ");
        foreach (EvaluationReport report in models[0])
        {
            text.Append(Figures.Scope(report, report.Scores!)).Append(". ");
        }

        return text.Append($"Times: one thread, in turn, {models[0][0].Processor.Name}, int8 dot products: {models[0][0].Processor.DotProducts ?? "none"}.\n").ToString();
    }

    private static void Row(StringBuilder text, IReadOnlyList<EvaluationReport> reports, string numbers, Func<EvaluationReport, NetworkFigures?> choose)
    {
        if (choose(reports[0]) is not NetworkFigures first)
        {
            return;
        }

        (int width, int height) = reports[0].Input;
        text.Append($"| {reports[0].Model}, {width} x {height} | {numbers} | {Figures.Megabytes(first.Bytes)} | {Figures.Milliseconds(first.Latency.MedianMs)} | {Speed(reports[0], first)} |");
        foreach (ClassScore? mean in reports.Select(report => choose(report)?.Scores?.Mean))
        {
            text.Append($" {Figures.Score(mean?.Ap)} / {Figures.Score(mean?.Ap50)} |");
        }

        text.Append('\n');
    }

    // Of the integers; both ran in turn, so that it holds on a busy machine too.
    private static string Speed(EvaluationReport report, NetworkFigures row) =>
        ReferenceEquals(row, report.Quantised) && report.Ratio is double ratio ? ratio.ToString("0.00", CultureInfo.InvariantCulture) : "";
}
