using System.Text.Json.Nodes;
using Vigie.Core;
using Vigie.Modelkit.Conversion;
using Vigie.Modelkit.Onnx;
using Vigie.Modelkit.TensorFlowJs;

namespace Vigie.Tests.Modelkit;

/// <summary>Depthwise convolutions, and bias and activation fused into a convolution, mean the same after conversion; graphs begin where they are told to.</summary>
public sealed class FusedConvolutionsTest : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vigie-modelkit-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("_FusedConv2D", 5, 1, "BiasAdd,Relu6", "Conv,Clip,Transpose")]
    [InlineData("_FusedConv2D", 5, 2, "BiasAdd,Relu", "Conv,Relu,Transpose")]
    [InlineData("_FusedConv2D", 5, 1, "BiasAdd", "Conv,Transpose")]
    [InlineData("FusedDepthwiseConv2dNative", 2, 2, "BiasAdd,Relu6", "Conv,Clip,Transpose")]
    [InlineData("FusedDepthwiseConv2dNative", 1, 1, "BiasAdd", "Conv,Transpose")]
    [InlineData("DepthwiseConv2dNative", 3, 1, "", "Conv,Transpose")]
    public void They_compute_the_same_after_conversion(string operation, int channelsOut, int stride, string fused, string expected)
    {
        ModelProto network = Same(Graph(operation, channelsOut, stride, fused).Save(_folder), "conv");
        Assert.Equal(expected.Split(','), network.Graph.Node.Select(node => node.OpType));
    }

    [Theory]
    [InlineData("BiasAdd,Elu", "fuses BiasAdd, Elu; modelkit converts BiasAdd, alone or with Relu or Relu6")]
    [InlineData("FusedBatchNorm", "fuses FusedBatchNorm;")]
    public void What_else_is_fused_is_refused_by_name(string fused, string complaint)
    {
        string file = Graph("_FusedConv2D", 5, 1, fused).Save(_folder);
        Fault fault = Assert.Throws<Fault>(() => Convert(GraphModel.Read(file), "conv"));
        Assert.Contains($"node conv (_FusedConv2D): {complaint}", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_graph_begins_where_its_normalisation_ends()
    {
        SyntheticGraph graph = new();
        graph.Placeholder("input", 1, 4, 4, 2);
        graph.Node("Cast", "numbers", ["input"]);
        graph.Node("Mul", "scaled", ["numbers", "numbers"]);
        graph.Node("LeakyRelu", "leaky", ["scaled"]);
        GraphModel read = GraphModel.Read(graph.Save(_folder));
        ModelProto network = Convert(read.BeginAt("scaled"), "leaky");
        Assert.Equal(["LeakyRelu", "Transpose"], network.Graph.Node.Select(node => node.OpType));
        Assert.Contains("no node absent", Assert.Throws<Fault>(() => read.BeginAt("absent")).Message, StringComparison.Ordinal);
        Assert.Contains("(Cast)", Assert.Throws<Fault>(() => Convert(read, "leaky")).Message, StringComparison.Ordinal);
    }

    private static ModelProto Convert(GraphModel graph, string output) =>
        Converter.Convert(graph, new ConversionPlan("image", true, new Dictionary<string, string> { ["out"] = output }));

    private static ModelProto Same(string file, string output)
    {
        GraphModel graph = GraphModel.Read(file);
        ModelProto network = Convert(graph, output);
        int step = 0;
        NaiveTensor input = NaiveTensor.Of(graph.Nodes["input"].DeclaredShape(), _ => (step++ * 37 % 23 - 11) / 2f);
        Engine.Agree(new NaiveInterpreter(graph, input).Compute(output), Engine.Run(network, input.Transpose([0, 3, 1, 2]).Values)["out"], 1e-5, output);
        return network;
    }

    // Channels out of a depthwise convolution: so many for each channel in.
    private static SyntheticGraph Graph(string operation, int channelsOut, int stride, string fused)
    {
        const int ChannelsIn = 3, Kernel = 3;
        SyntheticGraph graph = new();
        graph.Placeholder("input", 1, 7, 6, ChannelsIn);
        int[] shape = [Kernel, Kernel, ChannelsIn, channelsOut];
        string filter = graph.Halves("filter", shape, [.. Enumerable.Range(0, Kernel * Kernel * ChannelsIn * channelsOut).Select(index => (index % 11 - 4) / 4f)]);
        JsonObject attributes = new() { ["padding"] = SyntheticGraph.Text("SAME"), ["strides"] = SyntheticGraph.List(1, stride, stride, 1) };
        List<string> inputs = ["input", filter];
        if (fused.Length > 0)
        {
            int channels = operation.Contains("Depthwise", StringComparison.Ordinal) ? ChannelsIn * channelsOut : channelsOut;
            inputs.Add(graph.Floats("bias", [channels], [.. Enumerable.Range(0, channels).Select(index => index - 1.5f)]));
            JsonArray texts = [.. fused.Split(',').Select(text => SyntheticGraph.Text(text)["s"]!.DeepClone())];
            attributes["fused_ops"] = new JsonObject { ["list"] = new JsonObject { ["s"] = texts } };
        }

        graph.Node(operation, "conv", [.. inputs], attributes);
        return graph;
    }
}
