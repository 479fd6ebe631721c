using Vigie.Modelkit.Onnx;
using Vigie.Modelkit.PostTraining;
using Vigie.Modelkit.Quantisation;

namespace Vigie.Tests.Modelkit;

/// <summary>The techniques one by one, on networks small enough to be seen through.</summary>
public sealed class PostTrainingTest
{
    private const int Channels = 4, Side = 6;

    private static readonly PictureInput Plain = new(true, false, 0, [0, 0, 0], [1, 1, 1]);

    [Fact]
    public void Equalising_changes_ranges_and_not_what_is_computed()
    {
        ModelProto network = Chain("LeakyRelu"), equalised = network.Clone();
        float[] picture = Picture(1);
        float[] before = Watch(network, picture)["first/active"].Peaks;
        Equalisation.Apply(equalised, Peaks(network, picture));
        Dictionary<string, TensorStatistics> after = Watch(equalised, picture);
        Assert.True(before.Max() > 50 * before.Min());
        Assert.True(after["first/active"].Peaks.Max() < 1.001 * after["first/active"].Peaks.Min());
        Engine.Agree(Engine.Run(network, picture)["out"], Engine.Run(equalised, picture)["out"], 1e-5, "equalised");
    }

    [Fact]
    public void What_does_not_commute_with_factors_is_not_equalised()
    {
        // Only the pair without anything between is left.
        Assert.Equal(["first/active", "depthwise"], Equalisation.Between(Chain("Relu")));
        Assert.Equal(["depthwise"], Equalisation.Between(Chain("Sigmoid")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void A_corrected_bias_keeps_the_mean(int groups)
    {
        int channelsIn = Channels / groups;
        float[] filter = [.. Enumerable.Range(0, Channels * channelsIn).Select(index => MathF.Sin(index * 7.3f))], bias = [0.5f, -1, 2, 0], means = [3, -2, 5, 7];
        ChannelWeights weights = ChannelWeights.Of(filter, bias, 0.02f, 8);
        int[] corrected = BiasCorrection.Correct(weights, filter, bias, channelsIn, means);
        for (int channel = 0; channel < Channels; channel++)
        {
            int first = channel / (Channels / groups) * channelsIn;
            double wanted = bias[channel], given = corrected[channel] * (double)weights.BiasScales[channel];
            for (int index = 0; index < channelsIn; index++)
            {
                wanted += filter[(channel * channelsIn) + index] * (double)means[first + index];
                given += weights.Filter[(channel * channelsIn) + index] * (double)weights.Scales[channel] * means[first + index];
            }

            Assert.Equal(wanted, given, weights.BiasScales[channel]);
        }
    }

    [Fact]
    public void A_layer_that_is_kept_stays_in_floats_and_the_rest_agrees()
    {
        ModelProto network = Chain("Relu");
        float[] picture = Picture(2);
        Equalisation.Apply(network, Peaks(network, picture));
        Dictionary<string, TensorStatistics> statistics = Watch(network, picture);
        PostTrainingPlan plan = new(RangeChoice.Extremes, 8, false, false, new HashSet<string> { "depthwise" });
        ModelProto made = IntegerWriter.Write(network, statistics, plan, Plain);
        Assert.Equal(2, made.Graph.Node.Count(node => node.OpType == "Conv" && node.Input[1].EndsWith("/filter/real", StringComparison.Ordinal)));
        Assert.Single(made.Graph.Node, node => node.OpType == "Conv" && node.Input[1] == "depthwise/w");

        // The bytes' range does what the Relu did.
        Assert.DoesNotContain(made.Graph.Node, node => node.OpType == "Relu");
        byte[] bytes = [.. picture.Select(value => (byte)value)];
        NaiveTensor wanted = Engine.Run(network, picture)["out"], given = Engine.Run(made, bytes)["out"];
        double range = wanted.Values.Max() - wanted.Values.Min();
        Assert.True(wanted.Values.Zip(given.Values, (one, other) => Math.Abs(one - other)).Max() < 0.1 * range);
    }

    [Fact]
    public void Below_minus_8_x_times_its_sigmoid_needs_no_steps()
    {
        ModelProto network = Chain("Sigmoid");
        NodeProto activation = network.Graph.Node.Single(node => node.OpType == "Sigmoid");
        activation.Output[0] = activation.Name = "gate";
        network.Graph.Node.Insert(network.Graph.Node.IndexOf(activation) + 1, Networks.Node("Mul", ["first", "gate"], "first/active"));
        NetworkView view = new(network);
        HashSet<NodeProto> all = [.. network.Graph.Node];
        Dictionary<string, TensorStatistics> statistics = view.Model.Graph.Node.ToDictionary(node => node.Output[0], _ => new TensorStatistics([-60, 10, -50, 9], [], []));
        ActivationScales scales = new(view, statistics, all, RangeChoice.Extremes, Plain);
        Assert.Equal(ActivationScale.Over(-8, 10), scales.Of("first"));
        Assert.Equal(ActivationScale.Over(-60, 10), scales.Of("first/active"));
        Assert.Equal(ActivationScale.Over(0, 1), scales.Of("gate"));
        Assert.Equal(new ActivationScale(1, 0), scales.Of("image"));
    }

    [Fact]
    public void An_older_operator_set_is_raised()
    {
        ModelProto network = Chain("Relu");
        network.OpsetImport[0].Version = 11;
        NodeProto last = network.Graph.Node[^1];
        last.Output[0] = last.Name = "last";
        network.Graph.Node.Add(Networks.Node("Split", ["last"], "half", Attributes.Of("axis", 1L), Attributes.Of("split", [1, Channels - 1])));
        network.Graph.Node[^1].Output.Add("out");
        network.Graph.Output[0].Type.TensorType.Shape = null;
        float[] picture = Picture(3);
        ModelProto raised = Simplification.Of(Networks.Bytes(network), "foreign.onnx");
        Assert.Equal(13, ForeignNetworks.OperatorSetOf(raised));
        Engine.Agree(Engine.Run(network, picture)["out"], Engine.Run(raised, picture)["out"], 1e-6, "raised");
    }

    /// <summary>A convolution whose channels differ a hundredfold, an activation, a depthwise and a dense convolution.</summary>
    private static ModelProto Chain(string activation)
    {
        ModelProto network = Networks.Begin("chain");
        network.Graph.Input.Add(Networks.Value("image", TensorProto.Types.DataType.Float, [1, 3, Side, Side]));
        Add(network, "first", "image", [Channels, 3, 1, 1], 1, index => MathF.Pow(10, index / 3) * (1 + (index % 3)) / 100);
        network.Graph.Node.Add(Networks.Node(activation, ["first"], "first/active"));
        Add(network, "depthwise", "first/active", [Channels, 1, 3, 3], Channels, index => MathF.Sin(index + 1));
        Add(network, "out", "depthwise", [Channels, Channels, 1, 1], 1, index => MathF.Cos(index * 3) / MathF.Pow(10, index % Channels));
        network.Graph.Output.Add(Networks.Value("out", TensorProto.Types.DataType.Float, [1, Channels, Side, Side]));
        return network;
    }

    private static void Add(ModelProto network, string name, string input, int[] shape, int group, Func<int, float> weight)
    {
        int count = shape.Aggregate(1, (product, side) => product * side), border = shape[3] / 2;
        network.Graph.Initializer.Add(Tensors.Of(name + "/w", [.. Enumerable.Range(0, count).Select(weight)], shape));
        network.Graph.Initializer.Add(Tensors.Of(name + "/b", [.. Enumerable.Range(0, shape[0]).Select(index => index / 10f)], shape[0]));
        network.Graph.Node.Add(Networks.Node("Conv", [input, name + "/w", name + "/b"], name,
            Attributes.Of("group", (long)group), Attributes.Of("pads", [border, border, border, border])));
    }

    private static float[] Picture(int seed) => [.. Enumerable.Range(0, 3 * Side * Side).Select(index => (float)(index * (37 + seed) % 256))];

    private static Dictionary<string, float[]> Peaks(ModelProto network, float[] picture) => Watch(network, picture).ToDictionary(entry => entry.Key, entry => entry.Value.Peaks);

    private static Dictionary<string, TensorStatistics> Watch(ModelProto network, float[] picture)
    {
        using Observation observation = new(network, [1, 3, Side, Side]);
        return observation.Measure([picture], _ => { });
    }
}
