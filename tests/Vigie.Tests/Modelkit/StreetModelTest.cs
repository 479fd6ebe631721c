using Vigie.Core;
using Vigie.Modelkit.Onnx;
using Vigie.Modelkit.Recipes;
using Vigie.Modelkit.Sources;
using Vigie.Tests.House;

namespace Vigie.Tests.Modelkit;

/// <summary>The default model: what is committed fits together, and the real network means what TensorFlow.js says it means.</summary>
public sealed class StreetModelTest
{
    private const int Side = 416, Scores = 80, Bins = 11;

    private static readonly (string Output, int Stride, string Scores, string Bins)[] Heads =
    [
        ("stride8", 8, "Identity", "Identity_3"), ("stride16", 16, "Identity_1", "Identity_4"), ("stride32", 32, "Identity_2", "Identity_5"),
    ];

    private static ModelFolder Street => ModelFolder.Find(SourceTree.Full("models/street"));

    [Fact]
    public void Its_labels_are_those_of_coco() => Assert.Equal(ObjectClasses.CocoNames, Street.Manifest.Labels);

    [Fact]
    public void It_comes_with_its_notices()
    {
        string notices = SourceTree.Text("models/street/NOTICE");
        foreach (string part in Street.ReadRecipe().Notices.Values)
        {
            Assert.Contains(part, notices, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void It_is_built_to_the_pinned_byte_twice()
    {
        NetworkMaker maker = Maker();
        byte[] network = Networks.Bytes(maker.MakeInteger());
        Assert.Equal(Street.Manifest.Network.Sha256, Digest.Of(network));
        Assert.Equal(Street.Manifest.Network.Bytes, network.LongLength);
        Assert.Equal(network, Networks.Bytes(maker.MakeInteger()));
        Assert.Equal(Networks.Bytes(maker.MakeFloat()), Networks.Bytes(maker.MakeFloat()));
    }

    [Fact]
    public void Nothing_but_convolutions_and_what_joins_them_is_left() => Assert.Equal(
        new Dictionary<string, int> { ["Conv"] = 34, ["LeakyRelu"] = 28, ["MaxPool"] = 1, ["Concat"] = 12, ["Resize"] = 4, ["Add"] = 4 },
        Maker().MakeFloat().Graph.Node.CountBy(node => node.OpType).ToDictionary());

    [Fact]
    public async Task It_says_what_tensorflow_js_says()
    {
        NetworkMaker maker = Maker();
        TensorFlowJs tensorFlow = new();
        string? hindrance = await tensorFlow.PrepareAsync();
        Assert.SkipUnless(hindrance is null, hindrance ?? "");
        float[] picture = Picture();
        Dictionary<string, NaiveTensor> ours = Engine.Run(maker.MakeFloat(), picture);
        Dictionary<string, float[]> theirs = await tensorFlow.ComputeAsync(Path.Combine(maker.Package, maker.Recipe.Graph), picture);
        (double scores, double sides, double pixels) = (0, 0, 0);
        foreach ((string output, int stride, string scoreName, string binName) in Heads)
        {
            Assert.Equal([1, Scores + 4 * Bins, Side / stride, Side / stride], ours[output].Shape);
            scores = Math.Max(scores, LargestScoreDifference(ours[output].Values, theirs[scoreName]));
            double side = LargestSideDifference(ours[output].Values, theirs[binName]);
            (sides, pixels) = (Math.Max(sides, side), Math.Max(pixels, side * stride));
        }

        TestContext.Current.SendDiagnosticMessage($"largest difference from TensorFlow.js: scores {scores:E1}, sides of boxes {sides:E1} strides ({pixels:E1} pixels)");
        Assert.True(scores <= 1e-5, $"scores differ by up to {scores:E1}");

        // In strides, the unit in which the network measures; in pixels of 416 the last digit of a float is 3e-5 already.
        Assert.True(sides <= 1e-4, $"sides of boxes differ by up to {sides:E1} strides");
        Assert.True(pixels <= 1e-3, $"sides of boxes differ by up to {pixels:E1} pixels");
    }

    // Ours: logits, [channel, point]. Theirs: probabilities, [point, class].
    private static double LargestScoreDifference(float[] head, float[] theirs)
    {
        int points = theirs.Length / Scores;
        return Enumerable.Range(0, theirs.Length).Max(index =>
            Math.Abs(1 / (1 + Math.Exp(-head[index % Scores * points + index / Scores])) - theirs[index]));
    }

    // Ours: [channel, point] behind the scores. Theirs: [point, side, bin].
    private static double LargestSideDifference(float[] head, float[] theirs)
    {
        int points = theirs.Length / (4 * Bins);
        return Enumerable.Range(0, 4 * points).Max(index =>
        {
            (int point, int side) = (index / 4, index % 4);
            double ours = Distance(bin => head[(Scores + side * Bins + bin) * points + point]);
            return Math.Abs(ours - Distance(bin => theirs[index * Bins + bin]));
        });
    }

    private static NetworkMaker Maker()
    {
        ModelFolder street = Street;
        PackageSource source = street.Source();
        PackageCache cache = PackageCache.OfUser();
        Assert.SkipUnless(cache.Holds(source, _ => { }), $"{source.Reference} absent from {cache.Root}: modelkit build street puts it there");
        return new NetworkMaker(street, street.ReadRecipe(), cache.FolderOf(source));
    }

    // The expectation of a distribution over distances, in strides (generalised focal loss, Li et al. 2020).
    private static double Distance(Func<int, float> bin)
    {
        double[] weights = [.. Enumerable.Range(0, Bins).Select(number => Math.Exp(bin(number)))];
        return weights.Select((weight, number) => weight * number).Sum() / weights.Sum();
    }

    // Normalised: waves of several lengths with edges between them.
    private static float[] Picture() => [.. Enumerable.Range(0, 3 * Side * Side).Select(index =>
    {
        int x = index % Side, y = index / Side % Side, channel = index / (Side * Side);
        double wave = Math.Sin(x * 0.05 + channel) + Math.Sin(y * 0.11 - channel) + Math.Sin((x + y) * 0.7) / 2;
        return (float)((x / 64 + y / 48) % 2 == 0 ? wave : -wave / 2);
    })];
}
