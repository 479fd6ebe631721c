using System.Text.Json.Nodes;
using Vigie.Scenarios.Delivery;
using Vigie.Trust.Journal;
using Vigie.Trust.Switch;

namespace Vigie.Scenarios.Service;

/// <summary>What a service may do is what an authority has signed: for this box, in place and in date, and until somebody presses the switch.</summary>
public sealed class MandateTests : IDisposable
{
    private const int UserDefined1 = 10;

    private readonly TemporaryFolder _folder = new();
    private readonly Box _box;

    public MandateTests() => _box = new Box(_folder);

    public void Dispose()
    {
        _box.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Without_an_order_it_does_not_run_and_with_one_it_does()
    {
        string clip = Checkout.SkipWithoutClip();
        using Mosquitto broker = new(_folder);
        await broker.StartAsync();
        using RunningProgram subscriber = new("mosquitto_sub", "-V", "5", "-h", "127.0.0.1", "-p", $"{broker.Port}", "-q", "1", "-t", "vigie/#", "-F", "%t %p");
        _box.IsOrdered = false;
        _box.Configure(broker.Address, root => root["delivery"]!["encoding"] = "json", Box.Square("square", clip));

        Finished refused = await Finished.RunAsync(Checkout.Vigie, "run", "--config", _box.Configuration);
        refused.FailedSaying(
            4, "$.cameras[0].rules", "no order allows intrusion", "no mandate is installed on pets/box-1", "$.cameras[0].model", "no network may run", "nothing was changed");
        Assert.Equal(JournalKind.ConfigurationRefused, Journal().Last(entry => entry.Kind != JournalKind.ClockChanged).Kind);

        _box.IsOrdered = true;
        _box.Configure(broker.Address, root => root["delivery"]!["encoding"] = "json", Box.Square("square", clip));
        _box.Start();
        await subscriber.WaitForLineAsync(line => line.Contains("/event/intrusion", StringComparison.Ordinal), Box.Patience);
        Assert.Equal(0, await _box.Program.StopAsync());
        string mandate = Town.HashOf(_box.Order);
        await subscriber.WaitForLineAsync(line => line.Contains("/context ", StringComparison.Ordinal) && line.Contains(mandate, StringComparison.Ordinal), Box.Patience);

        JournalKind[] kinds = [.. Journal().Select(entry => entry.Kind)];
        JournalKind[] expected =
        [
            JournalKind.Started, JournalKind.MandateBegan, JournalKind.ConfigurationChanged, JournalKind.ModelChanged, JournalKind.SignalRaised, JournalKind.Stopped,
        ];
        Assert.All(expected.Where(kind => kind != JournalKind.ConfigurationChanged), kind => Assert.Contains(kind, kinds));
        await subscriber.WaitForLineAsync(line => line.StartsWith("vigie/1/pets/box-1/journal ", StringComparison.Ordinal), Box.Patience);
    }

    [Fact]
    public async Task A_stop_and_the_kill_switch_act_at_once_and_only_a_key_lifts_them()
    {
        _box.Configure(null, Box.Square("square", Checkout.SkipWithoutClip()));
        RunningProgram program = _box.Start();
        await WatchedAsync();

        _box.Install(_box.Town.Word(_box.Order, lifts: false));
        await BlindAsync("was revoked");
        _box.Install(_box.Town.Word(_box.Order, lifts: true));
        await WatchedAsync();

        Signals.Send(program.Id, UserDefined1);
        JsonNode pressed = await BlindAsync("the kill switch is pressed");
        string press = pressed["orders"]!["killSwitch"]!.GetValue<string>();
        Assert.Equal(0, await program.StopAsync());
        _box.Start();
        Assert.Equal(press, (await BlindAsync("the kill switch is pressed"))["orders"]!["killSwitch"]!.GetValue<string>());

        _box.Install(Lift(new string('0', 32)));
        await _box.Program.WaitForLineAsync(line => line.Contains("Kill switch stays pressed", StringComparison.Ordinal), Box.Patience);
        _box.Install(Lift(press));
        await WatchedAsync();
        Assert.Equal(0, await _box.Program.StopAsync());

        JournalKind[] expected =
        [
            JournalKind.MandateRevoked, JournalKind.RevocationLifted, JournalKind.SwitchPressed, JournalKind.SwitchLiftRefused, JournalKind.SwitchLifted,
        ];
        Assert.Equal(expected, Journal().Select(entry => entry.Kind).Where(expected.Contains));
    }

    [Fact]
    public async Task It_ends_with_the_orders_last_second_and_the_service_stays_to_say_so()
    {
        _box.IsOrdered = false;
        _box.Configure(null, Box.Square("square", Checkout.SkipWithoutClip()));
        DateTimeOffset end = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 25);
        byte[] order = _box.Town.Order("pets", "box-1", ["square"], mandate => mandate with { To = end });
        _box.Install(_box.Town.Profile(), _box.Town.Models(Town.NetworkOf(Checkout.At("models/street"))), order);
        _box.Start();
        await WatchedAsync();

        await BlindAsync("ended on");
        Assert.True(DateTimeOffset.UtcNow >= end);
        Assert.Equal(0, await _box.Program.StopAsync());

        // By the time that the hub told, which is whole seconds and was on its way for up to two.
        JournalEntry ended = Journal().Last(entry => entry.Kind == JournalKind.MandateEnded);
        Assert.InRange((ended.Time - end).TotalSeconds, 0, 5);
        Assert.DoesNotContain(Journal(), entry => entry.Kind == JournalKind.SignalRaised && entry.Number > ended.Number);
        Assert.Contains(Journal(), entry => entry.Kind == JournalKind.MandateEnding);

        // After a restart too: what is over starts nothing, and is said.
        _box.Start();
        await BlindAsync("ended on");
    }

    [Fact]
    public async Task A_configuration_that_asks_for_more_than_was_ordered_changes_nothing()
    {
        JsonObject square = Box.Square("square", Checkout.SkipWithoutClip());
        _box.Configure(null, square);
        RunningProgram program = _box.Start();
        await WatchedAsync();

        JsonObject greedy = (JsonObject)square.DeepClone();
        ((JsonArray)greedy["rules"]!).Add(new JsonObject { ["kind"] = "loitering", ["zone"] = "pavement", ["dwell"] = "30s" });
        _box.IsOrdered = false;
        _box.Configure(null, greedy);
        Signals.Send(program.Id, Signals.HangUp);
        JsonNode health = await _box.WaitAsync(health => health["configuration"]!["isLastGood"]!.GetValue<bool>());

        Assert.Contains("does not list it; it lists intrusion", health["configuration"]!["refusal"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Null(Box.Camera(health, "square")["notWatched"]);
        Assert.Equal(0, await program.StopAsync());
        Assert.Contains(Journal(), entry => entry.Kind == JournalKind.ConfigurationRefused);
    }

    private IReadOnlyList<JournalEntry> Journal() => [.. JournalReader.Read(Path.Combine(_box.State, "journal"))];

    private byte[] Lift(string press) => _box.Town.Sign(SwitchLift.DocumentType, new SwitchLift("pets/box-1", press, "The test goes on").Encode());

    private Task<JsonNode> WatchedAsync() => _box.WaitAsync(health =>
        Box.Camera(health, "square") is var camera && camera["notWatched"] is null && camera["inferencesPerSecond"]!.GetValue<double>() > 0);

    /// <summary>Waits until nobody looks, and sees that nobody does: frames go on, looks do not.</summary>
    private async Task<JsonNode> BlindAsync(string reason)
    {
        JsonNode blind = await _box.WaitAsync(health => Box.Camera(health, "square")["notWatched"]?.GetValue<string>().Contains(reason, StringComparison.Ordinal) == true);
        (long frames, long looks) = Counts(blind);
        JsonNode later = await _box.WaitAsync(health => Counts(health).Frames > frames + 10);
        // One look may have been under way when the first record was written.
        Assert.InRange(Counts(later).Looks, looks, looks + 1);
        return later;
    }

    private static (long Frames, long Looks) Counts(JsonNode health) =>
        (Box.Frames(Box.Camera(health, "square")), Box.Camera(health, "square")["inferences"]!.GetValue<long>());
}
