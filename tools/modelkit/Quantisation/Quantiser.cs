using Google.Protobuf.Collections;
using Vigie.Core;
using Vigie.Modelkit.Onnx;

namespace Vigie.Modelkit.Quantisation;

/// <summary>
/// Static quantisation in QDQ form: every tensor is written as bytes and read back between two operations, and ONNX Runtime replaces
/// each such group by its integer operation. Activations are uint8 with a zero point, weights int8 each channel, biases int32.
/// </summary>
public sealed class Quantiser
{
    private readonly ModelProto _source;
    private readonly Calibration _calibration;
    private readonly QuantisationPlan _plan;
    private readonly ModelProto _target;
    private readonly Dictionary<string, TensorProto> _constants;
    private readonly Dictionary<string, ActivationScale> _scales = new(StringComparer.Ordinal);
    private readonly HashSet<string> _results;
    private readonly string _input;

    private Quantiser(ModelProto source, Calibration calibration, QuantisationPlan plan)
    {
        _source = source;
        _calibration = calibration;
        _plan = plan;
        _target = Networks.Begin(source.Graph.Name);
        _constants = source.Graph.Initializer.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        _results = [.. source.Graph.Output.Select(value => value.Name)];
        _input = source.Graph.Input.Single().Name;
    }

    /// <summary>Quantises a float network whose input is a normalised picture; the result's input is the picture's bytes.</summary>
    /// <exception cref="Fault">A range is missing, or an operation is not one that modelkit quantises.</exception>
    public static ModelProto Quantise(ModelProto source, Calibration calibration, QuantisationPlan plan)
    {
        Quantiser quantiser = new(source, calibration, plan);
        quantiser.Begin();
        foreach (NodeProto node in source.Graph.Node)
        {
            quantiser.Convert(node);
        }

        quantiser._target.Graph.Output.Add(source.Graph.Output);
        return quantiser._target;
    }

    private void Begin()
    {
        IEnumerable<int> shape = _source.Graph.Input.Single().Type.TensorType.Shape.Dim.Select(dimension => (int)dimension.DimValue);
        _target.Graph.Input.Add(Networks.Value(_input, TensorProto.Types.DataType.Uint8, shape));
        _scales[_input] = new ActivationScale(1, _plan.ZeroPoint);
        AddScale(_input);
        ReadBack(_input, _input);
    }

    private void Convert(NodeProto node)
    {
        string output = node.Output.Single();
        string[] inputs = node.OpType switch
        {
            "Conv" => ConvolutionInputs(node),
            "Add" or "Concat" => [.. node.Input.Select(RealOf)],
            "LeakyRelu" or "MaxPool" => [RealOf(node.Input[0])],
            "Resize" => [RealOf(node.Input[0]), .. node.Input.Skip(1).Select(Copy)],
            _ => throw new Fault(FaultKind.Config, $"node {node.Name} ({node.OpType})", "is an operation that modelkit does not quantise",
                "Cut the graph before this node, build with --precision fp32, or add the operation to tools/modelkit/Quantisation."),
        };
        // What only picks or mixes its input's values keeps their scale: nothing is rounded twice.
        _scales[output] = node.OpType is "MaxPool" or "Resize" ? _scales[node.Input[0]] : _calibration.ScaleOf(output, _plan.Ranges);
        string computed = output + "/computed";
        _target.Graph.Node.Add(WithAttributes(Networks.Node(node.OpType, inputs, computed), node.Attribute));
        AddScale(output);
        _target.Graph.Node.Add(Networks.Node("QuantizeLinear", [computed, ScaleName(output), ZeroName(output)], output + "/bytes"));
        ReadBack(output, output + "/bytes");
    }

    private string[] ConvolutionInputs(NodeProto node)
    {
        string pictures = node.Input[0];
        TensorProto filter = Constant(node, 1);
        float[] values = Tensors.Floats(filter);
        float[] bias = node.Input.Count > 2 ? Tensors.Floats(Constant(node, 2)) : new float[filter.Dims[0]];
        if (pictures == _input)
        {
            InputFolding.Fold(values, bias, _plan);
        }

        ChannelWeights weights = ChannelWeights.Of(values, bias, ScaleOf(pictures).Scale, _plan.WeightBits);
        int[] shape = [.. filter.Dims.Select(extent => (int)extent)];
        string name = node.Input[1];
        string biasName = node.Name + "/bias";
        _target.Graph.Initializer.Add(Tensors.Of(name, weights.Filter, shape));
        _target.Graph.Initializer.Add(Tensors.Of(name + "/scale", weights.Scales, bias.Length));
        _target.Graph.Initializer.Add(Tensors.Of(name + "/zero", new sbyte[bias.Length], bias.Length));
        _target.Graph.Initializer.Add(Tensors.Of(biasName, weights.Bias, bias.Length));
        _target.Graph.Initializer.Add(Tensors.Of(biasName + "/scale", weights.BiasScales, bias.Length));
        _target.Graph.Initializer.Add(Tensors.Of(biasName + "/zero", new int[bias.Length], bias.Length));
        foreach (string each in new[] { name, biasName })
        {
            _target.Graph.Node.Add(Networks.Node("DequantizeLinear", [each, each + "/scale", each + "/zero"], Real(each), Attributes.Of("axis", 0L)));
        }

        return [RealOf(pictures), Real(name), Real(biasName)];
    }

    private TensorProto Constant(NodeProto node, int index) =>
        _constants.TryGetValue(node.Input[index], out TensorProto? tensor)
            ? tensor
            : throw new Fault(FaultKind.Config, $"node {node.Name} ({node.OpType})", $"input {index} ({node.Input[index]}) is computed, not constant",
                "Build with --precision fp32: modelkit quantises constant filters only.");

    private string RealOf(string tensor)
    {
        if (tensor == _input && _source.Graph.Node.Any(node => node.OpType != "Conv" && node.Input.Contains(_input)))
        {
            throw new Fault(FaultKind.Config, $"input {_input}", "is read by more than convolutions, so that its normalisation has no place to go",
                "Build with --precision fp32.");
        }

        ScaleOf(tensor);
        return Real(tensor);
    }

    private ActivationScale ScaleOf(string tensor) =>
        _scales.TryGetValue(tensor, out ActivationScale? scale)
            ? scale
            : throw new Fault(FaultKind.Config, $"tensor {tensor}", "is a constant operand, which modelkit does not quantise",
                "Build with --precision fp32, or add it to tools/modelkit/Quantisation.");

    private string Copy(string constant)
    {
        if (constant.Length > 0 && _target.Graph.Initializer.All(tensor => tensor.Name != constant))
        {
            _target.Graph.Initializer.Add(_constants[constant]);
        }

        return constant;
    }

    private void AddScale(string tensor)
    {
        ActivationScale scale = _scales[tensor];
        _target.Graph.Initializer.Add(Tensors.Of(ScaleName(tensor), [scale.Scale]));
        _target.Graph.Initializer.Add(Tensors.Of(ZeroName(tensor), [scale.ZeroPoint]));
    }

    private void ReadBack(string tensor, string bytes) =>
        _target.Graph.Node.Add(Networks.Node("DequantizeLinear", [bytes, ScaleName(tensor), ZeroName(tensor)], Real(tensor)));

    private static NodeProto WithAttributes(NodeProto node, RepeatedField<AttributeProto> attributes)
    {
        node.Attribute.Add(attributes);
        return node;
    }

    // Tensor as real values again; the network's outputs keep their names.
    private string Real(string tensor) => _results.Contains(tensor) ? tensor : tensor + "/real";

    private static string ScaleName(string tensor) => tensor + "/scale";

    private static string ZeroName(string tensor) => tensor + "/zero";
}
