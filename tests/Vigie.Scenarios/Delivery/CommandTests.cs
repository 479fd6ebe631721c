using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Vigie.Scenarios.Service;
using Vigie.Trust.Journal;

namespace Vigie.Scenarios.Delivery;

/// <summary>Commands by way of the town's broker: real Mosquitto with its roles, a real box under an order, real <c>edgectl command</c>.</summary>
public sealed class CommandTests : IDisposable
{
    private const string Topic = "vigie/1/pets/box-1/command";

    private readonly TemporaryFolder _folder = new();
    private readonly TownBroker _broker;
    private readonly Box _box;

    public CommandTests()
    {
        _box = new Box(_folder);
        _broker = new TownBroker(_folder);
    }

    public void Dispose()
    {
        _box.Dispose();
        _broker.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_stop_acts_at_once_the_status_says_why_a_resume_lifts_it_and_a_replay_does_nothing()
    {
        await StartAsync(Box.Square("square", Checkout.SkipWithoutClip()));
        using RunningProgram watch = Watch();
        // With a certificate of its own: the broker lets each in once. Line by line: into a pipe it would keep what it says to itself.
        using RunningProgram tap = new("stdbuf", ["-oL", "mosquitto_sub", .. _broker.Client("subscriber-tap"), "-t", Topic, "-F", "%x", "-d"]);
        await tap.WaitForLineAsync(line => line.StartsWith("Subscribed", StringComparison.Ordinal), Box.Patience);
        await watch.WaitForLineAsync(line => PhaseOf(line) == "start", Box.Patience);
        Finished ping = (await SendAsync("ping")).Succeeded();
        Assert.Contains("pets/box-1: ping done at ", ping.Output, StringComparison.Ordinal);

        Stopwatch stopwatch = Stopwatch.StartNew();
        (await SendAsync("stop", "--reason", "council's vote")).Succeeded();
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture, $"stop sent, carried out, journalled and answered, with the start of edgectl: {stopwatch.Elapsed.TotalMilliseconds:0} ms"));
        JsonNode stopped = await _box.WaitAsync(health => health["orders"]!["stoppedByCommand"]!.GetValue<bool>() && Box.Camera(health, "square")["notWatched"] is not null);
        Assert.Contains(stopped["troubles"]!.AsArray(), trouble => trouble!.GetValue<string>().StartsWith("Stopped by a command", StringComparison.Ordinal));
        Finished status = (await SendAsync("status")).Succeeded();
        Assert.Contains("! Stopped by a command from the broker: nobody looks.", status.Output, StringComparison.Ordinal);
        await AllEndedAsync(watch);

        string[] captured = await ResumeAsync(watch, tap);

        Assert.Equal(0, await _box.Program.StopAsync());
        JournalEntry[] entries = [.. JournalReader.Read(Path.Combine(_box.State, "journal"))];
        Assert.Equal(["ping", "stop", "status", "resume"], entries.Where(entry => entry.Kind == JournalKind.CommandAccepted).Select(entry => entry.Detail.Text("action")));
        Assert.Equal(captured.Length, entries.Count(entry => entry.Kind == JournalKind.CommandRefused && entry.Detail.Text("why") == "replayed"));
        Assert.Contains("council's vote", entries.Single(entry => entry.Kind == JournalKind.SwitchPressed).Detail.Text("reason"), StringComparison.Ordinal);
        Assert.Single(entries, entry => entry.Kind == JournalKind.SwitchLifted);
    }

    [Fact]
    public async Task Who_may_not_is_told_so_and_a_revocation_stops_the_order()
    {
        await StartAsync(Box.Watched("gate"));
        await _broker.CertifyAsync("subscriber", "hall");
        string[] ask = ["command", "stop", "--box", "pets/box-1", "--broker", _broker.Address];

        (await Finished.RunAsync(Checkout.Edgectl, [.. ask, .. _broker.Access("subscriber-hall"), "--signing-key", _folder["operator.pem"]]))
            .FailedSaying(4, "refuses vigie/1/pets/box-1/command", "operator's certificate");
        (await Finished.RunAsync(Checkout.Edgectl, ["command", "stop", "--box", "pets/box-9", "--broker", _broker.Address, .. _broker.Access("operator-chief"), "--signing-key", _folder["operator.pem"], "--within", "1"]))
            .FailedSaying(3, "pets/box-9");
        (await Finished.RunAsync(Checkout.Edgectl, ["command", "stop", "--box", "pets", "--broker", _broker.Address, "--signing-key", _folder["operator.pem"]]))
            .FailedSaying(2, "--box", "SITE/DEVICE");
        (await Finished.RunAsync(Checkout.Edgectl, [.. ask, .. _broker.Access("operator-chief"), "--signing-key", _folder["hub.pem"], "--within", "3"]))
            .FailedSaying(3, "has not answered within 3 s");
        await _box.WaitAsync(health => health["orders"]!["commandsRefused"]!.GetValue<long>() == 1);

        string revocation = _folder["stop.cose"];
        await File.WriteAllBytesAsync(revocation, _box.Town.Word(_box.Order, lifts: false), TestContext.Current.CancellationToken);
        Finished revoked = await Finished.RunAsync(
            Checkout.Edgectl, ["command", "revoke", revocation, "--box", "pets/box-1", "--broker", _broker.Address, .. _broker.Access("operator-chief"), "--within", "20"]);
        Assert.Contains("is stopped: Fair cancelled", revoked.Succeeded().Output, StringComparison.Ordinal);
        JsonNode blind = await _box.WaitAsync(health => Box.Camera(health, "gate")["notWatched"] is not null);
        Assert.Contains("was revoked", Box.Camera(blind, "gate")["notWatched"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(0, await _box.Program.StopAsync());
        JournalEntry[] entries = [.. JournalReader.Read(Path.Combine(_box.State, "journal"))];
        Assert.Equal("wrong-role", Assert.Single(entries, entry => entry.Kind == JournalKind.CommandRefused).Detail.Text("why"));
        Assert.Single(entries, entry => entry.Kind == JournalKind.MandateRevoked);
    }

    // Lifts the stop, sends everything that was captured once more, and waits until the box looks again all the same.
    private async Task<string[]> ResumeAsync(RunningProgram watch, RunningProgram tap)
    {
        (await SendAsync("resume")).Succeeded();
        int before = watch.Output.Count(line => PhaseOf(line) == "start");
        await _box.WaitAsync(health => Box.Camera(health, "square")["notWatched"] is null);
        string[] captured = [.. tap.Output.Where(line => line.Length > 100 && line.All(char.IsAsciiHexDigitLower))];
        Assert.Equal(4, captured.Length);
        foreach (string hex in captured)
        {
            await ReplayAsync(hex);
        }

        await _box.WaitAsync(health => health["orders"]!["commandsRefused"]!.GetValue<long>() == captured.Length);
        Assert.Null((await _box.WaitAsync(_ => true))["orders"]!["killSwitch"]);
        Stopwatch patience = Stopwatch.StartNew();
        while (watch.Output.Count(line => PhaseOf(line) == "start") <= before)
        {
            Assert.True(patience.Elapsed < Box.Patience, "It should watch again: " + watch.Everything());
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        return captured;
    }

    private async Task StartAsync(JsonObject camera)
    {
        await _broker.StartAsync();
        await _broker.CertifyAsync("box", "pets/box-1");
        await _broker.CertifyAsync("operator", "chief");
        await _broker.CertifyAsync("subscriber", "room");
        await _broker.CertifyAsync("subscriber", "tap");
        _box.Configure(_broker.Address, _broker.Configure, camera);
        _box.Start();
        await _box.WaitAsync(health => health["delivery"]!["connected"]!.GetValue<bool>() && health["orders"]!["timeTrusted"]!.GetValue<bool>());
    }

    private RunningProgram Watch() => new(Checkout.Edgectl, ["watch", "--json", "--broker", _broker.Address, .. _broker.Access("subscriber-room")]);

    private Task<Finished> SendAsync(string action, params string[] more) => Finished.RunAsync(
        Checkout.Edgectl,
        [
            "command", action, "--box", "pets/box-1", "--broker", _broker.Address, .. _broker.Access("operator-chief"), "--signing-key", _folder["operator.pem"], "--within", "60", .. more,
        ]);

    private async Task ReplayAsync(string hex)
    {
        string file = _folder["captured"];
        await File.WriteAllBytesAsync(file, Convert.FromHexString(hex), TestContext.Current.CancellationToken);
        (await Finished.RunAsync("mosquitto_pub", [.. _broker.Client("operator-chief"), "-t", Topic, "-f", file])).Succeeded();
    }

    // Open signals end with the stop: as many ends as starts, by signal.
    private static async Task AllEndedAsync(RunningProgram watch)
    {
        Stopwatch patience = Stopwatch.StartNew();
        while (true)
        {
            HashSet<string> open = [.. Signals(watch, "start")];
            open.ExceptWith(Signals(watch, "end"));
            if (open.Count == 0)
            {
                return;
            }

            Assert.True(patience.Elapsed < Box.Patience, $"Signals stay open: {string.Join(", ", open)}\n{watch.Everything()}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private static IEnumerable<string> Signals(RunningProgram watch, string phase) =>
        watch.Output.Where(line => PhaseOf(line) == phase).Select(line => JsonNode.Parse(line)!["event"]!["signal"]!.ToString());

    private static string? PhaseOf(string line) =>
        line.StartsWith('{') && line.Contains("\"record\":\"event\"", StringComparison.Ordinal) ? JsonNode.Parse(line)!["event"]!["phase"]!.GetValue<string>() : null;
}
