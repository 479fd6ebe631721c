using System.Globalization;
using System.Text.Json.Nodes;
using Vigie.Scenarios.Service;

namespace Vigie.Scenarios.Delivery;

/// <summary>
/// A real box whose clock is its own (libfaketime; the machine's is nobody's to set), a real broker that is away, a real subscriber. Only where
/// <c>VIGIE_OWN_CLOCK=1</c> asks for it: under load libfaketime ended the process once in four times.
/// </summary>
public sealed class ClockTests : IDisposable
{
    private const int Ahead = 7200;

    private readonly TemporaryFolder _folder = new();
    private readonly Box _box;

    public ClockTests() => _box = new Box(_folder);

    public void Dispose()
    {
        _box.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_waited_comes_as_historical_and_a_clock_that_is_set_is_told()
    {
        GiveOwnClock();
        using Mosquitto broker = new(_folder);
        _box.Configure(broker.Address, Box.Square("square", Checkout.SkipWithoutClip()));
        SetClock(0);
        _box.Start();
        await _box.WaitAsync(health => health["delivery"]!["waiting"]!.GetValue<long>() > 3 && Box.Camera(health, "square")["events"]!.GetValue<long>() > 1);
        _box.Program.Kill();

        // Two hours later, by its clock, the box and the broker are back.
        SetClock(Ahead);
        await broker.StartAsync();
        using RunningProgram watch = new(Checkout.Edgectl, "watch", "--json", "--broker", broker.Address);
        await watch.WaitForLineAsync(line => line.Contains("connected", StringComparison.Ordinal), Box.Patience);
        _box.Start();
        await watch.WaitForLineAsync(line => EventOf(line, "2-") is not null, Box.Patience);
        // It was wrong, and a time server is reached.
        SetClock(0);
        JsonNode set = JsonNode.Parse(await watch.WaitForLineAsync(line => line.Contains("\"was\":", StringComparison.Ordinal), Box.Patience))!["clock"]!;
        long told = set["sequence"]!.GetValue<long>();
        await watch.WaitForLineAsync(line => EventOf(line, "2-") is { } later && later["sequence"]!.GetValue<long>() > told, Box.Patience);
        Assert.Equal(0, await _box.Program.StopAsync());

        JsonNode[] first = [.. watch.Output.Select(line => EventOf(line, "1-")).OfType<JsonNode>()];
        JsonNode[] second = [.. watch.Output.Select(line => EventOf(line, "2-")).OfType<JsonNode>()];
        Assert.NotEmpty(first);
        Assert.All(first, late => Assert.True(late["historical"]?.GetValue<bool>(), late.ToJsonString()));
        Assert.All(second, recent => Assert.Null(recent["historical"]));
        Assert.Equal(-Ahead, (TimeOf(set, "time") - TimeOf(set, "was")).TotalSeconds, 10.0);
        // By the clock record, all of this boot lies in one minute or two.
        Assert.All(second, happened => Assert.InRange(TimeOf(happened, "time").AddSeconds(happened["sequence"]!.GetValue<long>() < told ? -Ahead : 0), DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(1)));
        Assert.Contains(second, happened => happened["sequence"]!.GetValue<long>() < told && TimeOf(happened, "time") > DateTimeOffset.UtcNow.AddHours(1));
    }

    private void GiveOwnClock()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("VIGIE_OWN_CLOCK") == "1", "skipped: VIGIE_OWN_CLOCK=1 asks for it");
        // MT: the other one reads its file without a lock, and now and then a thread gets the machine's time.
        string? library = Directory.GetDirectories("/usr/lib").Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists);
        Assert.SkipUnless(library is not null, "skipped: no libfaketime; apt-get install libfaketime");
        _box.Environment["LD_PRELOAD"] = library;
        _box.Environment["FAKETIME_TIMESTAMP_FILE"] = _folder["clock"];
        _box.Environment["FAKETIME_NO_CACHE"] = "1";
        _box.Environment["DONT_FAKE_MONOTONIC"] = "1";
        _box.Environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1";
    }

    // Seconds ahead of the machine's; replaced whole, for the box reads it at each look at its clock.
    private void SetClock(int seconds)
    {
        File.WriteAllText(_folder["clock.new"], seconds.ToString("+0;-0;+0", CultureInfo.InvariantCulture) + "\n");
        File.Move(_folder["clock.new"], _folder["clock"], overwrite: true);
    }

    private static JsonNode? EventOf(string line, string boot) =>
        line.Contains("\"record\":\"event\"", StringComparison.Ordinal) && JsonNode.Parse(line)!["event"] is { } found
        && found["boot"]!.GetValue<string>().StartsWith(boot, StringComparison.Ordinal) ? found : null;

    private static DateTimeOffset TimeOf(JsonNode record, string name) =>
        DateTimeOffset.Parse(record[name]!.GetValue<string>(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
