using System.Text.Json.Nodes;
using Vigie.Scenarios.Replay;

namespace Vigie.Scenarios.Service;

/// <summary>
/// Cameras that somebody covered, put out of focus, turned or froze, through the real program: the real clip, spoilt by ffmpeg from its 15th second on. Times are
/// those of frames, not of the machine.
/// </summary>
public sealed class TamperTests : IDisposable
{
    private const double From = 15;
    private const string Turn = "split[a][b];[b]pad=iw*1.05:ih:0:0,crop=768:576:iw-768:0[c];[a][c]overlay=enable='gte(t,15)'";
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("covered", "drawbox=c=0x404040:t=fill:enable='gte(t,15)',noise=alls=6:allf=t", 3)]
    [InlineData("defocused", "gblur=sigma=5:enable='gte(t,15)'", 6)]
    [InlineData("moved", Turn, 7)]
    [InlineData("frozen", "loop=loop=-1:size=1:start=150,setpts=N/10/TB", 10)]
    public async Task A_replay_says_the_fault_in_time_and_why(string fault, string filter, double within)
    {
        string clip = await SpoilAsync(filter, 28);
        string configuration = await ConfigureAsync();

        (await Finished.RunAsync(
            Checkout.Vigie, "replay", clip, "--fast", "--config", configuration, "--start-time", Noon.ToString("O"),
            "--events", _folder["events.jsonl"], "--explain", _folder["why.jsonl"])).Succeeded();

        JsonNode[] events = await ReadAsync("events.jsonl");
        JsonNode[] tampers = [.. events.Where(said => Text(said, "kind") == "tamper")];
        Assert.Equal(["start", "end"], tampers.Select(said => Text(said, "phase")));
        Assert.All(tampers, said => Assert.Equal(fault, Text(said, "fault")));
        double after = SecondsOf(tampers[0]) - From;
        TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant($"{fault}: {after:0.0} s after it began"));
        Assert.InRange(after, 0.1, within);
        JsonNode[] why = await ReadAsync("why.jsonl");
        string reason = "picture" + char.ToUpperInvariant(fault[0]) + fault[1..];
        Assert.Contains(why, line => line["reason"]?.GetValue<string>() == reason);
        if (fault == "moved")
        {
            Assert.All(events.Where(said => Text(said, "kind") == "intrusion"), said => Assert.InRange(SecondsOf(said), 0, From + after + 0.001));
            Assert.Equal(0, events.Where(said => Text(said, "kind") == "intrusion").Sum(said => Text(said, "phase") switch { "start" => 1, "end" => -1, _ => 0 }));
            Assert.Contains(why, line => line["reason"]?.GetValue<string>() == "suspended");
        }
    }

    [Fact]
    public async Task A_moved_camera_is_masked_over_a_restart_until_a_person_confirms_it()
    {
        using Box box = new(_folder) { Ordered = order => order with { Events = ["intrusion", "tamper"] } };
        JsonObject camera = Box.Square("square", await SpoilAsync(Turn, 26));
        camera["rules"]!.AsArray().Add(JsonNode.Parse("""{ "kind": "tamper", "unmeasured": true }"""));
        box.Configure(null, camera);
        box.Start();

        JsonNode moved = await box.WaitAsync(health => Box.Camera(health, "square")["movedAt"] is not null);
        Assert.StartsWith("Camera square was moved on ", moved["troubles"]![0]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(["rests", "watches"], Box.Camera(moved, "square")["rules"]!.AsArray().Select(rule => rule!["state"]!.GetValue<string>()));
        string since = Box.Camera(moved, "square")["movedAt"]!.ToJsonString();
        await box.WaitAsync(_ => File.Exists(Path.Combine(box.State, "aims.json")));
        Assert.Equal(0, await box.Program.StopAsync());

        box.Start();
        JsonNode again = await box.WaitAsync(health => Box.Frames(Box.Camera(health, "square")) > 20);
        Assert.Equal((since, 0), (Box.Camera(again, "square")["movedAt"]!.ToJsonString(), Box.Camera(again, "square")["inferences"]!.GetValue<int>()));
        Finished wrong = await Finished.RunAsync(Checkout.Vigie, "camera", "confirm", "sqare", "--config", box.Configuration);
        wrong.FailedSaying(2, "\"sqare\"", "expected the name of a camera: \"square\"");
        Finished confirmed = await Finished.RunAsync(Checkout.Vigie, "camera", "confirm", "square", "--by", "A. Martin", "--config", box.Configuration);
        Assert.Contains("camera square is watched again", confirmed.Succeeded().Output, StringComparison.Ordinal);
        await box.WaitAsync(health => Box.Camera(health, "square")["inferences"]!.GetValue<int>() > 0);
        Assert.Equal(0, await box.Program.StopAsync());

        string journal = string.Concat(Directory.GetFiles(Path.Combine(box.State, "journal")).Select(file => File.ReadAllText(file)));
        Assert.Contains("A. Martin", journal, StringComparison.Ordinal);
    }

    private async Task<string> SpoilAsync(string filter, int seconds)
    {
        string clip = _folder["spoilt.mp4"];
        (await Finished.RunAsync(
            "ffmpeg", "-v", "error", "-i", Checkout.SkipWithoutClip(), "-filter_complex", filter, "-t", $"{seconds}", "-an", "-c:v", "libx264", "-preset", "ultrafast",
            "-crf", "20", "-bf", "0", "-g", "20", "-pix_fmt", "yuv420p", clip)).Succeeded();
        return clip;
    }

    private async Task<string> ConfigureAsync()
    {
        string path = RealClip.Configure(_folder);
        JsonNode root = JsonNode.Parse(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken))!;
        root["cameras"]![0]!["rules"]!.AsArray().Add(JsonNode.Parse("""{ "kind": "tamper", "unmeasured": true }"""));
        await File.WriteAllTextAsync(path, root.ToJsonString(), TestContext.Current.CancellationToken);
        return path;
    }

    private static string Text(JsonNode said, string key) => said[key]!.GetValue<string>();

    private static double SecondsOf(JsonNode said) => (said["time"]!.GetValue<DateTimeOffset>() - Noon).TotalSeconds;

    private async Task<JsonNode[]> ReadAsync(string name) =>
        [.. (await File.ReadAllLinesAsync(_folder[name], TestContext.Current.CancellationToken)).Select(line => JsonNode.Parse(line)!)];
}
