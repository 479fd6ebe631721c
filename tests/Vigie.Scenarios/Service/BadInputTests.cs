using System.Text.Json.Nodes;

namespace Vigie.Scenarios.Service;

/// <summary>What is wrong is said at once, whole, with its remedy; the service ends with code 2, which systemd does not repeat.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Box _box;

    public BadInputTests() => _box = new Box(_folder);

    public void Dispose()
    {
        _box.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task All_complaints_come_at_once()
    {
        File.WriteAllText(_folder["open"], "viewer\nanything\n");
        JsonObject open = Box.Drawn("gate");
        open["source"] = new JsonObject { ["url"] = "rtsp://192.0.2.7/stream", ["credentials"] = _folder["open"] };
        JsonObject scheme = Box.Drawn("gate");
        scheme["source"]!["url"] = "concat:/etc/passwd";
        JsonObject model = Box.Drawn("yard");
        model["model"] = "avenue";
        JsonObject none = Box.Drawn("roof");
        none.Remove("source");
        _box.Configure(
            "mqtts://192.0.2.1",
            root => (root["stateDirectory"], root["trust"]) = ("/proc/vigie-state", new JsonObject { ["anchors"] = _folder["nobody.json"] }),
            open,
            scheme,
            model,
            none);

        (await RunAsync()).FailedSaying(
            2, "$.cameras[0].source.credentials", "chmod 600", "$.cameras[1].name", "another camera has this name", "$.cameras[1].source.url",
            "$.cameras[2].model", "avenue", "$.cameras[3].source", "$.stateDirectory", "cannot be written", "$.trust.anchors", "nobody.json",
            "nothing was changed");
        Assert.False(Directory.Exists(_box.State));
    }

    [Fact]
    public async Task Weights_that_are_missing_are_said_before_anything_starts()
    {
        CopyModel();
        File.Delete(Path.Combine(_folder["street"], "street.onnx"));
        JsonObject camera = Box.Drawn("gate");
        camera["model"] = _folder["street"];
        _box.Configure(null, camera);

        (await RunAsync()).FailedSaying(2, "$.cameras[0].model", "missing", "modelkit build");
    }

    [Fact]
    public async Task A_second_service_on_the_same_state_is_refused_and_the_first_goes_on()
    {
        _box.Configure(null, Box.Drawn("gate"));
        _box.Start();
        await _box.WaitForStreamsAsync();

        (await RunAsync()).FailedSaying(2, "status socket", "another vigie answers", "stop it first");
        Assert.NotNull(await _box.LookAsync());
    }

    [Fact]
    public async Task A_wrong_file_at_start_runs_the_last_good_one_and_says_so()
    {
        _box.Configure(null, Box.Drawn("gate"));
        _box.Start();
        await _box.WaitForStreamsAsync();
        Assert.Equal(0, await _box.Program.StopAsync());
        _box.Configure(null, root => root["sight"] = 1, Box.Drawn("gate"), Box.Drawn("gate"));

        RunningProgram again = _box.Start();
        JsonNode health = await _box.WaitForStreamsAsync();
        Finished status = await Finished.RunAsync(Checkout.Vigie, "status", "--socket", Path.Combine(_box.State, "status.sock"));

        Assert.True(health["configuration"]!["isLastGood"]!.GetValue<bool>());
        Assert.Single(health["cameras"]!.AsArray());
        Assert.Equal(1, status.ExitCode);
        Assert.Contains("(the last good one)", status.Output, StringComparison.Ordinal);
        Assert.Contains("$.sight", status.Output, StringComparison.Ordinal);
        await again.WaitForLineAsync(line => line.Contains("Configuration refused", StringComparison.Ordinal) && line.Contains("$.sight", StringComparison.Ordinal), Box.Patience);
    }

    [Fact]
    public async Task No_service_is_said_with_what_to_do()
    {
        Finished status = await Finished.RunAsync(Checkout.Vigie, "status", "--socket", _folder["absent.sock"]);

        status.FailedSaying(3, "absent.sock", "no vigie answers here", "journalctl");
    }

    private Task<Finished> RunAsync() => Finished.RunAsync(Checkout.Vigie, "run", "--config", _box.Configuration);

    private void CopyModel()
    {
        Directory.CreateDirectory(_folder["street"]);
        foreach (string file in Directory.EnumerateFiles(Checkout.At("models/street")))
        {
            File.Copy(file, Path.Combine(_folder["street"], Path.GetFileName(file)));
        }
    }
}
