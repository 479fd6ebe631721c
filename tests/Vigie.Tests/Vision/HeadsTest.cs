using System.Text.Json.Nodes;
using CsCheck;
using Vigie.Core.Geometry;
using Vigie.Vision.Heads;
using Vigie.Vision.Models;

namespace Vigie.Tests.Vision;

/// <summary>The heads against the formulas of their papers, written out naively.</summary>
public sealed class HeadsTest : IDisposable
{
    // 64 x 48 at strides 16 and 32: 4 x 3 and 2 x 2 points (the last row sticks out).
    private const int Points = 12 + 4, Labels = 3, Bins = 4, Channels = Labels + 4 * Bins;
    private static readonly (int Stride, int Width, int Height)[] Levels = [(16, 4, 3), (32, 2, 2)];

    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void NanoDet_rows_are_read_as_the_paper_says() => Sample(NanoDet("rows", "logits", "a"), (head, values) =>
        Same(NanoDetOracle(values), Decode(head, [values], 0.3f)));

    [Fact]
    public void NanoDet_maps_are_the_same_numbers_turned() => Sample(NanoDet("maps", "logits", "a", "b"), (head, values) =>
        Same(NanoDetOracle(values), Decode(head, Maps(values), 0.3f)));

    [Fact]
    public void NanoDet_probabilities_are_taken_as_they_are()
    {
        IDetectionHead head = NanoDet("rows", "probabilities", "a");
        float[] values = new float[Points * Channels];
        values[Channels + 2] = 0.75f;
        Candidate only = Assert.Single(Decode(head, [values], 0.3f));
        // A flat distribution over bins 0 to 3 expects 1.5 strides to each side of the point (1.5, 0.5) at stride 16.
        Assert.Equal(new Candidate(new Box(0, -16, 48, 32), 2, 0.75f), only);
    }

    [Fact]
    public void Yolox_rows_are_read_as_the_paper_says()
    {
        IDetectionHead head = Head(new JsonObject
        {
            ["kind"] = "yolox",
            ["outputs"] = new JsonArray("a"),
            ["strides"] = new JsonArray(16, 32),
        });
        Assert.Equal([1, Points, 5 + Labels], Assert.Single(head.Outputs).Shape);
        Gen.Float[0.05f, 1].Array[Points * (5 + Labels)].Sample(values => Same(YoloxOracle(values), Decode(head, [values], 0.3f)));
    }

    [Fact]
    public void Classes_that_are_not_wanted_are_passed_over() => Sample(NanoDet("maps", "logits", "a", "b"), (head, values) =>
        Same(NanoDetOracle(values).Where(candidate => candidate.Label == 1), Decode(head, Maps(values), 0.3f, [false, true, false])));

    private static void Sample(IDetectionHead head, Action<IDetectionHead, float[]> check) =>
        Gen.Float[-4, 4].Array[Points * Channels].Sample(values => check(head, values));

    private IDetectionHead NanoDet(string layout, string scores, params string[] outputs) => Head(new JsonObject
    {
        ["kind"] = "nanodet",
        ["layout"] = layout,
        ["scores"] = scores,
        ["outputs"] = new JsonArray([.. outputs.Select(output => JsonValue.Create(output))]),
        ["strides"] = new JsonArray(16, 32),
        ["bins"] = Bins,
        ["centreOffset"] = 0.5,
    });

    private IDetectionHead Head(JsonObject head)
    {
        _folder.WriteManifest(manifest => manifest["head"] = head);
        return (IDetectionHead)ModelManifest.Read(_folder.Path).Head;
    }

    private static Candidate[] Decode(IDetectionHead head, float[][] outputs, float floor, bool[]? wanted = null)
    {
        CandidateList candidates = new(wanted ?? [true, true, true]);
        candidates.Begin(floor);
        head.Decode(outputs, candidates);
        return candidates.Items.ToArray();
    }

    private static void Same(IEnumerable<Candidate> expected, IEnumerable<Candidate> found)
    {
        // Within a label, both go through the grids point by point.
        static IEnumerable<Candidate> Ordered(IEnumerable<Candidate> candidates) =>
            candidates.OrderBy(candidate => candidate.Label);
        Assert.Equal(expected.Count(), found.Count());
        foreach ((Candidate one, Candidate other) in Ordered(expected).Zip(Ordered(found)))
        {
            Assert.Equal(one.Label, other.Label);
            Assert.Equal(one.Score, other.Score, 1e-5f);
            Assert.Equal(one.Box.Left, other.Box.Left, 1e-3f);
            Assert.Equal(one.Box.Top, other.Box.Top, 1e-3f);
            Assert.Equal(one.Box.Right, other.Box.Right, 1e-3f);
            Assert.Equal(one.Box.Bottom, other.Box.Bottom, 1e-3f);
        }
    }

    private static float[][] Maps(float[] rows)
    {
        int first = 0;
        List<float[]> maps = [];
        foreach ((int _, int width, int height) in Levels)
        {
            int points = width * height;
            float[] map = new float[points * Channels];
            for (int i = 0; i < map.Length; i++)
            {
                map[i] = rows[(first + i % points) * Channels + i / points];
            }

            maps.Add(map);
            first += points;
        }

        return [.. maps];
    }

    private static IEnumerable<(int Stride, int X, int Y)> Grid() => Levels.SelectMany(level =>
        Enumerable.Range(0, level.Width * level.Height).Select(i => (level.Stride, i % level.Width, i / level.Width)));

    private static IEnumerable<Candidate> NanoDetOracle(float[] rows)
    {
        foreach (((int stride, int x, int y), float[] row) in Grid().Zip(rows.Chunk(Channels)))
        {
            double[] distances = [.. row[Labels..].Chunk(Bins).Select(bins => stride * bins.Select((value, bin) => bin * Math.Exp(value)).Sum() / bins.Sum(value => Math.Exp(value)))];
            double centreX = (x + 0.5) * stride, centreY = (y + 0.5) * stride;
            Box box = new((float)(centreX - distances[0]), (float)(centreY - distances[1]), (float)(centreX + distances[2]), (float)(centreY + distances[3]));
            for (int label = 0; label < Labels; label++)
            {
                float score = (float)(1 / (1 + Math.Exp(-row[label])));
                if (score >= 0.3f)
                {
                    yield return new Candidate(box, label, score);
                }
            }
        }
    }

    private static IEnumerable<Candidate> YoloxOracle(float[] rows)
    {
        foreach (((int stride, int x, int y), float[] row) in Grid().Zip(rows.Chunk(5 + Labels)))
        {
            double width = Math.Exp(row[2]) * stride, height = Math.Exp(row[3]) * stride;
            Box box = Box.FromSize((float)((x + row[0]) * stride - width / 2), (float)((y + row[1]) * stride - height / 2), (float)width, (float)height);
            for (int label = 0; label < Labels; label++)
            {
                if (row[4] * row[5 + label] >= 0.3f)
                {
                    yield return new Candidate(box, label, row[4] * row[5 + label]);
                }
            }
        }
    }
}
