using System.Text.Json.Nodes;
using CsCheck;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Vision.Heads;
using Vigie.Vision.Pose;

namespace Vigie.Tests.Vision;

/// <summary>MoveNet's head against its graph's formulas, and a whole reader on a network that always answers the same.</summary>
public sealed class PostureReaderTest : IDisposable
{
    private const int Points = MoveNetHead.Points, Width = ModelFolder.Width / 4, Height = ModelFolder.Height / 4, Cells = Width * Height;

    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, -1, 0)]
    [InlineData(1, 0, 90)]
    [InlineData(-1, 0, 90)]
    [InlineData(1, -1, 45)]
    [InlineData(0, 1, 180)]
    public void The_trunk_leans_as_shoulders_stand_to_hips(float across, float down, float tilt)
    {
        Keypoint[] points = [.. Enumerable.Range(0, Points).Select(point => new Keypoint(new Point(0.5f, 0.5f), 0.9f))];
        (points[5], points[6]) = (new(new Point(0.5f + across / 4, 0.5f + down / 4), 0.8f), new(new Point(0.5f + across / 4, 0.5f + down / 4), 0.7f));
        Posture posture = PostureReader.PostureOf(points, side: 200, foot: 180);
        Assert.Equal(tilt, posture.TrunkTilt, 1e-3f);
        Assert.Equal(MathF.Sqrt(across * across + down * down) * 50, posture.TrunkLength, 1e-3f);
        Assert.Equal(80, posture.HipsAboveFoot, 1e-3f);
        Assert.Equal(0.7f, posture.Confidence);
    }

    [Fact]
    public void Points_are_those_that_the_formulas_of_its_graph_give()
    {
        MoveNetHead head = Head();
        Gen<float[]> Numbers(int channels) => Gen.Float[-3, 3].Array[Cells * channels];
        Gen.Select(Numbers(Points), Numbers(1), Numbers(2 * Points), Numbers(2 * Points)).Sample((heatmap, centre, regression, offset) =>
        {
            Keypoint[] found = new Keypoint[Points];
            head.Decode([heatmap, centre, regression, offset], found);
            if (Best(cell => (centre[cell], cell / Width - Height / 2, cell % Width - Width / 2)) is not { } middle)
            {
                return;
            }

            for (int point = 0; point < Points; point++)
            {
                double y = middle / Width + regression[34 * middle + 2 * point], x = middle % Width + regression[34 * middle + 2 * point + 1];
                if (Best(candidate => (heatmap[17 * candidate + point], candidate / Width - y, candidate % Width - x)) is not { } cell)
                {
                    continue;
                }

                Assert.Equal((cell % Width + offset[34 * cell + 2 * point + 1]) / Width, found[point].Place.X, 1e-5);
                Assert.Equal((cell / Width + offset[34 * cell + 2 * point]) / Height, found[point].Place.Y, 1e-5);
                Assert.Equal(1 / (1 + Math.Exp(-heatmap[17 * cell + point])), found[point].Score, 1e-5);
            }
        }, iter: 30);
    }

    [Fact]
    public void A_person_is_read_and_nothing_allocated()
    {
        TinyNetwork network = new("image", [1, 3, ModelFolder.Height, ModelFolder.Width]);
        float[] heatmap = Enumerable.Repeat(-9f, Cells * Points).ToArray();
        // Lying: shoulders at column 3, hips at column 12, all in row 6.
        foreach ((int point, int column) in new[] { (5, 3), (6, 3), (11, 12), (12, 12) })
        {
            heatmap[Points * (6 * Width + column) + point] = 2;
        }

        network.Output("heatmap", [1, Height, Width, Points], heatmap).Output("centre", [1, Height, Width, 1], new float[Cells])
            .Output("regression", [1, Height, Width, 2 * Points], new float[Cells * 2 * Points]).Output("offset", [1, Height, Width, 2 * Points], new float[Cells * 2 * Points]);
        _folder.WriteNetwork(network.ToBytes());
        Head();
        using PostureReader reader = new(_folder.Manifest);
        using Frame frame = Pictures.Noise(200, 100, seed: 2);
        Assert.True(reader.TryRead(frame, new Box(10, 10, 40, 90), out Posture posture, out Fault? stuck));
        Assert.Null(stuck);
        Assert.Equal(90, posture.TrunkTilt, 1e-3f);
        Assert.InRange(posture.TrunkLength, 1, 100);
        Assert.Equal(1 / (1 + Math.Exp(-2)), posture.Confidence, 1e-5);
        Assert.Equal(0, AllocationMeter.Of(() => reader.TryRead(frame, new Box(10, 10, 40, 90), out _, out _)));
        Assert.False(reader.TryRead(frame, new Box(10, 10, 10, 10), out _, out _));
    }

    [Fact]
    public void A_model_of_another_kind_is_refused() =>
        Assert.Contains("not movenet", Assert.Throws<Fault>(() => new PostureReader(_folder.Manifest)).Message, StringComparison.Ordinal);

    private MoveNetHead Head()
    {
        _folder.WriteLabels([.. Enumerable.Range(0, Points).Select(point => $"point {point}")]);
        _folder.WriteManifest(manifest => manifest["head"] = new JsonObject
        {
            ["kind"] = "movenet",
            ["outputs"] = new JsonArray("heatmap", "centre", "regression", "offset"),
        });
        return Assert.IsType<MoveNetHead>(_folder.Manifest.Head);
    }

    // None where two cells are of nearly equal worth: floats may tell them apart otherwise.
    private static int? Best(Func<int, (double Logit, double Down, double Across)> at)
    {
        double[] worths = [.. Enumerable.Range(0, Cells).Select(cell =>
        {
            (double logit, double down, double across) = at(cell);
            return 1 / (1 + Math.Exp(-logit)) / (Math.Sqrt(down * down + across * across) + 1.8);
        })];
        int best = Array.IndexOf(worths, worths.Max());
        return worths.Where((worth, cell) => cell != best && worth > worths[best] * (1 - 1e-5)).Any() ? null : best;
    }
}
