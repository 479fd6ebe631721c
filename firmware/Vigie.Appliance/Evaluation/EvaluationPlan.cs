using System.Collections.Immutable;
using Vigie.Appliance.Configuration;
using Vigie.Appliance.Replay;
using Vigie.Core;
using Vigie.Core.Settings;

namespace Vigie.Appliance.Evaluation;

/// <summary>An evaluation with everything checked that can be checked before a clip runs.</summary>
/// <param name="Options">What was asked.</param>
/// <param name="Truth">What happens.</param>
/// <param name="Clips">The clips that are run, each with its truth.</param>
/// <param name="Notes">What is left aside, in words.</param>
internal sealed record EvaluationPlan(
    EvaluationOptions Options, Truth Truth, ImmutableArray<(ReplayPlan Replay, ClipTruth Truth)> Clips, ImmutableArray<string> Notes)
{
    private static readonly string[] Videos = [".avi", ".mkv", ".mov", ".mp4", ".ts", ".webm"];

    /// <summary>Checks what was asked.</summary>
    /// <exception cref="Fault">All complaints about the configuration, then all about the truth, then the first about the clips.</exception>
    public static EvaluationPlan Make(EvaluationOptions options)
    {
        Complaints complaints = new(options.Configuration);
        ApplianceConfiguration configuration = ConfigurationReader.Read(options.Configuration, complaints);
        complaints.ThrowIfAny();
        Truth truth = TruthReader.Read(options.Truth, configuration.Cameras, options.Camera);
        bool folder = Directory.Exists(options.Path);
        string clip = Path.GetFileName(options.Path);
        ImmutableArray<ClipTruth> wanted = folder ? truth.Clips : [.. truth.Clips.Where(one => one.Clip == clip)];
        ThrowIfMissing(options, truth, wanted, folder);
        ImmutableArray<(ReplayPlan Replay, ClipTruth Truth)> plans =
            [.. wanted.Select(one => (PlanOf(options, one, folder ? Path.Combine(options.Path, one.Clip) : options.Path), one))];
        ThrowIfUntimed(options, truth, plans);
        return new EvaluationPlan(options, truth, plans, folder ? Untold(options.Path, truth) : []);
    }

    // A rule that never watches would look as if it never erred.
    private static void ThrowIfUntimed(EvaluationOptions options, Truth truth, ImmutableArray<(ReplayPlan Replay, ClipTruth Truth)> plans)
    {
        Complaints complaints = new(options.Truth);
        foreach ((ReplayPlan replay, ClipTruth clip) in plans.Where(plan => (plan.Truth.Start ?? options.StartTime) is null))
        {
            if (replay.Plan.Rules.FirstOrDefault(rule => rule.Schedule is not null) is { } timed)
            {
                complaints.Add(
                    $"$.clips[{truth.Clips.IndexOf(clip)}].start", "",
                    $"is missing, and rule \"{timed.Label}\" has a schedule: say when {clip.Clip} was taken, for example \"2026-11-24T22:00:00Z\", or give --start-time");
            }
        }

        complaints.ThrowIfAny();
    }

    private static void ThrowIfMissing(EvaluationOptions options, Truth truth, ImmutableArray<ClipTruth> wanted, bool folder)
    {
        if (wanted.IsEmpty)
        {
            throw new Fault(
                FaultKind.Config,
                options.Truth,
                $"has no entry for {Path.GetFileName(options.Path)}, but for {string.Join(", ", truth.Clips.Select(one => one.Clip))}",
                "Add one, with \"events\": [] where nothing happens.");
        }

        Complaints complaints = new(options.Truth);
        foreach ((ClipTruth clip, int index) in truth.Clips.Select((one, index) => (one, index)))
        {
            if (folder && !File.Exists(Path.Combine(options.Path, clip.Clip)))
            {
                complaints.Add($"$.clips[{index}].clip", $"\"{clip.Clip}\"", $"there is no such file in {options.Path}: mend the name, or put it there");
            }
        }

        complaints.ThrowIfAny();
    }

    private static ReplayPlan PlanOf(EvaluationOptions options, ClipTruth truth, string clip) => ReplayPlan.Make(new ReplayOptions(
        clip, options.Configuration, truth.Camera, options.Model, true, null, null, null, [],
        truth.Start ?? options.StartTime ?? DateTimeOffset.UnixEpoch, TimeSpan.Zero, false)
    {
        // Whether it is needed is asked of all clips at once.
        HasStartTime = true,
    });

    private static ImmutableArray<string> Untold(string folder, Truth truth) =>
    [
        .. Directory.EnumerateFiles(folder)
            .Where(file => Videos.Contains(Path.GetExtension(file).ToLowerInvariant()))
            .Select(file => Path.GetFileName(file))
            .Where(name => truth.Clips.All(clip => clip.Clip != name))
            .Order(StringComparer.Ordinal)
            .Select(name => $"{name} left aside: the truth has no entry for it"),
    ];
}
