using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using MQTTnet;
using MQTTnet.Protocol;
using Vigie.Contract;
using Vigie.Scenarios.Service;
using Vigie.Trust.Journal;
using Vigie.Trust.Signatures;

namespace Vigie.Scenarios.Delivery;

/// <summary>
/// A thousand commands a second: all refused and accounted for, the journal does not fill, frames go on, and the right key is still heard. What it costs is counted in
/// processor time, which a busy machine does not change as it does frames.
/// </summary>
public sealed class CommandFloodTests : IDisposable
{
    private const string Topic = "vigie/1/pets/box-1/command";
    private const int PerSecond = 1_000;
    // Of a box's two or four; measured were 0.18, on a machine with much else to do.
    private const double MostCores = 0.5;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(10);

    private readonly TemporaryFolder _folder = new();
    private readonly Box _box;

    public CommandFloodTests() => _box = new Box(_folder);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _box.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_thousand_commands_a_second_are_refused_and_cost_little()
    {
        Thorough.Only();
        using Mosquitto broker = new(_folder);
        await broker.StartAsync();
        _box.Configure(broker.Address, Box.Drawn("first", rate: 10));
        _box.Start();
        await _box.WaitForStreamsAsync();
        await _box.WaitAsync(health => health["delivery"]!["connected"]!.GetValue<bool>() && health["orders"]!["timeTrusted"]!.GetValue<bool>());
        (double quiet, _) = await MeasureAsync(() => Task.Delay(Span, Cancel));
        int sent = 0;
        (double flooded, long frames) = await MeasureAsync(async () => sent = await FloodAsync(broker));
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{sent} commands in {Span.TotalSeconds:0} s: {flooded:0.000} cores, {quiet:0.000} without; {frames} frames meanwhile"));

        Assert.InRange(flooded - quiet, -1, MostCores);
        Assert.True(frames > 0, "No frame came.");
        Finished ping = await Finished.RunAsync(
            Checkout.Edgectl, "command", "ping", "--box", "pets/box-1", "--broker", broker.Address, "--signing-key", _folder["operator.pem"], "--within", "60");
        ping.Succeeded();
        JsonNode health = await _box.WaitAsync(health =>
            health["orders"]!["commandsRefused"]!.GetValue<long>() > 0 && health["orders"]!["commandsDone"]!.GetValue<long>() > 0);
        Assert.Equal(1, health["orders"]!["commandsDone"]!.GetValue<long>());
        Assert.Null(health["orders"]!["killSwitch"]);
        Assert.Equal(0, await _box.Program.StopAsync());
        JournalEntry[] refused = [.. JournalReader.Read(Path.Combine(_box.State, "journal")).Where(entry => entry.Kind == JournalKind.CommandRefused)];
        // What finds no room on the line, a broker may drop (QoS 0).
        Assert.InRange(refused.Sum(entry => entry.Detail.Number("count") ?? 1), sent / 10, sent);
        Assert.InRange(refused.Length, 2, 100);
    }

    private async Task<(double Cores, long Frames)> MeasureAsync(Func<Task> work)
    {
        using Process box = Process.GetProcessById(_box.Program.Id);
        long before = Box.Frames(Box.Camera(await _box.WaitAsync(_ => true), "first"));
        TimeSpan start = box.TotalProcessorTime;
        Stopwatch watch = Stopwatch.StartNew();
        await work();
        box.Refresh();
        double cores = (box.TotalProcessorTime - start) / watch.Elapsed;
        return (cores, Box.Frames(Box.Camera(await _box.WaitAsync(_ => true), "first")) - before);
    }

    // By somebody whom the broker lets write: forgeries in the operator's name, other boxes' commands, noise.
    private async Task<int> FloodAsync(Mosquitto broker)
    {
        byte[][] letters = Letters();
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", broker.Port).WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500).Build(), Cancel);
        Stopwatch watch = Stopwatch.StartNew();
        int sent = 0;
        while (watch.Elapsed < Span)
        {
            for (; sent < watch.Elapsed.TotalSeconds * PerSecond; sent++)
            {
                await client.PublishAsync(
                    new MqttApplicationMessage { Topic = Topic, Payload = new ReadOnlySequence<byte>(letters[sent % letters.Length]), QualityOfServiceLevel = MqttQualityOfServiceLevel.AtMostOnce }, Cancel);
            }

            await Task.Delay(5, Cancel);
        }

        await client.DisconnectAsync(new MqttClientDisconnectOptions(), Cancel);
        return sent;
    }

    private byte[][] Letters()
    {
        using SigningKey key = KeyFile.Open(_folder["operator.pem"], () => "");
        byte[] Sign(string box, long counter) => key.Sign(DocumentType.Command, new CommandRecord
        {
            Action = CommandAction.Stop,
            Box = box,
            Counter = counter,
            Expires = DateTimeOffset.UtcNow.AddMinutes(5),
        }.EncodeBody());
        byte[][] others = [.. Enumerable.Range(1, 50).Select(counter => Sign("pets/box-2", counter))];
        byte[][] forged = [.. Enumerable.Range(1, 50).Select(counter => Sign("pets/box-1", counter))];
        foreach (byte[] letter in forged)
        {
            letter[^40] ^= 1;
        }

        return [.. others.Zip(forged, (other, forgery) => new[] { other, forgery, "stop"u8.ToArray() }).SelectMany(three => three)];
    }
}
