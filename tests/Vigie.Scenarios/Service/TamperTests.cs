using System.Globalization;
using System.Text.Json.Nodes;
using Vigie.Scenarios.Delivery;
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
    private const string CoverThenTurn =
        "drawbox=c=0x404040:t=fill:enable='between(t,9,13)',noise=alls=6:allf=t,split[a][b];[b]pad=iw*1.05:ih:0:0,crop=768:576:iw-768:0[c];[a][c]overlay=enable='gte(t,18)'";

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
        Thorough.Only(unless: fault == "moved");
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

    /// <summary>A camera that is covered for four seconds, and later turned: what a subscriber hears of it, over a restart, until a person has looked.</summary>
    [Fact]
    public async Task Subscribers_hear_of_a_covered_and_of_a_moved_camera_whose_rules_rest_until_a_person_confirms_it()
    {
        using Mosquitto broker = new(_folder);
        await broker.StartAsync();
        using RunningProgram subscriber = new("mosquitto_sub", "-V", "5", "-h", "127.0.0.1", "-p", $"{broker.Port}", "-q", "1", "-t", "vigie/1/pets/box-1/event/+", "-t", "vigie/1/pets/box-1/shadow", "-F", "%p");
        using Box box = new(_folder) { Ordered = order => order with { Events = ["intrusion", "tamper"] } };
        JsonObject camera = Box.Square("square", await SpoilAsync(CoverThenTurn, 28));
        camera["rules"]!.AsArray().Add(JsonNode.Parse("""{ "kind": "tamper", "unmeasured": true, "clear": "1s" }"""));
        camera["rules"]!.AsArray().Add(JsonNode.Parse("""{ "kind": "intrusion", "zone": "pavement", "dwell": "2s", "name": "on trial", "shadow": "1min" }"""));
        box.Configure(broker.Address, root => root["delivery"]!["encoding"] = "json", camera);
        box.Start();

        await subscriber.WaitForLineAsync(IsOf("covered", "start"), Box.Patience);
        await subscriber.WaitForLineAsync(IsOf("covered", "end"), Box.Patience);
        await subscriber.WaitForLineAsync(IsOf("moved", "start"), Box.Patience);
        JsonNode moved = await box.WaitAsync(health => Box.Camera(health, "square")["movedAt"] is not null);
        Assert.StartsWith("Camera square was moved on ", moved["troubles"]![0]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(["rests", "watches", "rests"], Box.Camera(moved, "square")["rules"]!.AsArray().Select(rule => rule!["state"]!.GetValue<string>()));
        string since = Box.Camera(moved, "square")["movedAt"]!.ToJsonString();
        await box.WaitAsync(_ => File.Exists(Path.Combine(box.State, "aims.json")));
        Assert.Equal(0, await box.Program.StopAsync());
        LeaveASecondOfTheShadow(Path.Combine(box.State, "shadows.json"));

        box.Start();
        JsonNode again = await box.WaitAsync(health => Box.Frames(Box.Camera(health, "square")) > 20);
        Assert.Equal((since, 0), (Box.Camera(again, "square")["movedAt"]!.ToJsonString(), Box.Camera(again, "square")["inferences"]!.GetValue<int>()));
        await ConfirmAsync(box);
        await box.WaitAsync(health => Box.Camera(health, "square")["inferences"]!.GetValue<int>() > 0);
        await subscriber.WaitForLineAsync(line => IsIntrusion(line, "start") && line.Contains("\"boot\":\"2-", StringComparison.Ordinal), Box.Patience);
        JsonNode shadow = JsonNode.Parse(await subscriber.WaitForLineAsync(line => line.Contains("\"rule\":\"on trial\"", StringComparison.Ordinal), Box.Patience))!;
        Assert.Equal(("pavement", 5), (Text(shadow, "zone"), shadow["floor"]!.GetValue<int>()));
        Assert.InRange(shadow["watched"]!.GetValue<int>(), 60, 70);
        Assert.Equal(0, await box.Program.StopAsync());

        string journal = string.Concat(Directory.GetFiles(Path.Combine(box.State, "journal")).Select(file => File.ReadAllText(file)));
        Assert.Contains("A. Martin", journal, StringComparison.Ordinal);
        HoldsThatRulesRested([.. subscriber.Output.Select(line => JsonNode.Parse(line)!)]);
    }

    private static async Task ConfirmAsync(Box box)
    {
        Finished wrong = await Finished.RunAsync(Checkout.Vigie, "camera", "confirm", "sqare", "--config", box.Configuration);
        wrong.FailedSaying(2, "\"sqare\"", "expected the name of a camera: \"square\"");
        Finished confirmed = await Finished.RunAsync(Checkout.Vigie, "camera", "confirm", "square", "--by", "A. Martin", "--config", box.Configuration);
        Assert.Contains("camera square is watched again", confirmed.Succeeded().Output, StringComparison.Ordinal);
    }

    // Nobody waits a minute for what the file can say.
    private static void LeaveASecondOfTheShadow(string path)
    {
        JsonObject book = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        JsonNode tally = Assert.Single(book).Value!["tally"]!;
        Assert.True(TimeSpan.Parse(tally["watched"]!.GetValue<string>(), CultureInfo.InvariantCulture) > TimeSpan.Zero);
        tally["watched"] = "00:00:59";
        File.WriteAllText(path, book.ToJsonString());
    }

    // Over both lives of the box its other rule is silent from the moved camera's start to the end that the confirmation brings.
    private static void HoldsThatRulesRested(JsonNode[] events)
    {
        JsonNode[] tampers = [.. events.Where(said => Text(said, "kind") == "tamper")];
        Assert.Equal(
            ["covered start", "covered end", "moved start", "moved end", "moved start", "moved end"],
            tampers.Take(6).Select(said => $"{Text(said, "fault")} {Text(said, "phase")}"));
        Assert.Equal(["1", "1", "1", "1", "2", "2"], tampers.Take(6).Select(said => Text(said, "boot").Split('-')[0]));
        int start = Array.IndexOf(events, tampers[2]), end = Array.IndexOf(events, tampers[5]);
        Assert.All(tampers, said => Assert.Null(said["zone"]));
        Assert.Equal(tampers[0]["signal"]!.GetValue<long>(), tampers[1]["signal"]!.GetValue<long>());
        Assert.DoesNotContain(events[start..end], said => IsIntrusion(said.ToJsonString(), "start"));
        Assert.Contains(events[end..], said => IsIntrusion(said.ToJsonString(), "start"));
    }

    private static Func<string, bool> IsOf(string fault, string phase) => line =>
        line.Contains($"\"fault\":\"{fault}\"", StringComparison.Ordinal) && line.Contains($"\"phase\":\"{phase}\"", StringComparison.Ordinal);

    private static bool IsIntrusion(string line, string phase) =>
        line.Contains("\"kind\":\"intrusion\"", StringComparison.Ordinal) && line.Contains($"\"phase\":\"{phase}\"", StringComparison.Ordinal);

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
