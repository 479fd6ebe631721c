using Vigie.Modelkit.Onnx;
using Vigie.Modelkit.Recipes;
using Vigie.Modelkit.Sources;
using Vigie.Tests.House;
using Vigie.Vision.Heads;
using Vigie.Vision.Pose;

namespace Vigie.Tests.Modelkit;

/// <summary>The pose model: what is committed fits together, and network and head together find the points that TensorFlow.js finds.</summary>
public sealed class MoveNetModelTest
{
    private const int Side = 192;

    private static readonly string[] Outputs = ["heatmap", "centre", "regression", "offset"];

    private static ModelFolder Folder => ModelFolder.Find(SourceTree.Full("models/movenet-lightning"));

    [Fact]
    public void It_comes_with_its_notices()
    {
        string notices = SourceTree.Text("models/movenet-lightning/NOTICE");
        Assert.All(Folder.ReadRecipe().Notices.Values, part => Assert.Contains(part, notices, StringComparison.Ordinal));
    }

    [Fact]
    public void It_is_built_to_the_pinned_byte()
    {
        NetworkMaker maker = Maker();
        byte[] network = Networks.Bytes(maker.MakeFloat());
        Assert.Equal(maker.Folder.Manifest.Network.Sha256, Digest.Of(network));
        Assert.Equal(
            new Dictionary<string, int> { ["Conv"] = 74, ["Clip"] = 35, ["Relu"] = 7, ["Add"] = 13, ["Resize"] = 3, ["Transpose"] = 4 },
            maker.MakeFloat().Graph.Node.CountBy(node => node.OpType).ToDictionary());
    }

    [Fact]
    public async Task Its_points_are_those_of_tensorflow_js()
    {
        NetworkMaker maker = Maker();
        TensorFlowJs tensorFlow = new();
        string? hindrance = await tensorFlow.PrepareAsync();
        Assert.SkipUnless(hindrance is null, hindrance ?? "");
        float[] pixels = Picture();
        float[] mean = maker.Recipe.Mean, deviation = maker.Recipe.Deviation;
        float[] planes = [.. Enumerable.Range(0, 3 * Side * Side).Select(index =>
        {
            (int channel, int pixel) = (index / (Side * Side), index % (Side * Side));
            return (pixels[3 * pixel + channel] - mean[channel]) / deviation[channel];
        })];
        Dictionary<string, NaiveTensor> ours = Engine.Run(maker.MakeFloat(), planes);
        string[] nodes = [.. Outputs.Select(output => maker.Recipe.Outputs[output]), "Identity"];
        float[][] theirs = await tensorFlow.ComputeAsync(Path.Combine(maker.Package, maker.Recipe.Graph), pixels, [1, Side, Side, 3], nodes);
        double differs = Outputs.Zip(theirs).Max(pair => ours[pair.First].Values.Zip(pair.Second).Max(values => Math.Abs(values.First - values.Second)));
        Assert.True(differs <= 2e-3, $"heads differ by up to {differs:E1}");

        Keypoint[] points = new Keypoint[MoveNetHead.Points];
        ((MoveNetHead)Folder.Manifest.Head).Decode([.. Outputs.Select(output => ours[output].Values)], points);
        double places = points.Index().Max(point => Math.Max(
            Math.Abs(point.Item.Place.Y - theirs[^1][3 * point.Index]), Math.Abs(point.Item.Place.X - theirs[^1][3 * point.Index + 1])));
        double scores = points.Index().Max(point => Math.Abs(point.Item.Score - theirs[^1][3 * point.Index + 2]));
        TestContext.Current.SendDiagnosticMessage(
            $"movenet-lightning: largest difference from TensorFlow.js: heads {differs:E1}, places {places:E1} of the side, scores {scores:E1}");

        // The graph holds 1/48 as a 16-bit float: a twentieth of a per mille off.
        Assert.True(places <= 5e-4, $"places differ by up to {places:E1} of the side");
        Assert.True(scores <= 1e-4, $"scores differ by up to {scores:E1}");
    }

    private static NetworkMaker Maker()
    {
        ModelFolder folder = Folder;
        PackageSource source = folder.Source();
        PackageCache cache = PackageCache.OfUser();
        Assert.SkipUnless(cache.Holds(source, _ => { }), $"{source.Reference} absent from {cache.Root}: modelkit build movenet-lightning puts it there");
        return new NetworkMaker(folder, folder.ReadRecipe(), cache.FolderOf(source));
    }

    // A figure of limbs, head and trunk before a slope of grey: pixels one after the other, 0 to 255.
    private static float[] Picture() => [.. Enumerable.Range(0, 3 * Side * Side).Select(index =>
    {
        (int channel, int x, int y) = (index % 3, index / 3 % Side, index / 3 / Side);
        bool head = Math.Pow(x - 96, 2) + Math.Pow(y - 35, 2) < 200;
        bool trunk = x is > 78 and < 114 && y is > 52 and < 110;
        bool leg = y is >= 110 and < 175 && (x is > 80 and < 93 || x is > 99 and < 112);
        bool arm = y is > 55 and < 105 && x is (> 66 and < 76) or (> 116 and < 126);
        return head ? 200 - 20 * channel : trunk ? 40 + 60 * channel : leg ? 30 + 10 * channel : arm ? 190 - 25 * channel : 90 + (float)Math.Floor((x + y) / 6.0);
    })];
}
