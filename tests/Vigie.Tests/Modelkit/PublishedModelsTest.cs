using Vigie.Core;
using Vigie.Modelkit.Onnx;
using Vigie.Modelkit.Recipes;
using Vigie.Modelkit.Sources;
using Vigie.Tests.House;

namespace Vigie.Tests.Modelkit;

/// <summary>The three profiles of NanoDet-g: what is committed fits together, and the real networks mean what TensorFlow.js says they mean.</summary>
public sealed class PublishedModelsTest
{
    private const int Scores = 80, Bins = 11;

    private static readonly (string Output, int Stride)[] Heads = [("stride8", 8), ("stride16", 16), ("stride32", 32)];

    public static TheoryData<string> Profiles => ["street", "light", "wide"];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Its_labels_are_those_of_coco(string model) => Assert.Equal(ObjectClasses.CocoNames, Find(model).Manifest.Labels);

    [Theory]
    [MemberData(nameof(Profiles))]
    public void It_comes_with_its_notices(string model)
    {
        string notices = SourceTree.Text($"models/{model}/NOTICE");
        Assert.Contains($"{model}.onnx", notices, StringComparison.Ordinal);
        foreach (string part in Find(model).ReadRecipe().Notices.Values)
        {
            Assert.Contains(part, notices, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void It_is_built_to_the_pinned_byte_twice(string model)
    {
        NetworkMaker maker = Maker(model);
        byte[] network = Networks.Bytes(maker.MakeInteger());
        Assert.Equal(maker.Folder.Manifest.Network.Sha256, Digest.Of(network));
        Assert.Equal(maker.Folder.Manifest.Network.Bytes, network.LongLength);
        Assert.Equal(network, Networks.Bytes(maker.MakeInteger()));
        Assert.Equal(Networks.Bytes(maker.MakeFloat()), Networks.Bytes(maker.MakeFloat()));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Nothing_but_convolutions_and_what_joins_them_is_left(string model) => Assert.Equal(
        new Dictionary<string, int> { ["Conv"] = 34, ["LeakyRelu"] = 28, ["MaxPool"] = 1, ["Concat"] = 12, ["Resize"] = 4, ["Add"] = 4 },
        Maker(model).MakeFloat().Graph.Node.CountBy(node => node.OpType).ToDictionary());

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task It_says_what_tensorflow_js_says(string model)
    {
        // TensorFlow.js without native code takes some twelve seconds for the largest.
        Thorough.Only();
        NetworkMaker maker = Maker(model);
        TensorFlowJs tensorFlow = new();
        string? hindrance = await tensorFlow.PrepareAsync();
        Assert.SkipUnless(hindrance is null, hindrance ?? "");
        (int width, int height) = (maker.Folder.Manifest.Input.Width, maker.Folder.Manifest.Input.Height);
        float[] picture = Picture(width, height);
        Dictionary<string, NaiveTensor> ours = Engine.Run(maker.MakeFloat(), picture);
        float[][] theirs = await tensorFlow.ComputeAsync(
            Path.Combine(maker.Package, maker.Recipe.Graph), picture, [1, 3, height, width], [.. Heads.Select(head => maker.Recipe.Outputs[head.Output])]);
        (double scores, double sides, double pixels) = (0, 0, 0);
        foreach (((string output, int stride), float[] their) in Heads.Zip(theirs))
        {
            Assert.Equal([1, Scores + 4 * Bins, height / stride, width / stride], ours[output].Shape);
            Assert.Equal(ours[output].Values.Length, their.Length);
            scores = Math.Max(scores, LargestScoreDifference(ours[output].Values, their));
            double side = LargestSideDifference(ours[output].Values, their);
            (sides, pixels) = (Math.Max(sides, side), Math.Max(pixels, side * stride));
        }

        TestContext.Current.SendDiagnosticMessage($"{model}: largest difference from TensorFlow.js: scores {scores:E1}, sides of boxes {sides:E1} strides ({pixels:E1} pixels)");
        Assert.True(scores <= 1e-5, $"scores differ by up to {scores:E1}");

        // In strides, the unit in which the network measures; in pixels of 416 the last digit of a float is 3e-5 already.
        Assert.True(sides <= 1e-4, $"sides of boxes differ by up to {sides:E1} strides");
        Assert.True(pixels <= 1e-3, $"sides of boxes differ by up to {pixels:E1} pixels");
    }

    private static ModelFolder Find(string model) => ModelFolder.Find(SourceTree.Full($"models/{model}"));

    // Both: logits, [channel, point].
    private static double LargestScoreDifference(float[] ours, float[] theirs) =>
        Enumerable.Range(0, ours.Length / (Scores + 4 * Bins) * Scores).Max(index => Math.Abs(Probability(ours[index]) - Probability(theirs[index])));

    private static double LargestSideDifference(float[] ours, float[] theirs)
    {
        int points = ours.Length / (Scores + 4 * Bins);
        return Enumerable.Range(0, 4 * points).Max(index =>
        {
            (int point, int side) = (index / 4, index % 4);
            int Place(int bin) => (Scores + side * Bins + bin) * points + point;
            return Math.Abs(Distance(bin => ours[Place(bin)]) - Distance(bin => theirs[Place(bin)]));
        });
    }

    private static NetworkMaker Maker(string model)
    {
        ModelFolder folder = Find(model);
        PackageSource source = folder.Source();
        PackageCache cache = PackageCache.OfUser();
        Assert.SkipUnless(cache.Holds(source, _ => { }), $"{source.Reference} absent from {cache.Root}: modelkit build {model} puts it there");
        return new NetworkMaker(folder, folder.ReadRecipe(), cache.FolderOf(source));
    }

    private static double Probability(float logit) => 1 / (1 + Math.Exp(-logit));

    // The expectation of a distribution over distances, in strides (generalised focal loss, Li et al. 2020).
    private static double Distance(Func<int, float> bin)
    {
        double[] weights = [.. Enumerable.Range(0, Bins).Select(number => Math.Exp(bin(number)))];
        return weights.Select((weight, number) => weight * number).Sum() / weights.Sum();
    }

    // Normalised: waves of several lengths with edges between them.
    private static float[] Picture(int width, int height) => [.. Enumerable.Range(0, 3 * width * height).Select(index =>
    {
        int x = index % width, y = index / width % height, channel = index / (width * height);
        double wave = Math.Sin(x * 0.05 + channel) + Math.Sin(y * 0.11 - channel) + Math.Sin((x + y) * 0.7) / 2;
        return (float)((x / 64 + y / 48) % 2 == 0 ? wave : -wave / 2);
    })];
}
