using System.Text.Json.Nodes;
using Vigie.Core;
using Vigie.Modelkit.Importing;
using Vigie.Modelkit.Probing;
using Vigie.Tests.House;
using Vigie.Tests.Vision;
using Vigie.Vision.Models;

namespace Vigie.Tests.Modelkit;

/// <summary>Each head's settings follow from what a network gave; what does not fit is refused with the reason.</summary>
public sealed class ImportHeadsTest : IDisposable
{
    private readonly TinyModel _tiny = new();

    public void Dispose() => _tiny.Dispose();

    // 64 x 64 pixels have 64 + 16 + 4 points at strides 8, 16 and 32; LPD-YuNet has 3, 2, 2 and 3 priors a point, at stride 64 too.
    public static TheoryData<string, int, string, string> Proposals => new()
    {
        { "yolov5", 3, "out:1,252,8:30,30,9,9,0.5,0.5,0.5,0.5", "\"strides\":[8,16,32],\"anchors\":3" },
        { "yolov8", 3, "out:1,7,84:9", "\"outputs\":[\"out\"],\"strides\":[8,16,32]" },
        { "detr", 3, "boxes:1,20,4:0.5;scores:1,20,3:-3", "\"outputs\":[\"scores\",\"boxes\"],\"queries\":20,\"scores\":\"logits\"" },
        { "detr", 3, "scores:1,20,4:-3;boxes:1,20,4:0.5", "\"outputs\":[\"scores\",\"boxes\"],\"queries\":20,\"scores\":\"softmax\"" },
        { "end-to-end", 3, "out:1,30,6:5,5,40,40,0.5,2", "\"rows\":30" },
        { "lpd-yunet", 1, "iou:235,1:0.5;loc:235,14:0;conf:235,2:0.5", "\"outputs\":[\"loc\",\"conf\",\"iou\"]" },
        { "plate-text", 5, "out:1,7,5:0.2", "\"places\":7" },
        { "movenet", 17, "a:1,16,16,17:0;b:1,16,16,1:0;offsets:1,16,16,34:0;d:1,16,16,34:0", "\"outputs\":[\"a\",\"b\",\"d\",\"offsets\"]" },
    };

    public static TheoryData<string, int, string, string> Refusals => new()
    {
        { "yolov5", 4, "out:1,252,8:30", "8 numbers a box, which is not 5 and 4 classes" },
        { "yolov5", 3, "out:1,251,8:30", "251 rows fit no grids" },
        { "yolov5", 3, "out:1,252,8:0.5", "fractions" },
        { "yolov5", 3, "out:1,252,8:30", "no probabilities" },
        { "yolov8", 3, "out:1,84,7:9", "a row a point" },
        { "yolov8", 3, "out:1,7,83:9", "83 points fit no grids" },
        { "yolov8", 3, "out:1,7,84:0.5", "fractions" },
        { "detr", 3, "scores:1,20,7:0;boxes:1,20,4:0.5", "are not scores [1, queries, 3 or 4]" },
        { "detr", 3, "scores:1,20,3:0;boxes:1,20,4:400", "in pixels" },
        { "end-to-end", 3, "out:1,30,7:1", "no table of 6 numbers" },
        { "end-to-end", 3, "out:1,30,6:5,5,40,40,7,2", "fifth number" },
        { "end-to-end", 3, "out:1,30,6:5,5,40,40,0.5,9", "found class 9" },
        { "end-to-end", 3, "out:1,30,6:0.1,0.1,0.9,0.9,0.5,2", "fractions" },
        { "lpd-yunet", 1, "loc:235,14:0;conf:235,2:0.5", "are not [priors, 14]" },
        { "lpd-yunet", 2, "loc:235,14:0;conf:235,2:0.5;iou:235,1:0.5", "finds one class" },
        { "plate-text", 4, "out:1,7,5:0.2", "tells 5 characters apart" },
        { "plate-text", 5, "out:1,7,5:3", "no probabilities" },
        { "movenet", 17, "points:1,1,17,3:0", "are not [1, 16, 16, 17]" },
        { "movenet", 3, "a:1,16,16,17:0;b:1,16,16,1:0;c:1,16,16,34:0;d:1,16,16,34:0", "finds 17 points" },
    };

    [Theory]
    [MemberData(nameof(Proposals))]
    public async Task A_proposal_follows_from_the_outputs_and_is_one_that_a_box_can_read(string head, int labels, string outputs, string expected)
    {
        TinyNetwork network = new("image", [1, 3, 64, 64], bytes: false);
        foreach (ProbedTensor output in Parse(outputs))
        {
            int columns = output.Lows.Length, count = output.Shape.Aggregate(1, (product, side) => product * side);
            network.Output(output.Name, output.Shape, [.. Enumerable.Range(0, count).Select(index => output.Lows[index % columns])]);
        }

        string file = Path.Combine(_tiny.Root, "foreign.onnx"), names = Path.Combine(_tiny.Root, "names.txt"), folder = Path.Combine(_tiny.Root, "imported");
        await File.WriteAllBytesAsync(file, network.ToBytes(), TestContext.Current.CancellationToken);
        await File.WriteAllLinesAsync(names, Enumerable.Range(0, labels).Select(number => head == "plate-text" ? $"{(char)('A' + number)}" : $"class {number}"), TestContext.Current.CancellationToken);
        JsonObject manifest = await new Importer(new ImportRequest(file, head, names, folder, null, null, null, null, null, null, null), ProbeLimits.Usual)
            .RunAsync(TestContext.Current.CancellationToken);
        Assert.Contains(expected, manifest["head"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(labels, ModelManifest.Read(folder).Labels.Length);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_does_not_fit_is_refused_with_the_reason(string head, int labels, string outputs, string reason)
    {
        Fault fault = Assert.Throws<Fault>(() => HeadPresets.Of(head).Propose(new Evidence("foreign.onnx", Parse(outputs), 64, 64, labels)));
        Assert.Contains(reason, fault.Problem, StringComparison.Ordinal);
        Assert.NotEmpty(fault.Remedy);
    }

    [Fact]
    public void Every_head_of_the_house_can_be_imported()
    {
        string heads = File.ReadAllText(SourceTree.Full("firmware/Vigie.Vision/Heads/NetworkHeads.cs"));
        string[] known = [.. System.Text.RegularExpressions.Regex.Matches(heads, "\\(\"([a-z0-9-]+)\", [A-Za-z0-9]+Head\\.Read\\)").Select(match => match.Groups[1].Value)];
        Assert.Contains("nanodet", known);
        Assert.Equal(known.Order(StringComparer.Ordinal), HeadPresets.Kinds.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_plate_nets_are_imported_as_their_manifests_have_them()
    {
        foreach ((string file, string head, string ours) in new[] { ("lpd-yunet-320x240", "lpd-yunet", "lpd-yunet"), ("plate-ocr-cct-xs-v1-global", "plate-text", "plate-text-cct") })
        {
            string folder = Path.Combine(_tiny.Root, ours), labels = SourceTree.Full($"models/{ours}/labels.txt");
            ImportRequest request = new(Pictures.Data("peer-models", file + ".onnx"), head, labels, folder, null, null, null, null, null, null, null);
            await new Importer(request, ProbeLimits.Usual).RunAsync(TestContext.Current.CancellationToken);
            ModelManifest expected = ModelManifest.Read(SourceTree.Full($"models/{ours}")), imported = ModelManifest.Read(folder);
            Assert.Equal(expected.Network.Sha256, imported.Network.Sha256);
            Assert.Equal(expected.Input with { Mean = [], Deviation = [] }, imported.Input with { Mean = [], Deviation = [] });
            Assert.Equal(expected.Head.Outputs.Select(output => output.Name), imported.Head.Outputs.Select(output => output.Name));
        }
    }

    // NAME:SIDE,SIDE,…:NUMBER,… for each output; the numbers of a row, or one for all.
    private static ProbedTensor[] Parse(string outputs) => [.. outputs.Split(';').Select(output => output.Split(':')).Select(parts =>
    {
        int[] shape = [.. parts[1].Split(',').Select(int.Parse)];
        float[] numbers = [.. parts[2].Split(',').Select(text => float.Parse(text, System.Globalization.CultureInfo.InvariantCulture))];
        float[] row = numbers.Length == 1 ? [.. Enumerable.Repeat(numbers[0], shape[^1])] : numbers;
        return new ProbedTensor(parts[0], nameof(Single), shape, row, row);
    })];
}
