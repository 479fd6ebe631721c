using System.Buffers;
using System.Diagnostics;
using MQTTnet;
using MQTTnet.Protocol;
using Vigie.Contract;
using Vigie.Delivery;
using Vigie.Edgectl.Hub;
using Vigie.Tests.Contract;
using Vigie.Tests.Delivery;

namespace Vigie.Tests.Edgectl.Hub;

/// <summary>A real Mosquitto, a box's outbox and postman, and <c>edgectl hub</c> as a process that may be killed.</summary>
internal sealed class HubTown : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vigie-town-").FullName;
    private Running? _hub;
    private uint? _previous;

    public HubTown(string? rules = null)
    {
        Broker = new Delivery.Mosquitto(rules);
        Database = Path.Combine(_folder, "hub.db");
        Url = $"mqtt://127.0.0.1:{Broker.Port}";
    }

    public Delivery.Mosquitto Broker { get; }

    public OutboxBench State { get; } = new();

    public string Database { get; }

    public string Url { get; }

    public Running Hub => _hub ?? throw new InvalidOperationException("Start it first.");

    /// <summary>What was appended so far: boot and sequence.</summary>
    public List<(Boot Boot, uint Sequence)> Appended { get; } = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Starts the hub and waits until it hears.</summary>
    public async Task<Running> StartHubAsync(params string[] more)
    {
        _hub = Running.Edgectl(["hub", "--db", Database, "--broker", Url, "--name", "room", "--pace", "100ms", .. more]);
        await _hub.LineAsync("connected as room");
        return _hub;
    }

    /// <summary>kill -9.</summary>
    public ValueTask KillHubAsync() => Hub.DisposeAsync();

    /// <summary>SIGTERM, and an end in order.</summary>
    public async Task<Running> StopHubAsync()
    {
        Running hub = Hub;
        await hub.SignalAsync("TERM");
        Assert.Equal(0, await hub.EndAsync());
        return hub;
    }

    /// <summary>The box: each time another boot.</summary>
    public PostmanBench StartBox()
    {
        _previous = null;
        return new PostmanBench(
            Broker.Address, State,
            options => options with { HubFile = Path.Combine(_folder, "lease") });
    }

    /// <summary>Events as a box has them, in the outbox; between two of them so many numbers that no record names, as journal heads take them.</summary>
    public async Task AppendAsync(PostmanBench box, int count, int holes = 0)
    {
        var boot = Boot.FromNumber(box.Outbox.Boot);
        for (int i = 0; i < count; i++)
        {
            uint sequence = box.Outbox.NextSequence();
            byte[] payload = (Samples.Start with { Identity = new(boot, sequence, _previous), Signal = sequence }).Encode(WireEncoding.Cbor);
            Assert.True(box.Outbox.Append(Lane.Signals, sequence, "event/intrusion"u8, "application/cbor"u8, payload));
            Appended.Add((boot, sequence));
            _previous = sequence;
            for (int hole = 0; hole < holes; hole++)
            {
                box.Outbox.NextSequence();
            }

            // The bench's buffers hold few.
            if (i % 10 == 9 || i == count - 1)
            {
                await box.Outbox.FlushAsync(Cancel);
            }
        }
    }

    /// <summary>Has the box hear the hub: by its first event.</summary>
    public async Task IntroduceAsync(PostmanBench box)
    {
        await AppendAsync(box, 1);
        await Eventually.IsTrueAsync(() => box.Postman.Status.Hub == "room", "the box should hear the hub", 60);
        await DeliveredAsync(box);
    }

    public static async Task DeliveredAsync(PostmanBench box)
    {
        long start = Stopwatch.GetTimestamp();
        while (box.Postman.Status is not { Waiting: 0, Unconfirmed: 0 })
        {
            Assert.True(Stopwatch.GetElapsedTime(start).TotalSeconds < 240, $"all should be confirmed: {box.Postman.Status}");
            await Task.Delay(50, Cancel);
        }
    }

    /// <summary>The database holds what was appended, each once.</summary>
    public void ExpectAll(IEnumerable<(Boot Boot, uint Sequence)>? lost = null)
    {
        using HubDatabase database = HubDatabase.OpenForReading(Database);
        Assert.Equal(
            Appended.Except(lost ?? []),
            database.Read(
                "SELECT counter, nonce, sequence FROM record JOIN boot ON boot.id = record.boot ORDER BY counter, sequence",
                row => (new Boot((uint)row.GetInt64(0), (uint)row.GetInt64(1)), (uint)row.GetInt64(2))));
        Assert.Equal(["ok"], database.Read("PRAGMA integrity_check", row => row.GetString(0)));
    }

    /// <summary>Another <c>edgectl hub</c> command, to its end.</summary>
    public async Task<string> AskAsync(int exitCode, string verb, params string[] more)
    {
        await using Running asked = Running.Edgectl(["hub", verb, "--db", Database, .. more]);
        int code = await asked.EndAsync();
        string said = string.Join('\n', asked.Lines);
        Assert.True(code == exitCode, $"exit code {code}: {said}");
        return said;
    }

    /// <summary>The receipt that the broker keeps.</summary>
    public async Task<ReceiptRecord> KeptReceiptAsync()
    {
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        TaskCompletionSource<byte[]> kept = new(TaskCreationOptions.RunContinuationsAsynchronously);
        client.ApplicationMessageReceivedAsync += received =>
        {
            kept.TrySetResult(received.ApplicationMessage.Payload.ToArray());
            return Task.CompletedTask;
        };
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", Broker.Port).Build(), Cancel);
        await client.SubscribeAsync(PostmanBench.Topics.Receipt, MqttQualityOfServiceLevel.AtLeastOnce, Cancel);
        byte[] payload = await kept.Task.WaitAsync(TimeSpan.FromSeconds(20), Cancel);
        Assert.True(ReceiptRecord.TryDecode(payload, WireEncoding.Cbor, out ReceiptRecord? receipt, out string problem), problem);
        return receipt;
    }

    public async ValueTask DisposeAsync()
    {
        if (_hub is not null)
        {
            await _hub.DisposeAsync();
        }

        Broker.Dispose();
        State.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
