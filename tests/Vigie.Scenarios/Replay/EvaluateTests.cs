using System.Text.Json.Nodes;

namespace Vigie.Scenarios.Replay;

/// <summary><c>vigie evaluate</c> as an installer uses it.</summary>
public sealed class EvaluateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task All_complaints_about_a_truth_come_at_once()
    {
        Write("truth.json", """
            { "kinds": ["intrusion", "flood"], "clips": [ { "clip": "people.avi", "events": [
              { "kind": "intrusion", "zone": "pond", "from": "1s", "to": 2 } ] } ] }
            """);

        Finished evaluation = await EvaluateAsync(_folder["people.avi"], RealClip.Configure(_folder));

        evaluation.FailedSaying(2, "truth.json", "$.kinds", "flood", "$.clips[0].events[0].zone", "\"pavement\"", "$.clips[0].events[0].to: 2: expected a duration");
    }

    [Fact]
    public async Task A_folder_lacks_no_clip_of_the_truth()
    {
        Write("truth.json", """{ "kinds": ["intrusion"], "clips": [ { "clip": "monday.mp4", "events": [] }, { "clip": "tuesday.mp4", "events": [] } ] }""");

        Finished evaluation = await EvaluateAsync(_folder["."], RealClip.Configure(_folder));

        evaluation.FailedSaying(2, "truth.json", "$.clips[0].clip", "monday.mp4", "$.clips[1].clip", "no such file");
    }

    // A rule that never watches would look as if it never erred.
    [Fact]
    public async Task A_schedule_wants_the_time_of_day_of_each_clip()
    {
        Thorough.Only();
        Checkout.SkipWithoutWeights();
        await RealClip.CutAsync(_folder, 15);
        string configuration = RealClip.Configure(_folder);
        JsonNode root = JsonNode.Parse(await File.ReadAllTextAsync(configuration, TestContext.Current.CancellationToken))!;
        root["calendar"] = new JsonObject { ["timeZone"] = "Europe/Paris" };
        root["cameras"]![0]!["rules"]![0]!["schedule"] = JsonNode.Parse("""[{ "from": "22:00", "to": "06:00" }]""");
        Write("config.json", root.ToJsonString());
        Write("truth.json", """{ "kinds": ["intrusion"], "clips": [ { "clip": "people.avi", "events": [] } ] }""");

        (await EvaluateAsync(_folder["people.avi"], configuration)).FailedSaying(2, "truth.json", "$.clips[0].start: is missing", "intrusion pavement", "--start-time");
        Assert.Equal(0, (int)(await EvaluateJsonAsync(configuration, "--start-time", "2026-06-01T12:00:00Z"))["falseAlarms"]!);
        Write("truth.json", """{ "kinds": ["intrusion"], "clips": [ { "clip": "people.avi", "start": "2026-06-01T22:00:00Z", "events": [] } ] }""");
        Assert.NotEqual(0, (int)(await EvaluateJsonAsync(configuration))["falseAlarms"]!);
        Write("truth.json", """{ "kinds": ["intrusion", "count"], "clips": [ { "clip": "people.avi", "start": "at night", "to": "16min", "events": [] } ] }""");
        (await EvaluateAsync(_folder["people.avi"], configuration)).FailedSaying(2, "$.kinds", "\"count\"", "$.clips[0].start", "at night", "2026-11-24T10:00:00Z");
        Write("truth.json", """{ "kinds": ["intrusion"], "clips": [ { "clip": "people.avi", "start": "2026-06-01T22:00:00Z", "to": "16min", "events": [] } ] }""");
        (await EvaluateAsync(_folder["people.avi"], configuration)).FailedSaying(2, "people.avi", "16min", "the clip ends at");
    }

    // The truth is what the replay says: the same pipeline must say it again. A clip in which nothing happens shows false alarms.
    [Fact]
    public async Task It_says_what_the_replay_says()
    {
        Checkout.SkipWithoutWeights();
        await RealClip.CutAsync(_folder, 15);
        string configuration = RealClip.Configure(_folder);
        (await Finished.RunAsync(
            Checkout.Vigie, "replay", _folder["people.avi"], "--config", configuration, "--fast", "--events", _folder["events.jsonl"])).Succeeded();
        JsonNode[] events = [.. (await File.ReadAllLinesAsync(_folder["events.jsonl"], TestContext.Current.CancellationToken)).Select(line => JsonNode.Parse(line)!)];
        JsonNode[] truth = [.. events.Where(one => (string?)one["phase"] == "start").Select(start => Truth(start, events))];
        Assert.NotEmpty(truth);
        Write("truth.json", new JsonObject
        {
            ["kinds"] = new JsonArray("intrusion"),
            ["tolerance"] = "0s",
            ["clips"] = new JsonArray(new JsonObject { ["clip"] = "people.avi", ["events"] = new JsonArray(truth) }),
        }.ToJsonString());

        JsonNode kind = await EvaluateJsonAsync(configuration, "--timeline", _folder["timeline.png"], "--markdown", _folder["report.md"]);

        Assert.Equal((truth.Length, truth.Length, truth.Length), ((int)kind["happened"]!, (int)kind["found"]!, (int)kind["said"]!));
        Assert.Equal(0, (double)kind["longestDelay"]!);
        byte[] picture = await File.ReadAllBytesAsync(_folder["timeline.png"], TestContext.Current.CancellationToken);
        Assert.Equal("PNG"u8, picture.AsSpan(1, 3));
        Assert.Contains($"{truth.Length} of {truth.Length}: 1.00", await File.ReadAllTextAsync(_folder["report.md"], TestContext.Current.CancellationToken), StringComparison.Ordinal);

        Write("truth.json", """{ "kinds": ["intrusion"], "clips": [ { "clip": "people.avi", "events": [] } ] }""");
        Assert.Equal(truth.Length, (int)(await EvaluateJsonAsync(configuration))["falseAlarms"]!);
    }

    private static JsonObject Truth(JsonNode start, JsonNode[] events)
    {
        JsonNode end = events.Single(one => (string?)one["phase"] == "end" && (uint)one["signal"]! == (uint)start["signal"]!);
        return new JsonObject { ["kind"] = "intrusion", ["zone"] = "pavement", ["from"] = Time(start), ["to"] = Time(end) };
    }

    private static string Time(JsonNode one) => FormattableString.Invariant($"{((DateTimeOffset)one["time"]!).ToUnixTimeMilliseconds()}ms");

    private void Write(string name, string text) => File.WriteAllText(_folder[name], text);

    private async Task<JsonNode> EvaluateJsonAsync(string configuration, params string[] more)
    {
        Finished evaluation = await EvaluateAsync(_folder["people.avi"], configuration, ["--json", .. more]);
        return Assert.Single(JsonNode.Parse(evaluation.Succeeded().Output)!["kinds"]!.AsArray())!;
    }

    private Task<Finished> EvaluateAsync(string clips, string configuration, params string[] more) =>
        Finished.RunAsync(Checkout.Vigie, ["evaluate", clips, "--truth", _folder["truth.json"], "--config", configuration, .. more]);
}
