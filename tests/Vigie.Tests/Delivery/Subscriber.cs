using System.Buffers;
using System.Collections.Concurrent;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;
using Vigie.Delivery;
using Vigie.Delivery.Mqtt;

namespace Vigie.Tests.Delivery;

/// <summary>Receives with a persistent session, comes back when the connection is lost, and notes every arrival.</summary>
internal sealed class Subscriber : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<MqttApplicationMessage> _arrived = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _port;
    private readonly string _filter;
    private readonly string _name;
    private readonly TlsMaterial? _tls;
    private readonly Task _running;

    private Subscriber(int port, string filter, string name, TlsMaterial? tls)
    {
        (_port, _filter, _name, _tls) = (port, filter, name, tls);
        _running = RunAsync();
    }

    /// <summary>Everything that came, in order, twice where it came twice.</summary>
    public IReadOnlyCollection<MqttApplicationMessage> Arrived => _arrived;

    /// <summary>Names of the events that came, in order.</summary>
    public List<RecordId> Ids =>
        [.. _arrived.Where(message => message.Topic.Contains("/event/", StringComparison.Ordinal)).Select(message => OutboxBench.IdOf(message.Payload.ToArray()))];

    public static async Task<Subscriber> StartAsync(int port, string filter, string name = "control-room", TlsMaterial? tls = null)
    {
        var subscriber = new Subscriber(port, filter, name, tls);
        await subscriber._ready.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        return subscriber;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await RunOnceAsync();
            }
            catch (Exception error) when (error is MqttCommunicationException or OperationCanceledException)
            {
                await Task.Delay(50, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task RunOnceAsync()
    {
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        client.DisconnectedAsync += _ =>
        {
            lost.TrySetResult();
            return Task.CompletedTask;
        };
        client.ApplicationMessageReceivedAsync += received =>
        {
            MqttApplicationMessage message = received.ApplicationMessage;
            message.Payload = new ReadOnlySequence<byte>(message.Payload.ToArray());
            _arrived.Enqueue(message);
            return Task.CompletedTask;
        };
        MqttClientOptionsBuilder options = new MqttClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", _port).WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500)
            .WithClientId(_name).WithCleanStart(false).WithSessionExpiryInterval(3_600);
        options = _tls is null ? options : options.WithTlsOptions(_tls.OptionsFor("127.0.0.1"));
        await client.ConnectAsync(options.Build(), _stop.Token);
        await client.SubscribeAsync(_filter, MqttQualityOfServiceLevel.AtLeastOnce, _stop.Token);
        _ready.TrySetResult();
        await lost.Task.WaitAsync(_stop.Token);
    }
}
