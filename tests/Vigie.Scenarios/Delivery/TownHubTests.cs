using System.Text.Json.Nodes;
using Vigie.Scenarios.Service;

namespace Vigie.Scenarios.Delivery;

/// <summary><c>edgectl hub</c> with the certificate of its role, at the town's broker, and a real box that goes by its word.</summary>
public sealed class TownHubTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Box _box;
    private readonly TownBroker _broker;

    public TownHubTests()
    {
        _box = new Box(_folder);
        _broker = new TownBroker(_folder);
    }

    private string Database => _folder["hub.db"];

    public void Dispose()
    {
        _box.Dispose();
        _broker.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_box_forgets_what_the_hub_has_confirmed_and_nothing_else()
    {
        await OpenAsync();
        RunningProgram hub = await StartHubAsync("5");
        await ConfirmedAsync(3);
        await StopAsync(hub);

        // The broker takes on, and its word is not enough.
        long taken = (await _box.WaitAsync(_ => true))["delivery"]!["taken"]!.GetValue<long>();
        JsonNode alone = await _box.WaitAsync(health => health["delivery"]!["taken"]!.GetValue<long>() > taken && health["delivery"]!["unconfirmed"]!.GetValue<long>() > 0);
        Assert.Equal("room", alone["delivery"]!["hub"]!.GetValue<string>());
        Assert.True(alone["delivery"]!["waiting"]!.GetValue<long>() >= alone["delivery"]!["unconfirmed"]!.GetValue<long>(), alone.ToJsonString());

        // It comes back to the same session, and speaks 3.1.1.
        hub = await StartHubAsync("3.1.1");
        await ConfirmedAsync(taken);
        await EndAsync(hub);
    }

    private async Task OpenAsync()
    {
        await _broker.StartAsync();
        await _broker.CertifyAsync("box", "pets/box-1");
        await _broker.CertifyAsync("hub", "room");
        _box.Configure(_broker.Address, _broker.Configure, Box.Square("square", Checkout.SkipWithoutClip()));
        _box.Start();
    }

    private async Task<RunningProgram> StartHubAsync(string version)
    {
        RunningProgram hub = new(
            Checkout.Edgectl,
            [
                "hub", "--db", Database, "--name", "room", "--broker", _broker.Address, "--mqtt", version, "--pace", "200ms", "--heartbeat", "2s", .. _broker.Access("hub-room"),
            ]);
        await hub.WaitForLineAsync(line => line.Contains("connected as room", StringComparison.Ordinal), Box.Patience);
        return hub;
    }

    // By the hub's word: what the broker took is more than this, and nothing of it is unconfirmed.
    private async Task ConfirmedAsync(long more) => await _box.WaitAsync(health =>
        health["delivery"]!["hub"]?.GetValue<string>() == "room" && health["delivery"]!["taken"]!.GetValue<long>() > more && health["delivery"]!["unconfirmed"]!.GetValue<long>() == 0);

    private static async Task StopAsync(RunningProgram hub)
    {
        Assert.Equal(0, await hub.StopAsync());
        hub.Dispose();
    }

    // Stops the box, then the hub, and asks what came of it.
    private async Task EndAsync(RunningProgram hub)
    {
        Assert.Equal(0, await _box.Program.StopAsync());
        string last = await _box.Program.WaitForLineAsync(line => line.Contains(" records wait on disk", StringComparison.Ordinal), Box.Patience);
        await StopAsync(hub);
        Finished missing = (await Finished.RunAsync(Checkout.Edgectl, "hub", "missing", "--db", Database)).Succeeded();
        Assert.Contains("0 missing; 0 within", missing.Error, StringComparison.Ordinal);
        (await Finished.RunAsync(Checkout.Edgectl, "hub", "alarms", "--db", Database)).Succeeded();
        string[] lines = (await Finished.RunAsync(Checkout.Edgectl, "hub", "export", "--db", Database)).Succeeded().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(lines, line => line.Contains("\"topic\":\"clock\"", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("\"topic\":\"event/intrusion\"", StringComparison.Ordinal));
        int starts = lines.Count(line => line.Contains("\"phase\":\"start\"", StringComparison.Ordinal)), ends = lines.Count(line => line.Contains("\"phase\":\"end\"", StringComparison.Ordinal));
        // A box that has forgotten everything was confirmed everything; on a slow machine some may be left.
        Assert.True(starts > 0 && (starts == ends || !last.Contains("Stopped; 0 records", StringComparison.Ordinal)), $"{starts} signals began and {ends} ended. {last}");
    }
}
