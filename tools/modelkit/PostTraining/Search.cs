using System.Collections.Frozen;
using System.Globalization;
using Vigie.Core;
using Vigie.Modelkit.Quantisation;
using Vigie.Vision.Models;

namespace Vigie.Modelkit.PostTraining;

/// <summary>
/// Looks for the best way to write a network in integers: one technique after the other is tried, and kept where the detections come closer to
/// those of the float network. Then layers are given back to floats, those first whose rounding does most harm.
/// </summary>
/// <param name="Workshop">Makes the networks.</param>
/// <param name="Referee">Judges them.</param>
/// <param name="WeightBits">7 or 8.</param>
/// <param name="MostFloats">How many convolutions may stay in floats at most.</param>
/// <param name="Say">Told of each try, in one line.</param>
public sealed record Search(Workshop Workshop, Referee Referee, int WeightBits, int MostFloats, Action<string> Say)
{
    // What is worth a layer that runs two or three times as long.
    private const double WorthALayer = 0.01;

    // That costs most of what integers gain.
    private const double WorthActivations = 0.1;

    private static readonly IReadOnlySet<string> None = FrozenSet<string>.Empty;

    /// <summary>Tries all.</summary>
    /// <param name="frames">Some calibration pictures, on which single layers are tried.</param>
    /// <param name="cancel">Ends it between two tries.</param>
    public Trial Run(IReadOnlyList<Frame> frames, CancellationToken cancel)
    {
        Trial best = Try("extremes", new PostTrainingPlan(RangeChoice.Extremes, WeightBits, false, false, None));
        best = Better(best, Try("percentile", best.Plan with { Ranges = RangeChoice.Percentile }));
        cancel.ThrowIfCancellationRequested();
        if (Workshop.CanEqualise)
        {
            best = Better(best, Try("equalised", best.Plan with { Equalise = true }));
        }

        best = Better(best, Try("bias corrected", best.Plan with { CorrectBias = true }));
        if (Workshop.Swishes.Count > 0)
        {
            cancel.ThrowIfCancellationRequested();
            Trial trial = Try("x sigmoid(x) in floats", best.Plan with { Floats = Workshop.Swishes });
            best = trial.Agreement > best.Agreement + WorthActivations ? trial : best;
        }

        // What does most harm shows only when what did more is mended: the layers are ranked anew each time.
        (Trial last, int given) = (best, 0);
        for (int count = 1; count <= MostFloats; count *= 2)
        {
            string[] ranked = Rank(last, frames, cancel);
            string[] more = ranked[..Math.Min(count - (count / 2), ranked.Length)];
            last = Try(string.Create(CultureInfo.InvariantCulture, $"{count} layers in floats"), last.Plan with { Floats = Also(last.Plan, more) });
            if (last.Agreement > best.Agreement + (WorthALayer * (count - given)))
            {
                (best, given) = (last, count);
            }
        }

        return best;
    }

    private static HashSet<string> Also(PostTrainingPlan plan, params IEnumerable<string> names) => [.. plan.Floats, .. names];

    private static Trial Better(Trial best, Trial other) => other.Agreement > best.Agreement ? other : best;

    private Trial Try(string name, PostTrainingPlan plan)
    {
        ModelManifest manifest = Workshop.Make(plan);
        (double milliseconds, double speed) = Referee.TimeOf(manifest);
        Trial trial = new(name, plan, manifest, Referee.Agreement(manifest), Referee.ApOf(manifest), milliseconds, speed);
        Say(Describe(trial));
        return trial;
    }

    private string[] Rank(Trial best, IReadOnlyList<Frame> frames, CancellationToken cancel)
    {
        Sensitivity sensitivity = new(Workshop.Make(best.Plan with { Floats = Workshop.Nodes }), frames);
        double whole = sensitivity.Of(best.Manifest);
        List<(string Name, double Gain)> gains = [];
        foreach (string name in Workshop.Convolutions.Where(name => !best.Plan.Floats.Contains(name)))
        {
            cancel.ThrowIfCancellationRequested();
            gains.Add((name, whole - sensitivity.Of(Workshop.Make(best.Plan with { Floats = Also(best.Plan, name) }))));
        }

        (string Name, double Gain)[] ranked = [.. gains.Where(gain => gain.Gain > 0).OrderByDescending(gain => gain.Gain)];
        Say(string.Create(CultureInfo.InvariantCulture, $"  most harm: {string.Join(", ", ranked.Take(8).Select(gain => $"{gain.Name} ({gain.Gain / whole:P0})"))}"));
        return [.. ranked.Select(gain => gain.Name)];
    }

    private static string Describe(Trial trial) => string.Create(CultureInfo.InvariantCulture,
        $"  {trial.Name,-24} agreement {trial.Agreement:0.000}{(trial.Ap is { } ap ? $"  AP {ap:0.000}" : "")}  {trial.Milliseconds:0.0} ms ({trial.Speed:0.00} times as fast)  {trial.Manifest.Network.Bytes / 1e6:0.00} MB");
}
