using System.Text.Json.Nodes;
using Vigie.Modelkit.Probing;

namespace Vigie.Modelkit.Importing;

/// <summary>How the settings of heads with a row a box follow from what the network gave.</summary>
internal static class RowProposals
{
    private const int SidesOfBox = 4;

    // A box of a whole picture may reach a little over its edge.
    private const float LargestFraction = 2;

    private static readonly int[] UsualAnchors = [3, 1, 2, 4, 5, 6, 9];

    public static JsonObject Yolov5(Evidence evidence)
    {
        const int BeforeLabels = 5;
        ProbedTensor table = evidence.SoleTable("yolov5");
        evidence.RequireColumns(table, table.Shape[2], BeforeLabels);
        int rows = table.Shape[1];
        int anchors = UsualAnchors.FirstOrDefault(count => rows % count == 0 && evidence.TryStridesOf(rows / count) is not null);
        if (anchors == 0)
        {
            throw evidence.Refuse($"its {rows} rows fit no grids that modelkit knows over {evidence.Width} x {evidence.Height} pixels, with one to nine anchors a point",
                "Check --size, or write model.json by hand (models/README.md).");
        }

        RequirePixels(evidence, table.Highs[2..SidesOfBox].Max());
        RequireProbabilities(evidence, table, SidesOfBox);
        return new JsonObject
        {
            ["kind"] = "yolov5",
            ["outputs"] = evidence.Names(),
            ["strides"] = Evidence.Numbers(evidence.StridesOf(rows / anchors)),
            ["anchors"] = anchors,
        };
    }

    public static JsonObject Yolov8(Evidence evidence)
    {
        ProbedTensor table = evidence.SoleTable("yolov8");
        if (table.Shape[1] != SidesOfBox + evidence.Labels && table.Shape[2] == SidesOfBox + evidence.Labels)
        {
            throw evidence.Refuse($"its output {Evidence.Show(table)} has a row a point, where yolov8 has a row a channel", "Export it without the transpose behind its last layers.");
        }

        evidence.RequireColumns(table, table.Shape[1], SidesOfBox);
        int[] strides = evidence.StridesOf(table.Shape[2]);
        if (table.Highs.Length > 0)
        {
            // Of each point the largest number is a side of its box: a probability is at most 1.
            RequirePixels(evidence, table.Highs.Max());
        }

        return new JsonObject { ["kind"] = "yolov8", ["outputs"] = evidence.Names(), ["strides"] = Evidence.Numbers(strides) };
    }

    public static JsonObject Detr(Evidence evidence)
    {
        ProbedTensor[] boxes = [.. evidence.Outputs.Where(output => output.Shape is [1, _, SidesOfBox] && output.Element == nameof(Single))];
        ProbedTensor[] scores = [.. evidence.Outputs.Where(output => output.Shape is [1, _, int columns] && columns - evidence.Labels is 0 or 1 && output.Element == nameof(Single)
            && output != boxes.LastOrDefault())];
        if (evidence.Outputs.Length != 2 || boxes.Length == 0 || scores.Length != 1 || scores[0].Shape[1] != boxes[^1].Shape[1])
        {
            throw evidence.Refuse($"its outputs {evidence.Listed()} are not scores [1, queries, {evidence.Labels} or {evidence.Labels + 1}] and boxes [1, queries, 4]",
                "Give --labels a file with as many names as it has classes, or export it without its post-processing.");
        }

        if (boxes[^1].Highs.Max() > LargestFraction)
        {
            throw evidence.Refuse("its boxes are in pixels, where detr has fractions of the picture", "Export it without its post-processing.");
        }

        string kind = scores[0].Shape[2] == evidence.Labels + 1 ? "softmax" : AreProbabilities(scores[0], 0) ? "probabilities" : "logits";
        return new JsonObject { ["kind"] = "detr", ["outputs"] = new JsonArray(scores[0].Name, boxes[^1].Name), ["queries"] = scores[0].Shape[1], ["scores"] = kind };
    }

    public static JsonObject EndToEnd(Evidence evidence)
    {
        const int Columns = 6, Score = 4, Label = 5;
        ProbedTensor table = evidence.SoleTable("end-to-end");
        if (table.Shape[2] != Columns)
        {
            throw evidence.Refuse($"its output {Evidence.Show(table)} is no table of 6 numbers a row: left, top, right, bottom, score, class", "Name another --head.");
        }

        if (table.Lows[Score] < 0 || table.Highs[Score] > 1)
        {
            throw evidence.Refuse("the fifth number of its rows is no probability from 0 to 1", "Export it with rows of left, top, right, bottom, score, class.");
        }

        if (table.Highs[Label] > evidence.Labels - 0.5f)
        {
            throw evidence.Refuse($"it found class {table.Highs[Label]:0}, where --labels names {evidence.Labels}, from 0", "Give --labels a file with as many names as it has classes.");
        }

        RequirePixels(evidence, table.Highs[..SidesOfBox].Max());
        return new JsonObject { ["kind"] = "end-to-end", ["outputs"] = evidence.Names(), ["rows"] = table.Shape[1] };
    }

    /// <summary>Whether all numbers from a column on lie from 0 to 1.</summary>
    public static bool AreProbabilities(ProbedTensor table, int from) => table.Lows[from..].All(low => low >= 0) && table.Highs[from..].All(high => high <= 1);

    /// <summary>Refuses scores that are something else.</summary>
    public static void RequireProbabilities(Evidence evidence, ProbedTensor table, int from)
    {
        if (!AreProbabilities(table, from))
        {
            throw evidence.Refuse("its scores are no probabilities from 0 to 1", "Export it with its last activation, as its authors do.");
        }
    }

    // Rows that are not used are 0, and then nothing is known.
    private static void RequirePixels(Evidence evidence, float largest)
    {
        if (largest is > 0 and <= LargestFraction)
        {
            throw evidence.Refuse("its boxes are in fractions of the picture, where this head has pixels", "Export it with boxes in pixels, or name another --head.");
        }
    }
}
