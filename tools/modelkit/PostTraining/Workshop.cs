using System.Collections.Immutable;
using System.Globalization;
using Vigie.Core;
using Vigie.Modelkit.Evaluation;
using Vigie.Modelkit.Onnx;
using Vigie.Vision.Models;
using Vigie.Vision.Preprocessing;

namespace Vigie.Modelkit.PostTraining;

/// <summary>Makes integer networks of one float network, each in a folder of its own that can be given to <c>--model</c>.</summary>
public sealed class Workshop
{
    private readonly FloatModel _model;
    private readonly string _scratch;
    private readonly IReadOnlyList<float[]> _pictures;
    private readonly Variant _plain;
    private Variant? _equalised;
    private int _made;

    /// <summary>Measures what the float network's tensors hold.</summary>
    /// <param name="model">The float network.</param>
    /// <param name="pictures">Pictures to measure on.</param>
    /// <param name="scratch">A folder for what is tried; the caller removes it.</param>
    /// <param name="progress">Told how many looks are done: two a picture.</param>
    public Workshop(FloatModel model, ImmutableArray<EvaluationImage> pictures, string scratch, Action<double> progress)
    {
        (_model, _scratch) = (model, scratch);
        _pictures = [.. pictures.Select(picture => Load(picture, model.Folder.Manifest.Input))];
        _plain = Observe(model.Network, progress);
    }

    /// <summary>Names of all nodes of the float network.</summary>
    public IReadOnlySet<string> Nodes => Names(_ => true);

    /// <summary>Names of its convolutions, in its order.</summary>
    public IReadOnlyList<string> Convolutions => [.. _plain.Network.Graph.Node.Where(node => node.OpType == "Conv").Select(node => node.Name)];

    /// <summary>Names of the nodes that make x sigmoid(x).</summary>
    public IReadOnlySet<string> Swishes => Names(node => node.OpType is "Sigmoid" or "Mul");

    /// <summary>Whether it has convolutions between which channels can be equalised.</summary>
    public bool CanEqualise => Equalisation.Between(_plain.Network).Any();

    /// <summary>Makes one.</summary>
    public ModelManifest Make(PostTrainingPlan plan)
    {
        Variant variant = plan.Equalise ? _equalised ??= Equalise() : _plain;
        string target = Path.Combine(_scratch, (++_made).ToString(CultureInfo.InvariantCulture));
        Directory.CreateDirectory(target);
        _model.Write(target, Networks.Bytes(IntegerWriter.Write(variant.Network, variant.Statistics, plan, _model.Input)));
        return ModelManifest.Read(target);
    }

    /// <summary>All figures from which one is made again without a picture.</summary>
    public QuantisationRecord Record(PostTrainingPlan plan, string result)
    {
        Dictionary<string, TensorStatistics> statistics = (plan.Equalise ? _equalised! : _plain).Statistics;
        return new QuantisationRecord(
            _model.Folder.Manifest.Network.Sha256,
            result,
            _pictures.Count,
            plan.Ranges,
            plan.WeightBits,
            [.. plan.Floats],
            statistics.ToDictionary(entry => entry.Key, entry => entry.Value.Bounds),
            plan.Equalise ? Equalisation.Between(_model.Network).ToDictionary(tensor => tensor, tensor => _plain.Statistics[tensor].Peaks) : null,
            plan.CorrectBias ? BiasCorrection.Inputs(_model.Network).ToDictionary(tensor => tensor, tensor => statistics[tensor].Means) : null);
    }

    private Variant Equalise()
    {
        ModelProto network = _plain.Network.Clone();
        Equalisation.Apply(network, _plain.Statistics.ToDictionary(entry => entry.Key, entry => entry.Value.Peaks));
        return Observe(network, _ => { });
    }

    private Variant Observe(ModelProto network, Action<double> progress)
    {
        using Observation observation = new(network, [.. _model.Folder.Manifest.Input.Shape.Select(side => (long)side)]);
        return new Variant(network, observation.Measure(_pictures, progress));
    }

    private HashSet<string> Names(Func<NodeProto, bool> wanted) => [.. _plain.Network.Graph.Node.Where(wanted).Select(node => node.Name)];

    private static float[] Load(EvaluationImage picture, NetworkInput input)
    {
        using Frame frame = picture.Read();
        float[] tensor = new float[input.Elements];
        new Letterbox(input).Write(frame, tensor.AsSpan());
        return tensor;
    }

    private sealed record Variant(ModelProto Network, Dictionary<string, TensorStatistics> Statistics);
}
