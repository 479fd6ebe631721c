using System.Text.Json.Nodes;
using Vigie.Core;
using Vigie.Modelkit.Probing;

namespace Vigie.Modelkit.Importing;

/// <summary>The heads that import knows. A new one is one line here and one function.</summary>
public static class HeadPresets
{
    private const int SidesOfBox = 4;
    private const int MostBins = 32;

    // Beyond so many strides an offset is no offset but a pixel: the boxes were decoded in the network.
    private const float LargestOffset = 16;

    private static readonly HeadPreset[] Known =
    [
        new("nanodet", "BGR", "stretch", [103.53f, 116.28f, 123.675f], [57.375f, 57.12f, 58.395f], 0.6, NanoDet),
        new("yolox", "BGR", "letterbox-top-left", [0, 0, 0], [1, 1, 1], 0.65, Yolox),
        new("yolov5", "RGB", "letterbox", [0, 0, 0], [255, 255, 255], 0.45, RowProposals.Yolov5),
        new("yolov8", "RGB", "letterbox", [0, 0, 0], [255, 255, 255], 0.7, RowProposals.Yolov8),
        new("detr", "RGB", "stretch", [0, 0, 0], [255, 255, 255], 0.9, RowProposals.Detr),
        new("end-to-end", "RGB", "letterbox", [0, 0, 0], [255, 255, 255], 0.9, RowProposals.EndToEnd),
        new("lpd-yunet", "BGR", "letterbox", [0, 0, 0], [1, 1, 1], 0.3, PartProposals.LpdYunet),
        new("plate-text", "RGB", "stretch", [0, 0, 0], [1, 1, 1], 0.5, PartProposals.PlateText) { ReadsParts = true },
        new("movenet", "RGB", "letterbox", [127.5f, 127.5f, 127.5f], [127.5f, 127.5f, 127.5f], 0.5, PartProposals.MoveNet) { ReadsParts = true },
    ];

    /// <summary>Names of the heads.</summary>
    public static string[] Kinds => [.. Known.Select(preset => preset.Kind)];

    /// <summary>What is usual for a head.</summary>
    /// <exception cref="Fault">There is no such head.</exception>
    public static HeadPreset Of(string kind) => Known.FirstOrDefault(preset => preset.Kind == kind)
        ?? throw new Fault(FaultKind.Config, $"--head {kind}", "is no head that modelkit imports", $"Name one of {string.Join(", ", Kinds)}, or write model.json by hand (models/README.md).");

    private static JsonObject NanoDet(Evidence evidence)
    {
        bool rows = evidence.Outputs is [{ Shape.Length: 3 }];
        if (!rows && evidence.Outputs.Any(output => output.Shape is not [1, _, _, _] || output.Shape[1] != evidence.Outputs[0].Shape[1]))
        {
            throw evidence.Refuse($"its outputs {evidence.Listed()} are neither one table [1, points, channels] nor one map [1, channels, height, width] for each stride",
                "Export it with scores and distances joined, or cut it behind its last convolutions.");
        }

        ProbedTensor first = rows ? evidence.SoleTable("nanodet") : evidence.Outputs[0];
        int channels = rows ? first.Shape[2] : first.Shape[1];
        int[] strides = rows ? evidence.StridesOf(first.Shape[1]) : [.. evidence.Outputs.Select(output => StrideOf(output, evidence))];
        int bins = BinsOf(channels, evidence);
        bool probabilities = first.Lows.Take(evidence.Labels).All(low => low >= 0) && first.Highs.Take(evidence.Labels).All(high => high <= 1);
        return new JsonObject
        {
            ["kind"] = "nanodet",
            ["layout"] = rows ? "rows" : "maps",
            ["outputs"] = evidence.Names(),
            ["strides"] = Evidence.Numbers(strides),
            ["bins"] = bins,
            // NanoDet-Plus, which has four strides, counts from a cell's corner; its predecessors count from the centre.
            ["centreOffset"] = strides.Length == 4 ? 0 : 0.5,
            ["scores"] = probabilities ? "probabilities" : "logits",
        };
    }

    private static int BinsOf(int channels, Evidence evidence)
    {
        int rest = channels - evidence.Labels;
        int bins = rest / SidesOfBox;
        return rest % SidesOfBox == 0 && bins is >= 2 and <= MostBins
            ? bins
            : throw evidence.Refuse(
                $"its {channels} channels are not {evidence.Labels} classes and 4 equal distributions",
                $"Give --labels a file with as many names as it has classes: {channels - (SidesOfBox * 8)} if a side has 8 bins, {channels - (SidesOfBox * 11)} if it has 11.");
    }

    private static int StrideOf(ProbedTensor map, Evidence evidence)
    {
        int stride = (int)Math.Round(evidence.Width / (double)map.Shape[3]);
        return stride > 0 && (evidence.Width + stride - 1) / stride == map.Shape[3] && (evidence.Height + stride - 1) / stride == map.Shape[2]
            ? stride
            : throw evidence.Refuse($"its output {Evidence.Show(map)} is no grid over {evidence.Width} x {evidence.Height} pixels", "Check --size.");
    }

    private static JsonObject Yolox(Evidence evidence)
    {
        const int BeforeLabels = 5;
        ProbedTensor table = evidence.SoleTable("yolox");
        if (table.Shape[2] != BeforeLabels + evidence.Labels)
        {
            throw evidence.Refuse($"its rows hold {table.Shape[2]} numbers, which is not 5 and {evidence.Labels} classes",
                table.Shape[2] > BeforeLabels ? $"Give --labels a file with {table.Shape[2] - BeforeLabels} names, or name another --head." : "Name another --head.");
        }

        int[] strides = evidence.StridesOf(table.Shape[1]);
        if (table.Highs[0] > LargestOffset || table.Highs[1] > LargestOffset)
        {
            throw evidence.Refuse("its boxes are in pixels already, where yolox has offsets in cells", "Export it without --decode_in_inference.");
        }

        return table.Lows[4..].All(low => low >= 0) && table.Highs[4..].All(high => high <= 1)
            ? new JsonObject { ["kind"] = "yolox", ["outputs"] = evidence.Names(), ["strides"] = Evidence.Numbers(strides) }
            : throw evidence.Refuse("its scores are no probabilities from 0 to 1", "Export it with the sigmoids, as its authors do.");
    }
}
