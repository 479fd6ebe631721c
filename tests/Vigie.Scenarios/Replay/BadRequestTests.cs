using System.Text.Json.Nodes;

namespace Vigie.Scenarios.Replay;

/// <summary>Requests that cannot be done as asked: configurations, models, classes, output files.</summary>
public sealed class BadRequestTests : IDisposable
{
    private const string Right = """
        {
          "site": "reims", "device": "box-17", "stateDirectory": "/tmp/vigie-unused",
          "cameras": [ {
            "name": "place-drouet",
            "zones": [ { "name": "fountain", "polygon": [[0.1, 0.1], [0.9, 0.1], [0.9, 0.9], [0.1, 0.9]] } ],
            "rules": [ { "kind": "intrusion", "zone": "fountain", "dwell": "2s", "classes": ["person", "car"] } ]
          } ]
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_right_configuration_is_said_to_be_right()
    {
        Finished check = await CheckAsync(Right);

        Assert.Contains("1 camera, 1 zone, 1 rule", check.Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_complaints_about_a_configuration_come_at_once()
    {
        string wrong = Right
            .Replace("\"device\"", "\"devise\"", StringComparison.Ordinal)
            .Replace("\"2s\"", "2", StringComparison.Ordinal)
            .Replace("[0.1, 0.1]", "[-0.1, 0.1]", StringComparison.Ordinal)
            .Replace("\"zone\": \"fountain\"", "\"zone\": \"fontaine\"", StringComparison.Ordinal)
            .Replace("\"car\"", "\"hovercraft\"", StringComparison.Ordinal);

        Finished check = await CheckAsync(wrong);

        check.FailedSaying(
            2, "config.json", "$.devise", "$.device", "$.cameras[0].rules[0].dwell", "$.cameras[0].zones[0].polygon[0]", "fontaine", "hovercraft");
    }

    [Fact]
    public async Task A_polygon_that_crosses_itself_is_refused()
    {
        Finished check = await CheckAsync(
            Right.Replace("[0.9, 0.1], [0.9, 0.9]", "[0.9, 0.9], [0.9, 0.1]", StringComparison.Ordinal));

        check.FailedSaying(2, "config.json", "$.cameras[0].zones[0].polygon", "crosses itself", "in order");
    }

    [Fact]
    public async Task A_replay_with_a_wrong_configuration_starts_nothing()
    {
        await File.WriteAllTextAsync(
            _folder["config.json"], Right.Replace("intrusion", "invasion", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        Finished replay = await Finished.RunAsync(
            Checkout.Vigie, "replay", _folder["any.mp4"], "--config", _folder["config.json"], "--events", _folder["events.jsonl"]);

        replay.FailedSaying(2, "config.json", "$.cameras[0].rules[0].kind", "invasion", "intrusion");
        Assert.False(File.Exists(_folder["events.jsonl"]));
    }

    [Fact]
    public async Task A_model_that_does_not_exist_is_named_with_those_that_do()
    {
        Finished detect = await Finished.RunAsync(
            Checkout.Vigie, "detect", _folder["any.jpg"], "--model", "avenue", "--coco", _folder["out.json"]);

        detect.FailedSaying(3, "avenue", "street", "--model");
    }

    [Fact]
    public async Task A_model_with_one_byte_flipped_is_refused()
    {
        string weights = Checkout.SkipWithoutWeights();
        CopyModel(weights);
        byte[] network = await File.ReadAllBytesAsync(weights, TestContext.Current.CancellationToken);
        network[network.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(_folder["street.onnx"], network, TestContext.Current.CancellationToken);

        Finished detect = await DetectAsync();

        detect.FailedSaying(5, "street.onnx", "sha256", "modelkit build");
    }

    [Fact]
    public async Task A_head_that_does_not_match_the_network_is_refused()
    {
        string weights = Checkout.SkipWithoutWeights();
        CopyModel(weights);
        JsonNode manifest = JsonNode.Parse(await File.ReadAllTextAsync(_folder["model.json"], TestContext.Current.CancellationToken))!;
        manifest["head"]!["bins"] = 8;
        await File.WriteAllTextAsync(_folder["model.json"], manifest.ToJsonString(), TestContext.Current.CancellationToken);

        Finished detect = await DetectAsync();

        detect.FailedSaying(2, "model.json", "head");
    }

    [Fact]
    public async Task A_class_that_the_model_does_not_know_is_refused_with_those_that_it_does()
    {
        Checkout.SkipWithoutWeights();

        Finished replay = await Finished.RunAsync(Checkout.Vigie, "replay", Checkout.Clip, "--classes", "person,hovercraft", "--fast");

        replay.FailedSaying(2, "model street", "hovercraft", "bicycle");
    }

    [Fact]
    public async Task An_image_that_is_none_is_named()
    {
        Checkout.SkipWithoutWeights();
        await File.WriteAllTextAsync(_folder["7.jpg"], "no picture", TestContext.Current.CancellationToken);

        Finished detect = await Finished.RunAsync(Checkout.Vigie, "detect", _folder["7.jpg"], "--coco", _folder["out.json"]);

        detect.FailedSaying(5, "7.jpg");
    }

    private Task<Finished> DetectAsync() => Finished.RunAsync(
        Checkout.Vigie, "detect", _folder["any.jpg"], "--model", _folder.Path, "--coco", _folder["out.json"]);

    private async Task<Finished> CheckAsync(string configuration)
    {
        await File.WriteAllTextAsync(_folder["config.json"], configuration, TestContext.Current.CancellationToken);
        return await Finished.RunAsync(Checkout.Vigie, "config", "check", _folder["config.json"]);
    }

    private void CopyModel(string weights)
    {
        foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(weights)!))
        {
            File.Copy(file, _folder[Path.GetFileName(file)]);
        }
    }
}
