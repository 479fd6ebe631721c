using CsCheck;
using Microsoft.ML.OnnxRuntime;
using Vigie.Core;
using Vigie.Modelkit.Conversion;
using Vigie.Modelkit.Onnx;
using Vigie.Modelkit.Quantisation;
using Vigie.Modelkit.TensorFlowJs;
using Vigie.Vision.Detectors;

namespace Vigie.Tests.Modelkit;

/// <summary>The integer network says nearly what the float network says, and computes in integers throughout.</summary>
public sealed class QuantiserTest : IDisposable
{
    private static readonly float[] Mean = [103.53f, 116.28f, 123.675f], Deviation = [57.375f, 57.12f, 58.395f];

    private readonly string _folder = Directory.CreateTempSubdirectory("vigie-quantiser-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(RangeChoice.Extremes, 8)]
    [InlineData(RangeChoice.Extremes, 7)]
    [InlineData(RangeChoice.Percentile, 8)]
    public void The_integer_network_is_close_to_the_float_network(RangeChoice ranges, int bits)
    {
        (ModelProto network, Calibration calibration) = Calibrated();
        QuantisationPlan plan = new(ranges, bits, Mean, Deviation, 114);
        byte[] picture = Picture(99);
        NaiveTensor full = Engine.Run(network, Normalised(picture))["head"];
        NaiveTensor quantised = Engine.Run(Quantiser.Quantise(network, calibration, plan), picture)["head"];
        double range = full.Values.Max() - full.Values.Min();
        double[] errors = [.. full.Values.Zip(quantised.Values, (wanted, got) => Math.Abs((double)wanted - got) / range)];
        Assert.True(errors.Average() < 0.015, $"mean error {errors.Average():P2} of the range");
        Assert.True(errors.Max() < 0.08, $"largest error {errors.Max():P2} of the range");
    }

    [Fact]
    public void Onnx_runtime_computes_it_in_integers()
    {
        (ModelProto network, Calibration calibration) = Calibrated();
        byte[] bytes = Networks.Bytes(Quantiser.Quantise(network, calibration, Plan()));
        string optimised = Path.Combine(_folder, "optimised.onnx");
        OnnxTelemetry.Forbid();
        using (SessionOptions options = new() { OptimizedModelFilePath = optimised, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR })
        {
            new InferenceSession(bytes, options).Dispose();
        }

        string[] operations = [.. Networks.Read(optimised).Graph.Node.Select(node => node.OpType)];
        Assert.Equal(network.Graph.Node.Count(node => node.OpType == "Conv"), operations.Count(operation => operation == "QLinearConv"));
        Assert.Equal(network.Graph.Node.Count(node => node.OpType == "LeakyRelu"), operations.Count(operation => operation == "QLinearLeakyRelu"));
        Assert.Contains("QLinearConcat", operations);
        Assert.Contains("QLinearAdd", operations);
        Assert.DoesNotContain("Conv", operations);

        // ONNX Runtime 1.31 interpolates in floats (which is faster than its bytes): one way back for the resize, one for the output.
        Assert.Single(operations, "Resize");
        Assert.Single(operations, "QuantizeLinear");
        Assert.Equal(2, operations.Count(operation => operation == "DequantizeLinear"));
    }

    [Fact]
    public void The_same_ranges_give_the_same_bytes_twice()
    {
        (ModelProto network, Calibration calibration) = Calibrated();
        byte[] Once() => Networks.Bytes(Quantiser.Quantise(network, calibration, Plan()));
        Assert.Equal(Once(), Once());
    }

    [Fact]
    public void What_only_picks_or_mixes_values_keeps_their_scale()
    {
        (ModelProto network, Calibration calibration) = Calibrated();
        ModelProto quantised = Quantiser.Quantise(network, calibration, Plan());
        float Scale(string tensor) => Tensors.Floats(quantised.Graph.Initializer.Single(each => each.Name == tensor + "/scale"))[0];
        foreach (NodeProto node in network.Graph.Node.Where(node => node.OpType is "MaxPool" or "Resize"))
        {
            Assert.Equal(Scale(node.Input[0]), Scale(node.Output[0]));
        }
    }

    [Fact]
    public void Zero_is_exact_and_the_range_is_covered() => Gen.Select(Gen.Float[-100, 100], Gen.Float[-100, 100]).Sample((a, b) =>
    {
        (float low, float high) = (Math.Min(a, b), Math.Max(a, b));
        ActivationScale scale = ActivationScale.Over(low, high);
        Assert.True(scale.Scale * (0 - scale.ZeroPoint) <= low + scale.Scale * 0.51f);
        Assert.True(scale.Scale * (255 - scale.ZeroPoint) >= high - scale.Scale * 0.51f);
    });

    [Theory]
    [InlineData(0f, 0f)]
    [InlineData(-1e-44f, 0f)]
    [InlineData(0f, 1e-44f)]
    public void A_constant_tensor_has_a_scale_above_zero(float low, float high) => Assert.True(ActivationScale.Over(low, high).Scale > 0);

    [Fact]
    public void Weights_are_within_half_a_step() => Gen.Select(Gen.Float[-3, 3].Array[12], Gen.Float[-50, 50].Array[3], Gen.Float[0.001f, 1], Gen.Int[7, 8])
        .Sample((filter, bias, inputScale, bits) =>
        {
            ChannelWeights weights = ChannelWeights.Of(filter, bias, inputScale, bits);
            int limit = bits == 8 ? 127 : 64;
            for (int index = 0; index < filter.Length; index++)
            {
                float step = weights.Scales[index / 4];
                Assert.InRange(weights.Filter[index], -limit, limit);
                Assert.True(Math.Abs(filter[index] - weights.Filter[index] * step) <= step * 0.5001f);
            }

            for (int channel = 0; channel < bias.Length; channel++)
            {
                Assert.Equal(bias[channel], weights.Bias[channel] * (double)weights.BiasScales[channel], weights.BiasScales[channel] * 0.501);
            }
        });

    [Fact]
    public void A_channel_without_weights_keeps_its_bias()
    {
        ChannelWeights weights = ChannelWeights.Of([0, 0], [5], 0.01f, 8);
        Assert.Equal(5, weights.Bias[0] * (double)weights.BiasScales[0], 0.01);
        Assert.Equal(0, ChannelWeights.Of([1e-44f], [0], 1e-20f, 8).Bias[0]);
    }

    [Fact]
    public void The_normalisation_moves_into_the_first_convolution()
    {
        QuantisationPlan plan = Plan();
        float[] filter = [2, 3, 4], bias = [1];
        InputFolding.Fold(filter, bias, plan);
        double expected = 1;
        double folded = bias[0];
        byte[] pixel = [20, 150, 255];
        float[] original = [2, 3, 4];
        for (int channel = 0; channel < 3; channel++)
        {
            expected += original[channel] * ((pixel[channel] - Mean[channel]) / Deviation[channel]);
            folded += filter[channel] * (pixel[channel] - plan.ZeroPoint);
        }

        Assert.Equal(expected, folded, 1e-5);
    }

    [Fact]
    public void A_missing_range_is_named()
    {
        (ModelProto network, Calibration calibration) = Calibrated();
        calibration.Record.Ranges.Remove("low");
        Fault fault = Assert.Throws<Fault>(() => Quantiser.Quantise(network, calibration, Plan()));
        Assert.Equal((calibration.File, "has no range for tensor low"), (fault.Subject, fault.Problem));
    }

    [Theory]
    [InlineData(new float[] { 1, 0, 0, 1 })]
    [InlineData(new float[] { 0, 1 })]
    [InlineData(new float[] { float.NaN, 1, 0, 1 })]
    public void A_wrong_range_is_named(float[] bounds)
    {
        (ModelProto network, Calibration calibration) = Calibrated();
        calibration.Record.Ranges["low"] = bounds;
        Fault fault = Assert.Throws<Fault>(() => Quantiser.Quantise(network, calibration, Plan()));
        Assert.Contains("ranges.low is [", fault.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void An_operation_that_is_not_quantised_is_named()
    {
        (ModelProto network, Calibration calibration) = Calibrated();
        network.Graph.Node.Single(node => node.OpType == "Resize").OpType = "Softmax";
        Fault fault = Assert.Throws<Fault>(() => Quantiser.Quantise(network, calibration, Plan()));
        Assert.Contains("(Softmax): is an operation that modelkit does not quantise", fault.Message, StringComparison.Ordinal);
        Assert.Contains("--precision fp32", fault.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_constant_summand_is_refused_by_name()
    {
        SyntheticGraph graph = new();
        graph.Placeholder("input", 1, 4, 4, 3);
        graph.Node("Conv2D", "conv", ["input", graph.Floats("filter", [1, 1, 3, 2], [1, 2, 3, 4, 5, 6])],
            new() { ["padding"] = SyntheticGraph.Text("SAME"), ["strides"] = SyntheticGraph.List(1, 1, 1, 1) });
        graph.Node("LeakyRelu", "leaky", ["conv"]);
        graph.Node("Add", "sum", ["leaky", graph.Floats("constant", [2], [1, 2])]);
        ModelProto network = Converter.Convert(GraphModel.Read(graph.Save(_folder)), new ConversionPlan("image", true, new Dictionary<string, string> { ["out"] = "sum" }));
        Dictionary<string, float[]> ranges = network.Graph.Node.ToDictionary(node => node.Name, _ => new float[] { -1, 1, -1, 1 });
        Fault fault = Assert.Throws<Fault>(() => Quantiser.Quantise(network, new Calibration("calibration.json", new CalibrationRecord(1, ranges)), Plan()));
        Assert.Contains("tensor constant: is a constant operand", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ranges_are_the_extremes_and_the_middle_of_all_values()
    {
        TensorSpread spread = new();
        float[] values = [.. Enumerable.Range(0, 100_000).Select(value => (float)value), -50_000, 300_000];
        spread.Widen(values.AsSpan(0, 60_000));
        spread.Widen(values.AsSpan(60_000));
        spread.Count(values);
        float[] bounds = spread.Bounds();
        Assert.Equal([-50_000f, 300_000f], bounds[..2]);
        Assert.Equal(5, bounds[2], 50f);
        Assert.Equal(99_995, bounds[3], 50f);
    }

    [Fact]
    public void A_calibration_is_read_as_written()
    {
        (_, Calibration calibration) = Calibrated();
        calibration.Write();
        Calibration read = Calibration.Read(calibration.File);
        Assert.Equal(calibration.Record.Pictures, read.Record.Pictures);
        Assert.Equal(calibration.Record.Ranges, read.Record.Ranges);
    }

    private (ModelProto Network, Calibration Calibration) Calibrated()
    {
        GraphModel graph = GraphModel.Read(TinyModel.MakeGraph(TinyModel.Channels).Save(_folder));
        ModelProto network = Converter.Convert(graph, new ConversionPlan("image", true, new Dictionary<string, string> { ["head"] = "head" }));
        using Calibrator calibrator = new(network);
        CalibrationRecord record = calibrator.Measure(6, index => Normalised(Picture(index)), _ => { });
        return (network, new Calibration(Path.Combine(_folder, "calibration.json"), record));
    }

    private static QuantisationPlan Plan() => new(RangeChoice.Extremes, 8, Mean, Deviation, 114);

    private static byte[] Picture(int seed)
    {
        int side = TinyModel.Side;
        return [.. Enumerable.Range(0, 3 * side * side).Select(index =>
            (byte)(127.5 + 127.5 * Math.Sin(index % side * (0.1 + seed * 0.03) + index / side * 0.2 + seed)))];
    }

    private static float[] Normalised(byte[] picture)
    {
        int plane = picture.Length / 3;
        return [.. picture.Select((value, index) => (value - Mean[index / plane]) / Deviation[index / plane])];
    }
}
