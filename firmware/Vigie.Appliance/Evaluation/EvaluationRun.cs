using System.Text.Json;
using Vigie.Appliance.Replay;
using Vigie.Core;
using Vigie.Vision.Snapshots;

namespace Vigie.Appliance.Evaluation;

/// <summary>Runs a planned evaluation: each clip through the pipeline of <c>vigie replay</c>, then held against its truth.</summary>
internal static class EvaluationRun
{
    /// <summary>Runs it and prints what came of it.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="Fault">A clip that is damaged, or a file that cannot be written.</exception>
    public static async Task<int> RunAsync(EvaluationPlan plan, CancellationToken cancellation)
    {
        using StreamWriter? markdown = plan.Options.Markdown is { } path ? OutputFile.CreateText(path, "--markdown") : null;
        using FileStream? picture = plan.Options.Timeline is { } file ? OutputFile.Create(file, "--timeline") : null;
        List<ClipResult> results = [];
        foreach ((ReplayPlan replay, ClipTruth truth) in plan.Clips)
        {
            SaidEvents said = new();
            (TimeSpan length, _) = await ReplayRun.ListenAsync(replay, outcome => said.Take(outcome.Events), cancellation);
            cancellation.ThrowIfCancellationRequested();
            results.Add(new ClipJudge(plan.Truth.Kinds, plan.Truth.Tolerance, replay.Camera).Judge(truth, said.All, length));
        }

        ReplayPlan first = plan.Clips[0].Replay;
        EvaluationSummary summary = EvaluationScores.Summarise(first.Model.Name, first.Configuration.Hash, plan.Truth.Kinds, results, plan.Notes);
        string report = EvaluationReport.Write(summary);
        await Console.Out.WriteAsync(plan.Options.Json ? JsonSerializer.Serialize(summary, EvaluationJson.Default.EvaluationSummary) + "\n" : report);
        markdown?.Write(report);
        if (picture is not null)
        {
            Timeline.Save(picture, "What happened, and what was said", [.. results.Select(EvaluationTimeline.Of)]);
        }

        return 0;
    }
}
