using System.Globalization;
using Vigie.Modelkit.Evaluation;

namespace Vigie.Modelkit.Reports;

/// <summary>Figures as people read them, the same in tables and cards.</summary>
internal static class Figures
{
    public const string None = "–";

    public static string Score(double? value) => value is double number ? number.ToString("0.000", CultureInfo.InvariantCulture) : None;

    public static string Milliseconds(double? value) => value is double number ? number.ToString("0.0", CultureInfo.InvariantCulture) : None;

    public static string Megabytes(long? bytes) => bytes is long number ? (number / 1e6).ToString("0.0 MB", CultureInfo.InvariantCulture) : None;

    public static string Count(int number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Ratio(double? ratio) => ratio is double number ? number.ToString("0.0", CultureInfo.InvariantCulture) + " times as fast" : None;

    public static string Latency(Latency? latency) => latency is null ? None : $"{Milliseconds(latency.MedianMs)} ms, {Milliseconds(latency.P95Ms)} ms";

    /// <summary>The set and its classes: which figures these are.</summary>
    public static string Scope(EvaluationReport report, ScoreTable scores)
    {
        string classes = scores.Classes.Length <= 6 ? string.Join(", ", scores.Classes.Select(score => score.Name)) : $"{scores.Classes.Length} classes";
        string without = report.LeftOut.IsEmpty ? "" : $" (without {string.Join(", ", report.LeftOut)}, which the model does not know)";
        return $"{scores.Set}: {Count(scores.Pictures)} pictures, {classes}{without}, {Count(scores.Mean.Objects)} objects";
    }

    /// <summary>The row of a class, or the mean.</summary>
    public static ClassScore? Find(NetworkFigures? figures, string name) =>
        figures?.Scores?.Classes.Append(figures.Scores.Mean).FirstOrDefault(score => score.Name == name);
}
