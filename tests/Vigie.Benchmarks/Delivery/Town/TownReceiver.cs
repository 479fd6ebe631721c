using System.Buffers;
using System.Globalization;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Vigie.Contract;

namespace Vigie.Benchmarks.Delivery.Town;

/// <summary>The control room: takes what all boxes say, notes when, and comes back at once when the broker does.</summary>
internal sealed class TownReceiver : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly int _port;
    private readonly Task _running;
    private volatile TownRound? _round;
    private volatile bool _connected;
    private int _births;

    public TownReceiver(int port)
    {
        _port = port;
        _running = RunAsync();
    }

    public bool Connected => _connected;

    /// <summary>How often boxes said, over a new connection, that they are there.</summary>
    public int Births => Volatile.Read(ref _births);

    /// <summary>What comes from now on is of this round.</summary>
    public void Begin(TownRound round) => _round = round;

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
            try
            {
                await RunOnceAsync();
            }
            catch (Exception error) when (error is MqttCommunicationException or IOException or OperationCanceledException)
            {
                // The broker is away: that is what a part of this is about.
                await Task.Delay(20, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task RunOnceAsync()
    {
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        TaskCompletionSource lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
        client.DisconnectedAsync += _ =>
        {
            lost.TrySetResult();
            return Task.CompletedTask;
        };
        client.ApplicationMessageReceivedAsync += received =>
        {
            Take(received.ApplicationMessage);
            return Task.CompletedTask;
        };
        await client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", _port).WithClientId("control-room").WithCleanStart(false).WithSessionExpiryInterval(3_600)
                .WithProtocolVersion(MqttProtocolVersion.V500).Build(),
            _end.Token);
        await client.SubscribeAsync("vigie/1/+/+/event/#", MqttQualityOfServiceLevel.AtLeastOnce, _end.Token);
        await client.SubscribeAsync("vigie/1/+/+/status", MqttQualityOfServiceLevel.AtLeastOnce, _end.Token);
        _connected = true;
        await lost.Task.WaitAsync(_end.Token);
        _connected = false;
    }

    private void Take(MqttApplicationMessage message)
    {
        string[] topic = message.Topic.Split('/');
        if (topic is [_, _, _, _, "status"])
        {
            // What is retained is of an earlier connection.
            Interlocked.Add(ref _births, message.Retain ? 0 : 1);
        }
        else if (_round is { } round && topic[2] == round.Site)
        {
            round.Take(int.Parse(topic[3].AsSpan("box-".Length), CultureInfo.InvariantCulture), SequenceOf(message));
        }
    }

    private static uint SequenceOf(MqttApplicationMessage message) =>
        EventRecord.TryDecode(message.Payload.ToArray(), WireEncoding.Cbor, out EventRecord record, out string problem)
            ? record.Identity.Sequence
            : throw new InvalidOperationException(problem);
}
