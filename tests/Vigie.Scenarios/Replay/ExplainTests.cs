using System.Text.Json.Nodes;

namespace Vigie.Scenarios.Replay;

/// <summary>A replay says why rules did and did not speak, what they would have said in their shadow time, and that it does not know the time.</summary>
public sealed class ExplainTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_rule_says_why_and_a_shadow_says_what_it_would_have_said()
    {
        string clip = await RealClip.CutAsync(_folder, 8);
        string configuration = await ConfigureAsync("\"shadow\": \"24h\", ");

        Finished replay = await Finished.RunAsync(
            Checkout.Vigie, "replay", clip, "--fast", "--json", "--config", configuration, "--events", _folder["events.jsonl"], "--explain", _folder["why.jsonl"]);

        JsonNode rule = JsonNode.Parse(replay.Succeeded().Output)!["rules"]!.AsArray().Single()!;
        int would = rule["shadow"]!["signals"]!.GetValue<int>();
        Assert.True(would > 0, replay.Output);
        Assert.Equal("shadow", rule["state"]!.GetValue<string>());
        Assert.Empty(await ReadAsync("events.jsonl"));
        JsonNode[] lines = [.. (await ReadAsync("why.jsonl")).Select(line => JsonNode.Parse(line)!)];
        Assert.Equal(would, lines.Count(line => line["reason"]?.GetValue<string>() == "inShadow"));
        Assert.Equal(would, lines[^1]["spells"]!["inShadow"]!.GetValue<int>());
        Assert.All(lines[..^1], line => Assert.True(line["from"]!.GetValue<double>() <= line["to"]!.GetValue<double>(), line.ToJsonString()));
    }

    [Fact]
    public async Task A_schedule_without_a_time_is_refused_and_with_one_is_kept()
    {
        string clip = await RealClip.CutAsync(_folder, 4);
        string configuration = await ConfigureAsync("\"schedule\": [ { \"from\": \"22:00\", \"to\": \"06:00\" } ], ");

        Finished refused = await Finished.RunAsync(Checkout.Vigie, "replay", clip, "--fast", "--config", configuration);
        Finished day = await Finished.RunAsync(Checkout.Vigie, "replay", clip, "--fast", "--config", configuration, "--start-time", "2026-11-24T10:00:00Z");
        Finished night = await Finished.RunAsync(Checkout.Vigie, "replay", clip, "--fast", "--config", configuration, "--start-time", "2026-11-24T21:00:00Z");

        refused.FailedSaying(2, "has no time of day", "--start-time");
        Assert.Contains("its schedule is closed", day.Succeeded().Output, StringComparison.Ordinal);
        Assert.Contains("events      none", day.Output, StringComparison.Ordinal);
        Assert.Contains("intrusion start", night.Succeeded().Output, StringComparison.Ordinal);
    }

    private async Task<string> ConfigureAsync(string condition)
    {
        string path = RealClip.Configure(_folder);
        string text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        text = text.Replace("\"kind\":", condition + "\"kind\":", StringComparison.Ordinal)
            .Replace("\"cameras\":", "\"calendar\": { \"timeZone\": \"Europe/Paris\" }, \"cameras\":", StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        return path;
    }

    private async Task<string[]> ReadAsync(string name) => await File.ReadAllLinesAsync(_folder[name], TestContext.Current.CancellationToken);
}
