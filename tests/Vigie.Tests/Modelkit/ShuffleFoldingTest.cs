using Vigie.Modelkit.Onnx;
using Vigie.Modelkit.PostTraining;
using Vigie.Tests.House;
using Vigie.Vision.Models;

namespace Vigie.Tests.Modelkit;

/// <summary>Shuffles go and the answer stays.</summary>
public sealed class ShuffleFoldingTest
{
    private const int Side = 6;

    [Theory]
    [InlineData(8, 1)]
    [InlineData(8, 4)]
    [InlineData(12, 3)]
    public void A_stage_of_units_computes_the_same_without_shuffles(int channels, int units)
    {
        ModelProto network = Stage(channels, units), folded = network.Clone();
        Assert.True(ShuffleFolding.TryApply(folded));
        Assert.Equal(units, network.Graph.Node.Count(node => node.OpType == "Transpose"));
        Assert.DoesNotContain(folded.Graph.Node, node => node.OpType is "Transpose" or "Reshape" or "Slice");
        float[] picture = [.. Enumerable.Range(0, 3 * Side * Side).Select(index => MathF.Sin(index))];
        Engine.Agree(Engine.Run(network, picture)["out"], Engine.Run(folded, picture)["out"], 1e-5, "folded");
    }

    [Fact]
    public void What_needs_an_order_keeps_its_shuffle()
    {
        ModelProto folded = Stage(8, 2);
        NodeProto side = folded.Graph.Node.Single(node => node.Name == "side");
        side.OpType = "Sigmoid";
        side.Input.RemoveAt(1);
        ModelProto before = folded.Clone();
        Assert.False(ShuffleFolding.TryApply(folded));
        Assert.Equal(before, folded);
    }

    [Fact]
    public void NanoDet_plus_computes_the_same_without_shuffles()
    {
        Assert.SkipUnless(Directory.Exists(Vision.Pictures.DataFolder), "../shared absent");
        string file = Path.Combine(Vision.Pictures.DataFolder, "peer-models/nanodet-plus-m-416.onnx");
        ModelProto network = Simplification.Of(File.ReadAllBytes(file), file), folded = network.Clone();
        Assert.True(ShuffleFolding.TryApply(folded));
        Assert.Single(folded.Graph.Node, node => node.OpType == "Transpose");
        NetworkInput input = ModelManifest.Read(SourceTree.Full("models/nanodet-plus-m")).Input;
        float[] picture = [.. Enumerable.Range(0, input.Elements).Select(index => MathF.Sin(index * 0.01f))];
        Engine.Agree(Engine.Run(network, picture)["output"], Engine.Run(folded, picture)["output"], 1e-4, "folded");
    }

    // ShuffleNet's units: half of the channels pass, half go through convolutions, then all are shuffled.
    private static ModelProto Stage(int channels, int units)
    {
        ModelProto network = Networks.Begin("stage");
        network.Graph.Input.Add(Networks.Value("image", TensorProto.Types.DataType.Float, [1, 3, Side, Side]));
        foreach ((string name, long from, long to) in new[] { ("low", 0L, channels / 2L), ("high", channels / 2L, (long)channels) })
        {
            network.Graph.Initializer.Add(Tensors.Of(name + "/from", [from], 1));
            network.Graph.Initializer.Add(Tensors.Of(name + "/to", [to], 1));
        }

        network.Graph.Initializer.Add(Tensors.Of("axis", [1L], 1));
        network.Graph.Initializer.Add(Tensors.Of("table", [1L, 2, channels / 2, -1], 4));
        network.Graph.Initializer.Add(Tensors.Of("flat", [1L, channels, Side, Side], 4));
        string first = Convolution(network, "a", "image", 3, channels / 2), second = Convolution(network, "b", "image", 3, channels / 2);
        string state = Shuffle(network, "unit0", first, second);
        for (int unit = 1; unit < units; unit++)
        {
            network.Graph.Node.Add(Networks.Node("Slice", [state, "low/from", "low/to", "axis"], $"low{unit}"));
            network.Graph.Node.Add(Networks.Node("Slice", [state, "high/from", "high/to", "axis"], $"high{unit}"));
            state = Shuffle(network, $"unit{unit}", $"low{unit}", Convolution(network, $"c{unit}", $"high{unit}", channels / 2, channels / 2));
        }

        Weights(network, "depthwise", [channels, 1, 1, 1]);
        network.Graph.Node.Add(Networks.Node("Conv", [state, "depthwise/w"], "depthwise", Attributes.Of("group", (long)channels)));
        Weights(network, "end", [2, channels, 1, 1]);
        Weights(network, "side", [2, channels, 1, 1]);
        network.Graph.Node.Add(Networks.Node("Conv", ["depthwise", "end/w"], "end"));
        network.Graph.Node.Add(Networks.Node("Conv", [state, "side/w"], "side"));
        network.Graph.Node.Add(Networks.Node("Concat", ["end", "side"], "out", Attributes.Of("axis", 1L)));
        network.Graph.Output.Add(Networks.Value("out", TensorProto.Types.DataType.Float, [1, 4, Side, Side]));
        return network;
    }

    private static string Shuffle(ModelProto network, string name, string low, string high)
    {
        network.Graph.Node.Add(Networks.Node("Concat", [low, high], name + "/joined", Attributes.Of("axis", 1L)));
        network.Graph.Node.Add(Networks.Node("Reshape", [name + "/joined", "table"], name + "/table"));
        network.Graph.Node.Add(Networks.Node("Transpose", [name + "/table"], name + "/turned", Attributes.Of("perm", [0, 2, 1, 3])));
        network.Graph.Node.Add(Networks.Node("Reshape", [name + "/turned", "flat"], name));
        return name;
    }

    private static string Convolution(ModelProto network, string name, string input, int channelsIn, int channelsOut)
    {
        Weights(network, name, [channelsOut, channelsIn, 1, 1]);
        network.Graph.Initializer.Add(Tensors.Of(name + "/b", [.. Enumerable.Range(0, channelsOut).Select(index => index / 7f)], channelsOut));
        network.Graph.Node.Add(Networks.Node("Conv", [input, name + "/w", name + "/b"], name));
        network.Graph.Node.Add(Networks.Node("LeakyRelu", [name], name + "/active"));
        return name + "/active";
    }

    private static void Weights(ModelProto network, string name, int[] shape) => network.Graph.Initializer.Add(
        Tensors.Of(name + "/w", [.. Enumerable.Range(0, shape.Aggregate(1, (product, side) => product * side)).Select(index => MathF.Sin(index * 1.7f + name.Length))], shape));
}
