using System.Text;
using System.Text.Json;
using Vigie.Modelkit.Evaluation;

namespace Vigie.Modelkit.Reports;

/// <summary>An evaluation as JSON, for programs.</summary>
public static class ReportJson
{
    /// <summary>
    /// Writes <c>{"model", "set", "pictures", "threads", "processor", "dotProducts", "fp32": {…}, "int8": {…}, "ratio", "pointsLost", "leftOut",
    /// "classes": {name: {"objects", "fp32": {…}, "int8": {…}}}}</c>; what was not measured is null.
    /// </summary>
    public static string Write(EvaluationReport report)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("model", report.Model);
            json.WriteString("set", report.Scores?.Set);
            Number(json, "pictures", report.Scores?.Pictures);
            json.WriteNumber("threads", 1);
            json.WriteString("processor", report.Processor.Name);
            json.WriteString("dotProducts", report.Processor.DotProducts);
            Network(json, "fp32", report.Full);
            Network(json, "int8", report.Quantised);
            Number(json, "ratio", report.Ratio);
            Number(json, "pointsLost", report.PointsLost);
            json.WriteStartArray("leftOut");
            foreach (string name in report.LeftOut)
            {
                json.WriteStringValue(name);
            }

            json.WriteEndArray();
            Classes(json, report);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void Network(Utf8JsonWriter json, string name, NetworkFigures? figures)
    {
        if (figures is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        Scores(json, figures.Scores?.Mean);
        json.WriteNumber("medianMs", Math.Round(figures.Latency.MedianMs, 3));
        json.WriteNumber("p95Ms", Math.Round(figures.Latency.P95Ms, 3));
        json.WriteNumber("runs", figures.Latency.Runs);
        json.WriteNumber("bytes", figures.Bytes);
        json.WriteEndObject();
    }

    private static void Scores(Utf8JsonWriter json, ClassScore? score)
    {
        Number(json, "ap", score?.Ap);
        Number(json, "ap50", score?.Ap50);
        Number(json, "ar", score?.Ar);
    }

    private static void Classes(Utf8JsonWriter json, EvaluationReport report)
    {
        json.WriteStartObject("classes");
        foreach (ClassScore score in report.Scores?.Classes ?? [])
        {
            json.WriteStartObject(score.Name);
            json.WriteNumber("objects", score.Objects);
            foreach ((string name, NetworkFigures? figures) in new[] { ("fp32", report.Full), ("int8", report.Quantised) })
            {
                if (figures?.Scores?.Classes.FirstOrDefault(row => row.Name == score.Name) is ClassScore row)
                {
                    json.WriteStartObject(name);
                    Scores(json, row);
                    json.WriteEndObject();
                }
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is double number)
        {
            json.WriteNumber(name, Math.Round(number, 5));
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
