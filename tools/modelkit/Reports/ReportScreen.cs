using Spectre.Console;
using Vigie.Modelkit.Evaluation;

namespace Vigie.Modelkit.Reports;

/// <summary>An evaluation on a terminal.</summary>
/// <param name="console">The terminal.</param>
public sealed class ReportScreen(IAnsiConsole console)
{
    /// <summary>Shows figures of both precisions, then those of each class.</summary>
    public void Show(EvaluationReport report)
    {
        console.WriteLine(report.Scores is ScoreTable scores
            ? $"{report.Model}, {report.Input.Width} x {report.Input.Height}, on {Figures.Scope(report, scores)}."
            : $"{report.Model}, {report.Input.Width} x {report.Input.Height}: times only. Accuracy needs labelled pictures: --images FOLDER --truth instances.json.");
        console.Write(Networks(report));
        console.WriteLine($"Times: one run of the network, median and 95th percentile, one thread, in turn; {report.Processor.Name}, "
            + (report.Processor.DotProducts is string name ? $"int8 dot products by {name}." : "no int8 dot products."));
        if (report.Scores is not null)
        {
            console.Write(Classes(report, report.Scores));
        }
    }

    private static Table Networks(EvaluationReport report)
    {
        Table table = Begin("", "AP", "AP50", "AR", "median ms", "p95 ms", "file");
        foreach ((string name, NetworkFigures? figures) in new[] { ("fp32", report.Full), ("int8", report.Quantised) })
        {
            ClassScore? mean = figures?.Scores?.Mean;
            table.AddRow(
                name, Figures.Score(mean?.Ap), Figures.Score(mean?.Ap50), Figures.Score(mean?.Ar),
                Figures.Milliseconds(figures?.Latency.MedianMs), Figures.Milliseconds(figures?.Latency.P95Ms), Figures.Megabytes(figures?.Bytes));
        }

        return report.Ratio is double ratio ? table.Caption($"int8 is {Figures.Ratio(ratio)}") : table;
    }

    private static Table Classes(EvaluationReport report, ScoreTable scores)
    {
        Table table = Begin("class", "objects", "AP fp32", "int8", "AP50 fp32", "int8", "AR fp32", "int8");
        foreach (ClassScore score in scores.Classes)
        {
            ClassScore? full = Figures.Find(report.Full, score.Name), quantised = Figures.Find(report.Quantised, score.Name);
            table.AddRow(
                Markup.Escape(score.Name), Figures.Count(score.Objects), Figures.Score(full?.Ap), Figures.Score(quantised?.Ap),
                Figures.Score(full?.Ap50), Figures.Score(quantised?.Ap50), Figures.Score(full?.Ar), Figures.Score(quantised?.Ar));
        }

        return table;
    }

    private static Table Begin(params ReadOnlySpan<string> columns)
    {
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string column in columns)
        {
            TableColumn added = new TableColumn(column).NoWrap();
            table.AddColumn(table.Columns.Count == 0 ? added : added.RightAligned());
        }

        return table;
    }
}
