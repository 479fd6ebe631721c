using System.Buffers;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Vigie.Chaos.Boxes;
using Vigie.Contract;

namespace Vigie.Chaos.Receiving;

/// <summary>
/// A control room: persistent session, de-duplicates by name, and, where it is a hub, confirms what it has a few times a second. Comes back
/// by itself when its connection is lost.
/// </summary>
internal sealed class Receiver : IAsyncDisposable
{
    private const int Lease = 3_600;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private const int HeartbeatPauses = 5;
    private readonly CancellationTokenSource _end = new();
    private readonly ReceiverOptions _options;
    private readonly Task _running;
    private volatile bool _connected;
    private volatile bool _hubKnown;
    private volatile bool _away;
    private volatile string _state = "begins";

    public Receiver(ReceiverOptions options)
    {
        _options = options;
        _running = RunAsync();
    }

    public Arrivals Arrivals { get; } = new();

    public bool Connected => _connected;

    /// <summary>What it does, for a row that fails: how it stands, and why it ended if it has.</summary>
    public string State => _running.Exception?.InnerException is { } error ? $"ended by {error.GetType().Name}: {error.Message}" : _state;

    /// <summary>Whether it has left, without a word, and stays away: its broker keeps what comes meanwhile.</summary>
    public bool Away
    {
        get => _away;
        set => _away = value;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            if (_away)
            {
                await Task.Delay(50, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            try
            {
                await RunOnceAsync();
            }
            catch (Exception error) when (error is MqttCommunicationException or MqttProtocolViolationException or OperationCanceledException or IOException or TimeoutException)
            {
                // The broker is away: that is what this is about.
                _connected = false;
                await Task.Delay(100, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task RunOnceAsync()
    {
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        client.ApplicationMessageReceivedAsync += received =>
        {
            Arrivals.Take(received.ApplicationMessage);
            return Task.CompletedTask;
        };
        _state = "connects";
        await client.ConnectAsync(Describe(), _end.Token);
        await client.SubscribeAsync($"{Topics.Root}/+/+/event/#", MqttQualityOfServiceLevel.AtLeastOnce, _end.Token);
        await client.SubscribeAsync(Topics.GapFilter(null, null), MqttQualityOfServiceLevel.AtLeastOnce, _end.Token);
        // What was confirmed over a broker that died may not have reached the box.
        Arrivals.Freshen();
        _connected = true;
        for (int i = 1; client.IsConnected && !_away && !_end.IsCancellationRequested; i++)
        {
            await ConfirmAsync(client).WaitAsync(Longest, _end.Token);
            _state = $"has confirmed at {DateTime.UtcNow:HH:mm:ss.fff}";
            await Task.Delay(Pause, _end.Token);
            if (i % HeartbeatPauses == 0)
            {
                // What the broker lost last shows in what a hub still has not, even where nothing new comes.
                Arrivals.Freshen();
            }
        }

        _connected = false;
    }

    private MqttClientOptions Describe()
    {
        MqttClientOptionsBuilder builder = new MqttClientOptionsBuilder().WithTcpServer(_options.Host, _options.Port).WithClientId("control-room")
            .WithCleanStart(false).WithKeepAlivePeriod(TimeSpan.FromSeconds(5)).WithTimeout(TimeSpan.FromSeconds(5))
            .WithProtocolVersion(_options.Old ? MqttProtocolVersion.V311 : MqttProtocolVersion.V500);
        if (!_options.Old)
        {
            builder.WithSessionExpiryInterval(3_600);
        }

        if (_options.Certificates is { } certificates)
        {
            builder.WithTlsOptions(certificates.OptionsFor(_options.Host));
        }

        return builder.Build();
    }

    private async Task ConfirmAsync(IMqttClient client)
    {
        if (!_options.Hub)
        {
            return;
        }

        List<ReceivedRun[]> receipts = Arrivals.TakeFresh();
        if (receipts.Count == 0 && !_hubKnown)
        {
            await PublishAsync(client, []);
            _hubKnown = true;
        }

        foreach (ReceivedRun[] runs in receipts)
        {
            await PublishAsync(client, runs);
        }
    }

    private Task<MqttClientPublishResult> PublishAsync(IMqttClient client, ReceivedRun[] runs) => client.PublishAsync(
        new MqttApplicationMessage
        {
            Topic = Producer.Topics.Receipt,
            Payload = new ReadOnlySequence<byte>(
                new ReceiptRecord { Hub = "control-room", Time = DateTimeOffset.UtcNow, Lease = Lease, Runs = [.. runs] }.Encode(WireEncoding.Cbor)),
            QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
            Retain = true,
        },
        _end.Token);
}
