using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Vigie.Scenarios.Delivery;

namespace Vigie.Scenarios.Service;

/// <summary>
/// Nothing grows. For ./tools/test --ci: 20 minutes of a busy street in 100 seconds, by two cameras at six times the clip's pace, with every
/// event delivered. For ./tools/soak HOURS: at the clip's own pace for so long.
/// </summary>
[CollectionDefinition(nameof(SoakTests), DisableParallelization = true)]
[Collection(nameof(SoakTests))]
public sealed class SoakTests : IDisposable
{
    private const int Cameras = 2;
    private const long StreetFrames = 12_000;
    private const double PeaceMegabytes = 32;

    private readonly TemporaryFolder _folder = new();
    private readonly Box _box;

    public SoakTests() => _box = new Box(_folder);

    public void Dispose()
    {
        _box.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Nothing_grows()
    {
        string? hours = Environment.GetEnvironmentVariable("VIGIE_SOAK_HOURS");
        Assert.SkipUnless(hours is not null || Thorough.IsAsked, "only for ./tools/test --ci and ./tools/soak");
        TimeSpan time = hours is null ? TimeSpan.FromSeconds(100) : TimeSpan.FromHours(double.Parse(hours, CultureInfo.InvariantCulture));
        string clip = hours is null ? await HurryAsync() : Checkout.SkipWithoutClip();
        using Mosquitto broker = new(_folder);
        await broker.StartAsync();
        using RunningProgram subscriber = new("mosquitto_sub", "-V", "5", "-h", "127.0.0.1", "-p", $"{broker.Port}", "-q", "1", "-t", "vigie/#", "-F", "%l");
        _box.Configure(broker.Address, [.. Enumerable.Range(1, Cameras).Select(number => Box.Square($"street-{number}", clip))]);
        _box.Start();
        await _box.WaitForStreamsAsync();

        List<JsonNode> looks = await LookForAsync(time);

        JsonNode end = looks[^1];
        Print(looks, time);
        Check(looks);
        Assert.True(hours is not null || Sum(end, "frames") + Sum(end, "dropped") >= StreetFrames * 3 / 4, $"Too few frames came: {end.ToJsonString()}");
        Assert.True(Sum(end, "events") > 0, "It was no busy street.");
        Assert.Equal(0, end["delivery"]!["lost"]!.GetValue<long>());
        Assert.True(
            Sum(looks[looks.Count / 4], "dropped") == 0 || _box.Program.Error.Any(line => line.Contains("frames were dropped in the last minute", StringComparison.Ordinal)),
            "Frames were dropped, and nobody was told.");

        // As systemd ends it: a soak that runs in the background of a shell has SIGINT ignored (nohup(1), bash(1) on job control).
        Signals.Send(_box.Program.Id, Signals.Terminate);
        Assert.Equal(0, await _box.Program.WaitForExitAsync(Box.Patience));
    }

    // The same pictures, six times as fast: container times only, no re-encoding.
    private async Task<string> HurryAsync()
    {
        string fast = _folder["street.mkv"];
        (await Finished.RunAsync(
            "ffmpeg", "-v", "error", "-itsscale", "0.16666666", "-i", Checkout.SkipWithoutClip(), "-map", "0:v", "-c", "copy", fast)).Succeeded();
        return fast;
    }

    private async Task<List<JsonNode>> LookForAsync(TimeSpan time)
    {
        List<JsonNode> looks = [];
        TimeSpan every = TimeSpan.FromSeconds(Math.Clamp(time.TotalSeconds / 50, 1, 60));
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.Elapsed < time)
        {
            await Task.Delay(every, TestContext.Current.CancellationToken);
            looks.Add(await _box.WaitAsync(_ => true));
        }

        return looks;
    }

    // Of the second quarter, when all is loaded and warm, against the last: medians, because a collection may come at any moment.
    private static void Check(List<JsonNode> looks)
    {
        int quarter = looks.Count / 4;
        JsonNode[] warm = [.. looks.Skip(quarter).Take(quarter)], last = [.. looks.TakeLast(quarter)];
        double grown = Median(last, "residentBytes") - Median(warm, "residentBytes");
        Assert.True(grown <= PeaceMegabytes * 1e6, $"Memory grew by {grown / 1e6:0.0} MB.");
        Assert.InRange(Median(last, "handles") - Median(warm, "handles"), -1000, 8);
        Assert.InRange(Median(last, "threads") - Median(warm, "threads"), -1000, 8);
        Assert.InRange(Median(last, "children"), 0, 2 * Cameras);
    }

    private static void Print(List<JsonNode> looks, TimeSpan time)
    {
        double[] minutes = [.. looks.Select((_, index) => index * time.TotalMinutes / looks.Count)];
        double[] megabytes = [.. looks.Select(look => Machine(look, "residentBytes") / 1e6)];
        int from = looks.Count / 4;
        JsonNode end = looks[^1];
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"soak: {Sum(end, "frames")} frames looked at and {Sum(end, "dropped")} dropped in {time.TotalSeconds:0} s, {Sum(end, "inferences")} inferences, {Sum(end, "events")} events, "
            + $"{end["delivery"]!["taken"]} records delivered; memory {megabytes[from]:0.0} MB -> {megabytes[^1]:0.0} MB, slope {Slope(minutes[from..], megabytes[from..]):0.00} MB/min; "
            + $"handles {Machine(looks[from], "handles")} -> {Machine(end, "handles")}, threads {Machine(looks[from], "threads")} -> {Machine(end, "threads")}, children {Machine(end, "children")}"));
    }

    private static double Slope(double[] at, double[] value)
    {
        double meanAt = at.Average(), mean = value.Average();
        return at.Zip(value, (x, y) => (x - meanAt) * (y - mean)).Sum() / at.Sum(x => (x - meanAt) * (x - meanAt));
    }

    private static double Median(JsonNode[] looks, string what)
    {
        double[] sorted = [.. looks.Select(look => Machine(look, what)).Order()];
        return sorted[sorted.Length / 2];
    }

    private static double Machine(JsonNode look, string what) => look["machine"]![what]?.GetValue<double>() ?? 0;

    private static long Sum(JsonNode look, string what) => look["cameras"]!.AsArray().Sum(camera => camera![what]!.GetValue<long>());
}
