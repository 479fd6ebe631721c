using System.Collections.Immutable;
using Vigie.Core;
using Vigie.Modelkit.Evaluation;
using Vigie.Vision.Models;

namespace Vigie.Modelkit.PostTraining;

/// <summary>Judges integer networks against the float network that they were made from.</summary>
public sealed class Referee
{
    // What the float network is sure of; below it its own detections are guesses.
    private const double SureFrom = 0.3;
    private const int Rounds = 25;

    private readonly ModelManifest _reference;
    private readonly EvaluationSet _own;
    private readonly EvaluationSet? _labelled;
    private readonly LatencyRun _latency = new(TimeProvider.System);

    /// <summary>Takes the float network's detections on the calibration pictures for the truth.</summary>
    /// <param name="reference">The float network.</param>
    /// <param name="pictures">The calibration pictures.</param>
    /// <param name="labelled">A labelled set, if there is one: it is scored on, but decides nothing.</param>
    public Referee(ModelManifest reference, ImmutableArray<EvaluationImage> pictures, EvaluationSet? labelled)
    {
        (_reference, _labelled) = (reference, labelled);
        EvaluationSet blank = new("calibration", reference.Labels, pictures, []);
        _own = blank with
        {
            Objects = [.. ModelRun.Over(blank, reference).Where(found => found.Score >= SureFrom).Select(found => new TrueObject(found.Image, found.Class, found.Box))],
        };
        if (_own.Objects.IsEmpty)
        {
            throw new Fault(FaultKind.Config, reference.File, "its network is sure of nothing on the calibration pictures, so that nothing can be compared",
                "Give --calibration pictures that show what it detects, and look whether model.json describes the network's input rightly.");
        }

        Ap = labelled is null ? null : Score(labelled, reference);
    }

    /// <summary>The float network's average precision on the labelled set.</summary>
    public double? Ap { get; }

    /// <summary>How many objects the float network is sure of on the calibration pictures.</summary>
    public int SureObjects => _own.Objects.Length;

    /// <summary>How far a network's detections are those of the float network, 0 to 1; common classes count as often as they occur.</summary>
    public double Agreement(ModelManifest network)
    {
        ScoreTable table = AveragePrecision.Of(_own, ModelRun.Over(_own, network));
        return table.Classes.Sum(score => score.Ap * score.Objects) / table.Mean.Objects;
    }

    /// <summary>Average precision on the labelled set, if there is one.</summary>
    public double? ApOf(ModelManifest network) => _labelled is null ? null : Score(_labelled, network);

    /// <summary>Median time of a network and how many times as fast it is as the float network.</summary>
    public (double Milliseconds, double Speed) TimeOf(ModelManifest network)
    {
        IReadOnlyList<Latency> latencies = _latency.Interleave([_reference, network], Rounds);
        return (latencies[1].MedianMs, latencies[0].MedianMs / latencies[1].MedianMs);
    }

    private static double Score(EvaluationSet set, ModelManifest network) => AveragePrecision.Of(set, ModelRun.Over(set, network)).Mean.Ap;
}
