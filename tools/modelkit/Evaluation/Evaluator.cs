using System.Collections.Immutable;
using Vigie.Core;
using Vigie.Vision.Models;

namespace Vigie.Modelkit.Evaluation;

/// <summary>Measures a model in both precisions.</summary>
/// <param name="pair">Its networks, one at least.</param>
/// <param name="clock">Measures times.</param>
public sealed class Evaluator(NetworkPair pair, TimeProvider clock)
{
    private readonly ModelManifest[] _manifests = [.. new[] { pair.Full, pair.Quantised }.OfType<ModelManifest>()];

    /// <summary>How many networks there are.</summary>
    public int Networks => _manifests.Length;

    /// <summary>Measures times, and accuracy where there is a set.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="set">Labelled pictures.</param>
    /// <param name="classes">Classes that are asked for; all that set and model share where absent.</param>
    /// <param name="rounds">How often each network runs for its times.</param>
    /// <param name="progress">Told how many pictures were looked at, over all networks.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="Fault">Nothing of what is asked for is labelled, or a picture cannot be read.</exception>
    public EvaluationReport Measure(
        string model, EvaluationSet? set, IReadOnlyCollection<string>? classes, int rounds, Action<double> progress, CancellationToken cancel)
    {
        ModelManifest first = _manifests[0];
        ImmutableArray<string> leftOut = [.. set?.Classes.Except(first.Labels).Where(name => classes?.Contains(name) ?? true) ?? []];
        string[]? asked = set is null ? null : [.. set.Classes.Intersect(first.Labels).Where(name => classes?.Contains(name) ?? true)];
        IReadOnlyList<Latency> latencies = new LatencyRun(clock).Interleave(_manifests, rounds, cancel);
        int before = 0;
        List<NetworkFigures> figures = [];
        foreach ((ModelManifest manifest, Latency latency) in _manifests.Zip(latencies))
        {
            ScoreTable? scores = set is null ? null : AveragePrecision.Of(set, ModelRun.Over(set, manifest, done => progress(before + done), cancel), asked);
            figures.Add(new NetworkFigures(manifest.Network.Bytes, latency, scores));
            before += set?.Images.Length ?? 0;
        }

        return new EvaluationReport(
            model, (first.Input.Width, first.Input.Height), pair.Full is null ? null : figures[0], pair.Quantised is null ? null : figures[^1], leftOut, Processor.OfThisMachine());
    }
}
