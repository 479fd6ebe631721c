using System.Text.Json.Nodes;
using Vigie.Core;
using Vigie.Vision.Models;

namespace Vigie.Tests.Vision;

public sealed class ModelManifestTest : IDisposable
{
    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_manifest_says_what_the_network_needs()
    {
        ModelManifest manifest = _folder.Manifest;
        Assert.Equal("tiny", manifest.Name);
        Assert.Equal(["person", "car", "scooter"], manifest.Labels);
        Assert.Equal([1, 3, 1002], manifest.Classes);
        Assert.Equal([1, 3, 48, 64], manifest.Input.Shape);
        Assert.Equal([1, 12, 19], Assert.Single(manifest.Head.Outputs).Shape);
        Assert.Equal(_folder.NetworkFile, manifest.Network.Path);
        Assert.Equal(new DetectionThresholds(0.5f, 0.2f, 0.5f), manifest.Thresholds);
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        _folder.WriteManifest(manifest =>
        {
            manifest["network"]!["sha256"] = "abc";
            manifest["input"]!["width"] = "wide";
            manifest["input"]!["mean"] = new JsonArray(1, 2);
            manifest["input"]!["colour"] = "BGR";
            manifest["head"]!["kind"] = "yolo";
            manifest["labels"] = "names.txt";
            manifest["thresholds"]!["consider"] = 0.9;
            manifest["licence"] = null;
        });

        Fault fault = Assert.Throws<Fault>(() => _folder.Manifest);

        Assert.Equal(FaultKind.Config, fault.Kind);
        Assert.Equal(Path.Combine(_folder.Path, "model.json"), fault.Subject);
        string[] fields =
        [
            "$.network.sha256: \"abc\"", "$.input.width: \"wide\"", "$.input.mean: [1,2]", "$.input.colour", "$.head.kind: \"yolo\"",
            "$.labels: \"names.txt\"", "$.thresholds.consider: 0.9", "$.licence",
        ];
        Assert.All(fields, field => Assert.Contains(field, fault.Problem, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_missing_part_is_named()
    {
        File.WriteAllText(Path.Combine(_folder.Path, ModelManifest.FileName), "{}");
        Fault fault = Assert.Throws<Fault>(() => _folder.Manifest);
        string[] fields = ["$.name", "$.network", "$.input", "$.head", "$.labels", "$.thresholds", "$.licence"];
        Assert.All(fields, field => Assert.Contains(field + ": is missing", fault.Problem, StringComparison.Ordinal));
        Assert.Contains($"{fields.Length} settings are wrong", fault.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Mean_and_deviation_need_a_float_input()
    {
        _folder.WriteManifest(manifest => manifest["input"]!["mean"] = new JsonArray(103.5, 116.3, 123.7));
        Assert.Contains("$.input.element: \"uint8\"", Assert.Throws<Fault>(() => _folder.Manifest).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("maps", 2, "$.head.outputs")]
    [InlineData("rows", 2, "$.head.outputs")]
    [InlineData("rows", 0, "$.head.outputs")]
    public void The_number_of_outputs_must_fit_the_layout(string layout, int outputs, string field)
    {
        _folder.WriteManifest(manifest =>
        {
            manifest["head"]!["layout"] = layout;
            manifest["head"]!["outputs"] = new JsonArray([.. Enumerable.Range(0, outputs).Select(i => JsonValue.Create($"o{i}"))]);
        });
        Assert.Contains(field, Assert.Throws<Fault>(() => _folder.Manifest).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_must_not_repeat()
    {
        _folder.WriteLabels("person", "car", "person");
        Assert.Contains("twice: person", Assert.Throws<Fault>(() => _folder.Manifest).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_json_is_told_with_its_line()
    {
        File.WriteAllText(Path.Combine(_folder.Path, ModelManifest.FileName), "{\n  name: 1 }");
        Fault fault = Assert.Throws<Fault>(() => _folder.Manifest);
        Assert.Equal(FaultKind.Config, fault.Kind);
        Assert.Contains("LineNumber: 1", fault.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_that_the_model_does_not_know_is_refused()
    {
        Assert.Equal([1, 1002], _folder.Manifest.NumbersOf(["person", "scooter"]).Order());
        Fault fault = Assert.Throws<Fault>(() => _folder.Manifest.NumbersOf(["persn"]));
        Assert.Contains("persn", fault.Problem, StringComparison.Ordinal);
        Assert.Contains("person, car, scooter", fault.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void One_flipped_byte_of_the_network_is_corrupt()
    {
        ModelManifest manifest = _folder.Manifest;
        byte[] network = File.ReadAllBytes(_folder.NetworkFile);
        network[network.Length / 2] ^= 1;
        _folder.WriteNetwork(network);

        Fault fault = Assert.Throws<Fault>(() => manifest.Network.ReadVerified(manifest.Obtain));

        Assert.Equal(FaultKind.Corrupt, fault.Kind);
        Assert.Equal(_folder.NetworkFile, fault.Subject);
        Assert.Contains(manifest.Network.Sha256, fault.Problem, StringComparison.Ordinal);
        Assert.Contains(NetworkFile.Of(_folder.NetworkFile).Sha256, fault.Problem, StringComparison.Ordinal);
        Assert.Equal("Type `modelkit build tiny`.", fault.Remedy);
    }

    [Fact]
    public void A_missing_network_is_unavailable_and_says_how_to_get_it()
    {
        ModelManifest manifest = _folder.Manifest;
        File.Delete(_folder.NetworkFile);
        Fault fault = Assert.Throws<Fault>(() => manifest.Network.ReadVerified(manifest.Obtain));
        Assert.Equal(FaultKind.Unavailable, fault.Kind);
        Assert.Equal(_folder.NetworkFile, fault.Subject);
        Assert.Equal("Type `modelkit build tiny`.", fault.Remedy);
    }

    [Fact]
    public void A_network_elsewhere_is_named_by_its_full_path()
    {
        _folder.WriteManifest(manifest => manifest["network"]!["file"] = "/weights/other.onnx");
        Assert.Equal("/weights/other.onnx", _folder.Manifest.Network.Path);
    }

    [Theory]
    [InlineData("nanodet-plus-m")]
    [InlineData("yolox-nano")]
    [InlineData("street")]
    public void The_manifests_of_the_tree_are_right(string name)
    {
        ModelManifest manifest = ModelManifest.Read(Path.Combine(House.SourceTree.Root, "models", name));
        Assert.Equal(name, manifest.Name);
        Assert.Equal(ObjectClasses.CocoNames, manifest.Labels);
    }
}
