using System.Text.Json.Nodes;
using CsCheck;
using Google.Protobuf.Collections;
using Vigie.Core;
using Vigie.Modelkit.Conversion;
using Vigie.Modelkit.Onnx;
using Vigie.Modelkit.TensorFlowJs;

namespace Vigie.Tests.Modelkit;

/// <summary>Graphs of TensorFlow.js mean the same after conversion, whatever their padding, order of axes and readers.</summary>
public sealed class ConverterTest : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vigie-modelkit-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Random_graphs_compute_the_same_after_conversion() => Gen.Int[0, 9999].Array[6, 90].Sample(decisions =>
    {
        GraphGrower grower = new(decisions);
        if (grower.Outputs.Count > 0)
        {
            string folder = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
            // ONNX Runtime's optimiser moves a few odd transposes across a Resize, into an order of axes that its Resize then refuses.
            Same(grower.Save(folder), grower.ChannelsLast, grower.Outputs, optimise: false);
            Directory.Delete(folder, recursive: true);
        }
    }, iter: 500, threads: 1);

    [Fact]
    public void Padding_before_a_convolution_is_merged_into_it_through_transposes()
    {
        SyntheticGraph graph = new();
        graph.Placeholder("input", 1, 2, 5, 5);
        graph.Node("Pad", "padded", ["input", graph.Integers("amounts", 0, 0, 0, 0, 1, 2, 0, 1)]);
        graph.Node("Transpose", "last", ["padded", graph.Integers("order", 0, 2, 3, 1)]);
        graph.Node("Conv2D", "conv", ["last", Filter(graph, 3, 3, 2, 4)], Convolution("VALID", 1));
        graph.Node("Transpose", "first", ["conv", graph.Integers("back", 0, 3, 1, 2)]);
        ModelProto network = Same(graph.Save(_folder), channelsLast: false, new() { ["out"] = "first" });
        Assert.Equal(["Conv"], network.Graph.Node.Select(node => node.OpType));
        Assert.Equal([1, 0, 2, 1], Ints(network.Graph.Node[0], "pads"));
    }

    [Fact]
    public void Padding_with_minus_infinity_is_merged_into_a_pool()
    {
        SyntheticGraph graph = new();
        graph.Placeholder("input", 1, 6, 6, 2);
        graph.Node("PadV2", "padded", ["input", graph.Integers("amounts", 0, 0, 1, 1, 1, 1, 0, 0), graph.Floats("fill", [], [float.NegativeInfinity])]);
        graph.Node("MaxPool", "pool", ["padded"], Pool("VALID", 3, 2));
        ModelProto network = Same(graph.Save(_folder), channelsLast: true, new() { ["out"] = "pool" });
        Assert.Equal(["MaxPool", "Transpose"], network.Graph.Node.Select(node => node.OpType));
        Assert.Equal([1, 1, 1, 1], Ints(network.Graph.Node[0], "pads"));
    }

    [Fact]
    public void Padding_with_zero_before_a_pool_stays_a_node()
    {
        SyntheticGraph graph = new();
        graph.Placeholder("input", 1, 2, 6, 6);
        graph.Node("Add", "lowered", ["input", graph.Floats("minus", [], [-9])]);
        graph.Node("Pad", "padded", ["lowered", graph.Integers("amounts", 0, 0, 0, 0, 1, 1, 1, 1)]);
        graph.Node("Transpose", "last", ["padded", graph.Integers("order", 0, 2, 3, 1)]);
        graph.Node("MaxPool", "pool", ["last"], Pool("VALID", 3, 2));
        ModelProto network = Same(graph.Save(_folder), channelsLast: false, new() { ["out"] = "pool" });
        Assert.Contains(network.Graph.Node, node => node.OpType == "Pad");
    }

    [Theory]
    [InlineData(5, 3, new long[] { 1, 1, 1, 1 })]
    [InlineData(6, 3, new long[] { 0, 0, 1, 1 })]
    [InlineData(6, 1, new long[] { 0, 0, 0, 0 })]
    public void Same_at_stride_2_is_asymmetric_where_it_must_be(int extent, int kernel, long[] pads)
    {
        SyntheticGraph graph = new();
        graph.Placeholder("input", 1, extent, extent, 2);
        graph.Node("Conv2D", "conv", ["input", Filter(graph, kernel, kernel, 2, 3)], Convolution("SAME", 2));
        ModelProto network = Same(graph.Save(_folder), channelsLast: true, new() { ["out"] = "conv" });
        Assert.Equal(pads, Ints(network.Graph.Node[0], "pads"));
    }

    [Fact]
    public void A_constant_behind_a_convolution_is_its_bias_only_if_nobody_else_reads_the_convolution()
    {
        SyntheticGraph graph = new();
        graph.Placeholder("input", 1, 4, 4, 2);
        graph.Node("Conv2D", "alone", ["input", Filter(graph, 3, 3, 2, 3)], Convolution("SAME", 1));
        graph.Node("Add", "biased", ["alone", graph.Floats("bias", [3], [1, 2, 3])]);
        graph.Node("Conv2D", "read", ["biased", graph.Floats("second", [1, 1, 3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9])], Convolution("SAME", 1));
        graph.Node("Add", "sum", ["read", graph.Floats("bias2", [3], [1, 2, 3])]);
        graph.Node("Add", "both", ["sum", "read"]);
        ModelProto network = Same(graph.Save(_folder), channelsLast: true, new() { ["out"] = "both" });
        Assert.Equal([3, 2], network.Graph.Node.Where(node => node.OpType == "Conv").Select(node => node.Input.Count));
        Assert.Equal(2, network.Graph.Node.Count(node => node.OpType == "Add"));
    }

    [Theory]
    [InlineData(true, false, "half_pixel")]
    [InlineData(false, true, "align_corners")]
    [InlineData(false, false, "asymmetric")]
    public void The_three_grids_of_a_resize_stay_what_they_are(bool halfPixel, bool alignCorners, string grid)
    {
        SyntheticGraph graph = new();
        graph.Placeholder("input", 1, 3, 4, 2);
        graph.Node("ResizeBilinear", "large", ["input", graph.Integers("size", 7, 5)],
            new() { ["half_pixel_centers"] = SyntheticGraph.Flag(halfPixel), ["align_corners"] = SyntheticGraph.Flag(alignCorners) });
        ModelProto network = Same(graph.Save(_folder), channelsLast: true, new() { ["out"] = "large" });
        AttributeProto mode = network.Graph.Node[0].Attribute.Single(attribute => attribute.Name == "coordinate_transformation_mode");
        Assert.Equal(grid, mode.S.ToStringUtf8());
    }

    [Fact]
    public void A_picture_of_another_size_scales_the_sizes_that_the_graph_states()
    {
        SyntheticGraph graph = new();
        graph.Placeholder("input", 1, 4, 4, 2);
        graph.Node("ResizeBilinear", "large", ["input", graph.Integers("size", 8, 6)], new() { ["half_pixel_centers"] = SyntheticGraph.Flag(true) });
        GraphModel read = GraphModel.Read(graph.Save(_folder));
        Dictionary<string, string> outputs = new() { ["out"] = "large" };
        ModelProto network = Converter.Convert(read, new ConversionPlan("image", true, outputs, new PictureSize(2, 6)));
        Assert.Equal([1, 2, 2, 6], network.Graph.Input[0].Type.TensorType.Shape.Dim.Select(dimension => dimension.DimValue));
        Assert.Equal([1, 4, 9, 2], Engine.Run(network, new float[24])["out"].Shape);
        Fault fault = Assert.Throws<Fault>(() => Converter.Convert(read, new ConversionPlan("image", true, outputs, new PictureSize(4, 3))));
        Assert.Contains("node large (ResizeBilinear): size 8 x 6 is no whole number where the picture is 4 x 3 instead of 4 x 4", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_tensor_can_be_two_outputs()
    {
        SyntheticGraph graph = new();
        graph.Placeholder("input", 1, 4, 4, 2);
        graph.Node("LeakyRelu", "leaky", ["input"]);
        graph.Node("Identity", "again", ["leaky"]);
        Same(graph.Save(_folder), channelsLast: true, new() { ["one"] = "leaky", ["two"] = "again", ["three"] = "input" });
    }

    [Fact]
    public void The_same_graph_gives_the_same_bytes_twice()
    {
        GraphGrower grower = new([.. Enumerable.Range(0, 200).Select(index => index * 7919 % 1009)]);
        string file = grower.Save(_folder);
        byte[] Once() => Networks.Bytes(Converter.Convert(GraphModel.Read(file), new ConversionPlan("image", grower.ChannelsLast, grower.Outputs)));
        Assert.Equal(Once(), Once());
    }

    [Fact]
    public void Only_what_the_outputs_need_is_converted()
    {
        SyntheticGraph graph = new();
        graph.Placeholder("input", 1, 4, 4, 2);
        graph.Node("LeakyRelu", "leaky", ["input"]);
        graph.Node("Softmax", "beyond", ["leaky"]);
        string file = graph.Save(_folder);
        Same(file, channelsLast: true, new() { ["out"] = "leaky" });
        Fault fault = Assert.Throws<Fault>(() => Same(file, channelsLast: true, new() { ["out"] = "beyond" }));
        Assert.Contains("node beyond (Softmax)", fault.Message, StringComparison.Ordinal);
        Assert.Contains("is an operation that modelkit does not convert", fault.Message, StringComparison.Ordinal);
        Assert.Contains("recipe.json", fault.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_output_node_is_named()
    {
        SyntheticGraph graph = new();
        graph.Placeholder("input", 1, 4, 4, 2);
        string file = graph.Save(_folder);
        Fault fault = Assert.Throws<Fault>(() => Same(file, channelsLast: true, new() { ["out"] = "absent" }));
        Assert.Contains($"{file}: has no node absent", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_graph_that_reads_its_own_result_is_refused()
    {
        SyntheticGraph graph = new();
        graph.Node("LeakyRelu", "a", ["b"]);
        graph.Node("LeakyRelu", "b", ["a"]);
        Fault fault = Assert.Throws<Fault>(() => Same(graph.Save(_folder), channelsLast: true, new() { ["out"] = "a" }));
        Assert.Contains("reads its own result", fault.Message, StringComparison.Ordinal);
    }

    private static ModelProto Same(string file, bool channelsLast, Dictionary<string, string> outputs, bool optimise = true)
    {
        GraphModel graph = GraphModel.Read(file);
        ModelProto network = Converter.Convert(graph, new ConversionPlan("image", channelsLast, outputs));
        int[] shape = graph.Nodes["input"].DeclaredShape();
        int step = 0;
        NaiveTensor input = NaiveTensor.Of(shape, _ => (step++ * 37 % 23 - 11) / 4f);
        NaiveTensor fed = channelsLast ? input.Transpose([0, 3, 1, 2]) : input;
        NaiveInterpreter naive = new(graph, input);
        Dictionary<string, NaiveTensor> results = Engine.Run(network, fed.Values, optimise);
        foreach ((string output, string node) in outputs)
        {
            Engine.Agree(naive.Compute(node), results[output], 1e-5, output);
        }

        return network;
    }

    private static string Filter(SyntheticGraph graph, params int[] shape) => graph.Halves("filter", shape,
        [.. Enumerable.Range(0, shape.Aggregate(1, (product, extent) => product * extent)).Select(index => (index % 7 - 3) / 4f)]);

    private static JsonObject Convolution(string padding, int stride) => new()
    {
        ["padding"] = SyntheticGraph.Text(padding),
        ["strides"] = SyntheticGraph.List(1, stride, stride, 1),
    };

    private static JsonObject Pool(string padding, int kernel, int stride) => new()
    {
        ["padding"] = SyntheticGraph.Text(padding),
        ["strides"] = SyntheticGraph.List(1, stride, stride, 1),
        ["ksize"] = SyntheticGraph.List(1, kernel, kernel, 1),
    };

    private static RepeatedField<long> Ints(NodeProto node, string name) => node.Attribute.Single(attribute => attribute.Name == name).Ints;
}
