using System.Text.Json.Nodes;
using CsCheck;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Vision.Heads;
using Vigie.Vision.Models;

namespace Vigie.Tests.Vision;

/// <summary>Heads that answer with boxes in pixels or fractions, against what the layout of their tensors says, written out naively.</summary>
public sealed class RowHeadsTest : IDisposable
{
    // 64 x 48 at strides 16 and 32: 4 x 3 and 2 x 2 points.
    private const int Points = 12 + 4, Labels = 3, Queries = 7;
    private const float Floor = 0.3f;

    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Yolov5_rows_are_centre_size_object_and_classes()
    {
        const int Columns = 5 + Labels, Anchors = 2;
        IDetectionHead head = Head("yolov5", new() { ["strides"] = new JsonArray(16, 32), ["anchors"] = Anchors }, "a");
        Assert.Equal([1, Anchors * Points, Columns], Assert.Single(head.Outputs).Shape);
        Gen.Float[0, 1].Array[Anchors * Points * Columns].Sample(values => Same(
            from row in values.Chunk(Columns)
            from label in Enumerable.Range(0, Labels)
            select new Candidate(Centred(row[0], row[1], row[2], row[3]), label, row[4] * row[5 + label]), Decode(head, values)));
    }

    [Fact]
    public void Yolov8_columns_are_centre_size_and_classes()
    {
        IDetectionHead head = Head("yolov8", new() { ["strides"] = new JsonArray(16, 32) }, "a");
        Assert.Equal([1, 4 + Labels, Points], Assert.Single(head.Outputs).Shape);
        Gen.Float[0, 1].Array[(4 + Labels) * Points].Sample(values => Same(
            from point in Enumerable.Range(0, Points)
            let column = Enumerable.Range(0, 4 + Labels).Select(channel => values[channel * Points + point]).ToArray()
            from label in Enumerable.Range(0, Labels)
            select new Candidate(Centred(column[0], column[1], column[2], column[3]), label, column[4 + label]), Decode(head, values)));
    }

    [Theory]
    [InlineData("logits")]
    [InlineData("probabilities")]
    [InlineData("softmax")]
    public void Detr_pairs_scores_with_boxes_in_fractions(string scores)
    {
        int columns = Labels + (scores == "softmax" ? 1 : 0);
        IDetectionHead head = Head("detr", new() { ["queries"] = Queries, ["scores"] = scores }, "scores", "boxes");
        Assert.Equal([[1, Queries, columns], [1, Queries, 4]], head.Outputs.Select(output => output.Shape.ToArray()));
        Gen<float> number = scores == "probabilities" ? Gen.Float[0, 1] : Gen.Float[-4, 4];
        Gen.Select(number.Array[Queries * columns], Gen.Float[0, 1].Array[Queries * 4]).Sample((values, boxes) => Same(
            from pair in values.Chunk(columns).Zip(boxes.Chunk(4))
            from label in Enumerable.Range(0, Labels)
            let box = Centred(pair.Second[0] * ModelFolder.Width, pair.Second[1] * ModelFolder.Height, pair.Second[2] * ModelFolder.Width, pair.Second[3] * ModelFolder.Height)
            select new Candidate(box, label, Probability(scores, pair.First, label)), Decode(head, values, boxes)));
    }

    [Fact]
    public void Finished_rows_are_taken_as_they_are()
    {
        IDetectionHead head = Head("end-to-end", new() { ["rows"] = 5 }, "a");
        Assert.Equal([1, 5, 6], Assert.Single(head.Outputs).Shape);
        float[] rows =
        [
            1, 2, 3, 4, 0.9f, 0,
            1, 2, 3, 4, 0.2f, 1,
            5, 6, 7, 8, 0.8f, 1.9999f,
            5, 6, 7, 8, 0.8f, -1,
            5, 6, 7, 8, 0.8f, 3,
        ];
        Assert.Equal([new Candidate(new Box(1, 2, 3, 4), 0, 0.9f), new Candidate(new Box(5, 6, 7, 8), 2, 0.8f)], Decode(head, rows));
    }

    [Fact]
    public void Numbers_that_are_none_are_no_candidates()
    {
        foreach ((IDetectionHead head, int[] lengths) in EachHead())
        {
            Assert.Empty(Decode(head, [.. lengths.Select(length => Enumerable.Repeat(float.NaN, length).ToArray())]));
        }
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        CandidateList candidates = new([true, true, false], 8);
        foreach ((IDetectionHead head, int[] lengths) in EachHead())
        {
            float[][] outputs = [.. lengths.Select(length => Enumerable.Range(0, length).Select(index => index % 10 / 10f).ToArray())];
            Assert.Equal(0, AllocationMeter.Of(() =>
            {
                candidates.Begin(Floor);
                head.Decode(outputs, candidates);
                candidates.Sort();
            }));
            Assert.DoesNotContain(candidates.Items.ToArray(), candidate => candidate.Label == 2);
        }
    }

    [Theory]
    [InlineData("yolov5", 2, "expected one output")]
    [InlineData("yolov8", 2, "expected one output")]
    [InlineData("detr", 1, "expected 2 outputs")]
    public void Another_number_of_outputs_is_refused(string kind, int outputs, string complaint)
    {
        Fault fault = Assert.Throws<Fault>(() => Head(kind, [], [.. "ab"[..outputs].Select(letter => $"{letter}")]));
        Assert.Contains("$.head.outputs", fault.Message, StringComparison.Ordinal);
        Assert.Contains(complaint, fault.Message, StringComparison.Ordinal);
    }

    private IEnumerable<(IDetectionHead Head, int[] Lengths)> EachHead()
    {
        JsonObject Strides() => new() { ["strides"] = new JsonArray(16, 32) };
        IDetectionHead[] heads =
        [
            Head("yolov5", Strides(), "a"), Head("yolov8", Strides(), "a"), Head("end-to-end", [], "a"),
            Head("detr", [], "a", "b"), Head("detr", new() { ["scores"] = "softmax" }, "a", "b"),
        ];
        return heads.Select(head => (head, head.Outputs.Select(output => output.Elements).ToArray()));
    }

    private IDetectionHead Head(string kind, JsonObject head, params string[] outputs)
    {
        head["kind"] = kind;
        head["outputs"] = new JsonArray([.. outputs.Select(output => JsonValue.Create(output))]);
        _folder.WriteManifest(manifest => manifest["head"] = head);
        return (IDetectionHead)ModelManifest.Read(_folder.Path).Head;
    }

    private static Box Centred(float x, float y, float width, float height) => Box.FromSize(x - width / 2, y - height / 2, width, height);

    private static float Probability(string scores, float[] row, int label) => scores switch
    {
        "logits" => (float)(1 / (1 + Math.Exp(-row[label]))),
        "softmax" => (float)(Math.Exp(row[label]) / row.Sum(logit => Math.Exp(logit))),
        _ => row[label],
    };

    private static Candidate[] Decode(IDetectionHead head, params float[][] outputs)
    {
        CandidateList candidates = new([true, true, true]);
        candidates.Begin(Floor);
        head.Decode(outputs, candidates);
        return candidates.Items.ToArray();
    }

    // What lies within rounding of the floor may be found or not; nothing else may be missing or made up.
    private static void Same(IEnumerable<Candidate> all, Candidate[] found)
    {
        Candidate[] possible = [.. all.Where(candidate => candidate.Score >= Floor - 1e-5f)];
        foreach (Candidate wanted in possible.Where(candidate => candidate.Score >= Floor + 1e-5f))
        {
            Assert.Contains(found, candidate => Near(wanted, candidate));
        }

        Assert.InRange(found.Length, possible.Count(candidate => candidate.Score >= Floor + 1e-5f), possible.Length);
        Assert.All(found, candidate => Assert.Contains(possible, other => Near(other, candidate)));
    }

    private static bool Near(Candidate one, Candidate other) =>
        one.Label == other.Label
        && Math.Abs(one.Score - other.Score) <= 1e-5f
        && Math.Abs(one.Box.Left - other.Box.Left) <= 1e-3f
        && Math.Abs(one.Box.Top - other.Box.Top) <= 1e-3f
        && Math.Abs(one.Box.Right - other.Box.Right) <= 1e-3f
        && Math.Abs(one.Box.Bottom - other.Box.Bottom) <= 1e-3f;
}
