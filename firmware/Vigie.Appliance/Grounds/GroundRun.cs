using System.Collections.Immutable;
using Vigie.Appliance.Replay;
using Vigie.Core;
using Vigie.Scene.Ground;

namespace Vigie.Appliance.Grounds;

/// <summary>Runs a clip through detection and tracking alone, and finds the ground in the walks that it shows.</summary>
internal static class GroundRun
{
    private const string Remedy =
        "Let one person of known height walk through an empty picture, upright, whole, from near to far and from left to right, for half a minute; give the lens with "
        + "--field-of-view; or measure four points with a tape (firmware/Vigie.Scene/Ground/README.md).";

    /// <summary>Runs it and prints what came of it.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="Fault">Wrong options, a clip that cannot be read, or one whose walks do not suffice.</exception>
    public static async Task<int> RunAsync(GroundOptions options, CancellationToken cancellation)
    {
        options.ThrowIfWrong();

        // No rule runs, so none asks for the time of day.
        ReplayPlan plan = ReplayPlan.Make(new ReplayOptions(
            options.Clip, options.Configuration, options.Camera, options.Model, true, null, null, null, [], DateTimeOffset.UnixEpoch, TimeSpan.Zero, false)
        {
            HasStartTime = true,
        });
        WalkLog log = new();
        (_, FrameFormat format) = await ReplayRun.ListenAsync(
            plan with { Plan = plan.Plan with { Rules = [] } }, outcome => log.Look(outcome.Tracks), cancellation);
        cancellation.ThrowIfCancellationRequested();
        WalkFinding found = Find(options, log, format);
        Console.WriteLine(GroundFragment.Story(options, log.Persons, found));
        Console.WriteLine(GroundReport.Of(plan.Camera.Name, found.Plane));
        Console.WriteLine();
        Console.WriteLine(GroundFragment.Write(found.Walk, format));
        return 0;
    }

    private static WalkFinding Find(GroundOptions options, WalkLog log, FrameFormat format)
    {
        ImmutableArray<SeenWalk> walks = SeenWalk.In(log, format);
        if (walks.IsEmpty)
        {
            throw new Fault(
                FaultKind.Config, options.Clip,
                $"shows no walk: of {log.Persons} persons none was seen whole, upright and alone at {Walk.Fewest} places of two heights' length", Remedy);
        }

        string problem;
        WalkFinding? found = options.PassersBy
            ? WalkFinder.OfAll(walks, options.Height, format, options.FieldOfView, out problem)
            : WalkFinder.OfOne(walks, options.Height, format, options.FieldOfView, out problem);
        return found ?? throw new Fault(
            FaultKind.Config, options.Clip,
            $"{(options.PassersBy ? $"the {walks.Length} walks together do" : $"the longest walk, {GroundFragment.Name(walks[0])}, does")} not tell the ground: {problem}", Remedy);
    }
}
