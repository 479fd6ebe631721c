using Vigie.Modelkit.Onnx;
using Vigie.Modelkit.Quantisation;

namespace Vigie.Modelkit.PostTraining;

/// <summary>
/// Writes a float network in integers, in QDQ form: what an integer operation gives is written as bytes and read back, and ONNX Runtime
/// (or another engine) replaces each such group by its own integer operation. Activations are uint8 with a zero point, weights int8 with one
/// scale a channel, biases int32. Operations that have no integer form stay in floats between two such conversions.
/// </summary>
public sealed class IntegerWriter
{
    private readonly NetworkView _view;
    private readonly IReadOnlyDictionary<string, TensorStatistics> _statistics;
    private readonly PostTrainingPlan _plan;
    private readonly PictureInput _input;
    private readonly HashSet<NodeProto> _integers;
    private readonly ActivationScales _scales;
    private readonly ModelProto _target;
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);

    private IntegerWriter(ModelProto source, IReadOnlyDictionary<string, TensorStatistics> statistics, PostTrainingPlan plan, PictureInput input)
    {
        _view = new NetworkView(source);
        (_statistics, _plan, _input) = (statistics, plan, input);
        HashSet<string> known = [.. statistics.Keys];
        _integers = IntegerNodes.Choose(_view, known, plan.Floats, input.Bytes);
        _scales = new ActivationScales(_view, statistics, _integers, plan.Ranges, input);
        _target = source.Clone();
        _target.Graph.Node.Clear();
        _target.ProducerName = "vigie modelkit";
    }

    /// <summary>Writes the network.</summary>
    /// <param name="source">The float network, simplified.</param>
    /// <param name="statistics">What its tensors held.</param>
    /// <param name="plan">How.</param>
    /// <param name="input">How the picture comes in.</param>
    public static ModelProto Write(ModelProto source, IReadOnlyDictionary<string, TensorStatistics> statistics, PostTrainingPlan plan, PictureInput input)
    {
        IntegerWriter writer = new(source, statistics, plan, input);
        writer.WriteInput();
        foreach (NodeProto node in source.Graph.Node)
        {
            writer.Write(node);
        }

        HeadCut.Prune(writer._target);
        return writer._target;
    }

    private void WriteInput()
    {
        if (_input.Bytes)
        {
            ValueInfoProto input = _target.Graph.Input.Single(value => value.Name == _view.Input);
            input.Type.TensorType.ElemType = (int)TensorProto.Types.DataType.Uint8;
            WriteScale(_view.Input);
            ReadBack(_view.Input, _view.Input);
        }
    }

    private void Write(NodeProto node)
    {
        if (!_integers.Contains(node))
        {
            NodeProto copy = node.Clone();
            if (_input.Folded && node.Input[0] == _view.Input)
            {
                FoldFloats(copy);
            }

            for (int index = 0; index < copy.Input.Count; index++)
            {
                copy.Input[index] = AsFloats(copy.Input[index]);
            }

            _target.Graph.Node.Add(copy);
            return;
        }

        if (IsMerged(node))
        {
            return;
        }

        NodeProto computed = node.Clone();
        string[] inputs = node.OpType == "Conv" ? ConvolutionInputs(node) : [.. node.Input.Select((input, index) => IsOperand(node, index) ? AsIntegers(input) : input)];
        computed.Input.Clear();
        computed.Input.Add(inputs);

        // The range of bytes does what a Relu or Clip behind it would do.
        string[] outputs = _view.SoleConsumer(node.Output[0]) is { } clamp && IsMerged(clamp) ? [clamp.Output[0]] : [.. node.Output];
        computed.Output.Clear();
        computed.Name = outputs[0] + "/computed";
        computed.Output.Add(outputs.Select(output => output + "/computed"));
        _target.Graph.Node.Add(computed);
        foreach (string output in outputs)
        {
            WriteBytes(output + "/computed", output);
        }
    }

    // The picture comes in bytes, for a convolution in floats too.
    private void FoldFloats(NodeProto node)
    {
        TensorProto filter = _view.Constant(node.Input[1])!;
        (float[] values, float[] bias) = Folded(node, filter);
        string name = node.Output[0] + "/filter";
        _target.Graph.Initializer.Add(Tensors.Of(name, values, [.. filter.Dims.Select(side => (int)side)]));
        _target.Graph.Initializer.Add(Tensors.Of(name + "/bias", bias, bias.Length));
        string picture = node.Input[0];
        node.Input.Clear();
        node.Input.Add([picture, name, name + "/bias"]);
    }

    // Filter and bias of a convolution; with the picture's normalisation in it where it reads the picture.
    private (float[] Filter, float[] Bias) Folded(NodeProto node, TensorProto filter)
    {
        float[] values = Tensors.Floats(filter);
        float[] bias = node.Input.Count > 2 && node.Input[2].Length > 0 ? Tensors.Floats(_view.Constant(node.Input[2])!) : new float[filter.Dims[0]];
        if (node.Input[0] == _view.Input && _input.Folded)
        {
            InputFolding.Fold(values, bias, new QuantisationPlan(_plan.Ranges, _plan.WeightBits, _input.Mean, _input.Deviation, _input.ZeroPoint));
        }

        return (values, bias);
    }

    private bool IsMerged(NodeProto node) =>
        node.OpType is "Relu" or "Clip" && _integers.Contains(node)
        && _view.Producer(node.Input[0]) is { OpType: "Conv" or "Add" } producer && _integers.Contains(producer) && _view.SoleConsumer(node.Input[0]) == node;

    private static bool IsOperand(NodeProto node, int index) => index == 0 || node.OpType is "Add" or "Mul" or "Concat";

    private string[] ConvolutionInputs(NodeProto node)
    {
        string picture = node.Input[0];
        TensorProto filter = _view.Constant(node.Input[1])!;
        (float[] values, float[] bias) = Folded(node, filter);
        float scale = _scales.Of(picture).Scale;
        ChannelWeights weights = ChannelWeights.Of(values, bias, scale, _plan.WeightBits);
        if (_plan.CorrectBias && picture != _view.Input)
        {
            weights = weights with { Bias = BiasCorrection.Correct(weights, values, bias, (int)filter.Dims[1], _statistics[picture].Means) };
        }

        string name = node.Output[0] + "/filter", biasName = node.Output[0] + "/bias";
        WriteConstant(name, Tensors.Of(name, weights.Filter, [.. filter.Dims.Select(side => (int)side)]), weights.Scales, Tensors.Of(name + "/zero", new sbyte[bias.Length], bias.Length));
        WriteConstant(biasName, Tensors.Of(biasName, weights.Bias, bias.Length), weights.BiasScales, Tensors.Of(biasName + "/zero", new int[bias.Length], bias.Length));
        return [AsIntegers(picture), name + "/real", biasName + "/real"];
    }

    private void WriteConstant(string name, TensorProto values, float[] scales, TensorProto zeros)
    {
        _target.Graph.Initializer.Add(values);
        _target.Graph.Initializer.Add(Tensors.Of(name + "/scale", scales, scales.Length));
        _target.Graph.Initializer.Add(zeros);
        _target.Graph.Node.Add(Networks.Node("DequantizeLinear", [name, name + "/scale", name + "/zero"], name + "/real", Attributes.Of("axis", 0L)));
    }

    // The tensor as an integer operation wants it: read back from bytes. What floats computed is written as bytes here, once.
    private string AsIntegers(string tensor)
    {
        if (!IsWritten(tensor) && _written.Add(tensor))
        {
            WriteScale(tensor);
            _target.Graph.Node.Add(Networks.Node("QuantizeLinear", [tensor, tensor + "/scale", tensor + "/zero"], tensor + "/bytes"));
            _target.Graph.Node.Add(Networks.Node("DequantizeLinear", [tensor + "/bytes", tensor + "/scale", tensor + "/zero"], tensor + "/real"));
        }

        return IsWritten(tensor) ? Real(tensor) : tensor + "/real";
    }

    private string AsFloats(string tensor) => IsWritten(tensor) ? Real(tensor) : tensor;

    private bool IsWritten(string tensor) => (tensor == _view.Input && _input.Bytes) || (_view.Producer(tensor) is { } producer && _integers.Contains(producer));

    private void WriteBytes(string computed, string tensor)
    {
        WriteScale(tensor);
        _target.Graph.Node.Add(Networks.Node("QuantizeLinear", [computed, tensor + "/scale", tensor + "/zero"], tensor + "/bytes"));
        ReadBack(tensor, tensor + "/bytes");
    }

    private void WriteScale(string tensor)
    {
        ActivationScale scale = _scales.Of(tensor);
        _target.Graph.Initializer.Add(Tensors.Of(tensor + "/scale", [scale.Scale]));
        _target.Graph.Initializer.Add(Tensors.Of(tensor + "/zero", [scale.ZeroPoint]));
    }

    private void ReadBack(string tensor, string bytes) =>
        _target.Graph.Node.Add(Networks.Node("DequantizeLinear", [bytes, tensor + "/scale", tensor + "/zero"], Real(tensor)));

    // The network's outputs keep their names.
    private string Real(string tensor) => _view.IsOutput(tensor) ? tensor : tensor + "/real";
}
