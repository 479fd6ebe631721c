using System.Globalization;
using System.Text.Json.Nodes;

namespace Vigie.Scenarios.Replay;

/// <summary>Real people, real weights, real ffmpeg: what a replay writes.</summary>
public sealed class ReplayTests : IDisposable
{
    private const string Start = "2026-11-24T10:00:00Z";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_replay_gives_tracks_and_events_and_the_same_bytes_twice()
    {
        string clip = await RealClip.CutAsync(_folder, 8);
        string configuration = RealClip.Configure(_folder);

        Finished first = (await ReplayAsync(clip, configuration, "1")).Succeeded();
        (await ReplayAsync(clip, configuration, "2")).Succeeded();

        Assert.Equal(await ReadAsync("1.jsonl"), await ReadAsync("2.jsonl"));
        Assert.Equal(await ReadAsync("1.txt"), await ReadAsync("2.txt"));
        JsonNode summary = JsonNode.Parse(first.Output)!;
        Assert.Equal(80, summary["frames"]!.GetValue<int>());
        Assert.Equal(80, summary["inferences"]!.GetValue<int>() + summary["skipped"]!.GetValue<int>());
        CheckTracks(await File.ReadAllLinesAsync(_folder["1.txt"], TestContext.Current.CancellationToken));
        CheckEvents(await File.ReadAllLinesAsync(_folder["1.jsonl"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Another_start_time_is_another_boot()
    {
        string clip = await RealClip.CutAsync(_folder, 4);
        string configuration = RealClip.Configure(_folder);

        (await ReplayAsync(clip, configuration, "1")).Succeeded();
        (await ReplayAsync(clip, configuration, "2", "2026-11-24T11:00:00Z")).Succeeded();

        Assert.NotEqual(BootOf(await ReadAsync("1.jsonl")), BootOf(await ReadAsync("2.jsonl")));
    }

    [Fact]
    public async Task Without_a_configuration_there_is_no_event()
    {
        string clip = await RealClip.CutAsync(_folder, 3);

        Finished replay = await Finished.RunAsync(Checkout.Vigie, "replay", clip, "--fast", "--events", _folder["events.jsonl"]);

        Assert.Contains("30 frames", replay.Succeeded().Output, StringComparison.Ordinal);
        Assert.Empty(await ReadAsync("events.jsonl"));
    }

    [Fact]
    public async Task At_the_clips_pace_a_replay_lasts_as_long_as_the_clip()
    {
        string clip = await RealClip.CutAsync(_folder, 4);

        Finished replay = await Finished.RunAsync(Checkout.Vigie, "replay", clip, "--json");

        Assert.InRange(JsonNode.Parse(replay.Succeeded().Output)!["seconds"]!.GetValue<double>(), 3.8, 60);
    }

    [Fact]
    public async Task A_contact_sheet_is_a_picture()
    {
        string clip = await RealClip.CutAsync(_folder, 6);

        (await Finished.RunAsync(
            Checkout.Vigie, "replay", clip, "--fast", "--config", RealClip.Configure(_folder), "--sheet", _folder["sheet.png"])).Succeeded();

        byte[] picture = await File.ReadAllBytesAsync(_folder["sheet.png"], TestContext.Current.CancellationToken);
        Assert.Equal("PNG"u8, picture.AsSpan(1, 3));
        Assert.True(picture.Length > 100_000, $"{picture.Length} bytes");
    }

    private static void CheckTracks(string[] rows)
    {
        Assert.NotEmpty(rows);
        Assert.All(rows, row =>
        {
            double[] cells = [.. row.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
            Assert.InRange(cells[0], 1, 80);
            Assert.InRange(cells[2], -50, 768);
            Assert.InRange(cells[3], -50, 576);
            Assert.Equal(1, cells[7]);
        });
    }

    private static void CheckEvents(string[] lines)
    {
        JsonNode[] events = [.. lines.Select(line => JsonNode.Parse(line)!)];
        Assert.Contains(events, one => one["kind"]!.GetValue<string>() == "intrusion" && one["phase"]!.GetValue<string>() == "start");
        Assert.Equal(
            events.Count(one => one["phase"]!.GetValue<string>() == "start"), events.Count(one => one["phase"]!.GetValue<string>() == "end"));
        Assert.All(events, one => Assert.True(one["laboratory"]!.GetValue<bool>()));
        Assert.All(events, one => Assert.StartsWith("2026-11-24T10:00:0", one["time"]!.GetValue<string>(), StringComparison.Ordinal));
    }

    private static string BootOf(string events) => JsonNode.Parse(events.Split('\n')[0])!["boot"]!.ToJsonString();

    private Task<string> ReadAsync(string name) => File.ReadAllTextAsync(_folder[name], TestContext.Current.CancellationToken);

    private Task<Finished> ReplayAsync(string clip, string configuration, string name, string start = Start) => Finished.RunAsync(
        Checkout.Vigie, "replay", clip, "--config", configuration, "--fast", "--json", "--classes", "person", "--start-time", start,
        "--events", _folder[name + ".jsonl"], "--tracks", _folder[name + ".txt"]);
}
