using System.Text;
using System.Text.RegularExpressions;
using Vigie.Modelkit.Evaluation;
using Vigie.Modelkit.Sources;

namespace Vigie.Modelkit.Reports;

/// <summary>
/// Writes figures into a model's <c>CARD.md</c>. Each set has a section of its own between two marks; what people wrote around it stays.
/// </summary>
public static partial class ModelCard
{
    // Classes with fewer objects are in the mean and in the JSON; alone they say little.
    private const int LeastObjects = 10;

    /// <summary>Replaces the set's section, or adds it, and draws its plot beside the card.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="report">The evaluation, with scores.</param>
    /// <returns>The card's path.</returns>
    public static string Write(string folder, EvaluationReport report)
    {
        ScoreTable scores = report.Scores ?? throw new ArgumentException("There are no scores to write.", nameof(report));
        string plot = $"accuracy-{NoName().Replace(scores.Set, "-")}.png";
        string card = Path.Combine(folder, "CARD.md");
        string text = File.Exists(card) ? File.ReadAllText(card) : $"# {report.Model}\n";
        SafeFile.Write(Path.Combine(folder, plot), PrecisionRecallPlot.Draw(report));
        SafeFile.Write(card, Encoding.UTF8.GetBytes(Replaced(text, scores.Set, Section(report, scores, plot))));
        return card;
    }

    /// <summary>The card with the set's section in place of the one that was there, else behind all others.</summary>
    public static string Replaced(string card, string set, string section) => new MarkedSection(set, "modelkit evaluate").Replaced(card, section);

    [GeneratedRegex("[^A-Za-z0-9.-]+")]
    private static partial Regex NoName();

    private static string Section(EvaluationReport report, ScoreTable scores, string plot)
    {
        StringBuilder text = new();
        text.Append($"## Measured on {scores.Set}\n\n{Figures.Scope(report, scores)}.\n\n");
        text.Append("| | float32 | int8 |\n|---|---|---|\n");
        (NetworkFigures? full, NetworkFigures? quantised) = (report.Full, report.Quantised);
        Row("AP", figures => Figures.Score(figures?.Scores?.Mean.Ap));
        Row("AP50", figures => Figures.Score(figures?.Scores?.Mean.Ap50));
        Row("AR, at most 100 boxes a picture", figures => Figures.Score(figures?.Scores?.Mean.Ar));
        Row("one run, median and 95th percentile", figures => Figures.Latency(figures?.Latency));
        Row("file", figures => Figures.Megabytes(figures?.Bytes));
        string ratio = report.Ratio is double times ? $": int8 is {Figures.Ratio(times)}" : "";
        text.Append($"\nTimes: one thread, in turn, on {report.Processor.Name} ({report.Processor.DotProducts ?? "no int8 dot products"}){ratio}.\n\n");
        text.Append("| class | objects | AP float32 | AP int8 | AP50 float32 | AP50 int8 | AR float32 | AR int8 |\n|---|---|---|---|---|---|---|---|\n");
        foreach (ClassScore score in scores.Classes.Where(score => score.Objects >= LeastObjects).OrderByDescending(score => score.Objects))
        {
            ClassScore? one = Figures.Find(full, score.Name), other = Figures.Find(quantised, score.Name);
            text.Append($"| {score.Name} | {Figures.Count(score.Objects)} | {Figures.Score(one?.Ap)} | {Figures.Score(other?.Ap)} | {Figures.Score(one?.Ap50)} | {Figures.Score(other?.Ap50)} | {Figures.Score(one?.Ar)} | {Figures.Score(other?.Ar)} |\n");
        }

        int rare = scores.Classes.Count(score => score.Objects < LeastObjects);
        text.Append(rare > 0 ? $"\n{rare} classes with fewer than {LeastObjects} objects are in the mean only.\n" : "");
        return text.Append($"\n![Precision and recall on {scores.Set}]({plot})\n").ToString();

        void Row(string what, Func<NetworkFigures?, string> figure) => text.Append($"| {what} | {figure(full)} | {figure(quantised)} |\n");
    }
}
