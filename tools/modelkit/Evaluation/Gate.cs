using System.Globalization;
using Vigie.Core;

namespace Vigie.Modelkit.Evaluation;

/// <summary>What a release asks of an integer network: that it is worth its loss.</summary>
public static class Gate
{
    /// <summary>Times as fast as float32 that the integers must be, on a processor with dot products.</summary>
    public const double LeastRatio = 1.5;

    /// <summary>Points of AP that they may lose.</summary>
    public const double MostPointsLost = 1.5;

    /// <summary>Times as fast that we aim at.</summary>
    public const double RatioAim = 2.0;

    /// <summary>Points lost that we aim at.</summary>
    public const double PointsAim = 1.0;

    /// <summary>Says what was reached.</summary>
    /// <exception cref="Fault">Too little, or something was not measured.</exception>
    public static string Judge(EvaluationReport report)
    {
        if (report is not { Ratio: double ratio, PointsLost: double lost })
        {
            string missing = report.Full is null ? "the float network" : report.Quantised is null ? "the integer network" : "pictures with their truth";
            throw new Fault(FaultKind.Config, $"model {report.Model}", $"cannot be judged without {missing}", "The gate compares two precisions on labelled pictures: add --twin FOLDER, or --images and --truth.");
        }

        bool judgesSpeed = report.Processor.DotProducts is not null;
        List<string> failures = [];
        if (judgesSpeed && ratio < LeastRatio)
        {
            failures.Add(string.Create(CultureInfo.InvariantCulture, $"int8 is {ratio:0.00} times as fast as float32, {LeastRatio} is the least"));
        }

        if (lost > MostPointsLost)
        {
            failures.Add(string.Create(CultureInfo.InvariantCulture, $"int8 loses {lost:0.0} points of AP on {report.Scores!.Set}, {MostPointsLost} are the most"));
        }

        string speed = judgesSpeed
            ? string.Create(CultureInfo.InvariantCulture, $"{ratio:0.00} times as fast (aim {RatioAim:0.0})")
            : $"speed not judged, {report.Processor.Name} has no int8 dot products";
        return failures.Count > 0
            ? throw new Fault(FaultKind.Denied, $"model {report.Model}", string.Join("; ", failures), "Quantise it otherwise, or run it in float32.")
            : string.Create(CultureInfo.InvariantCulture, $"{report.Model} passes the gate: {speed}, {lost:0.0} points of AP lost (aim {PointsAim:0.0})");
    }
}
