using System.Buffers;
using System.Threading.Channels;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Delivery.Mqtt;

namespace Vigie.Edgectl.Hub;

/// <summary>One connection of a hub: a session that outlives it, QoS 1, acknowledged by whoever takes what arrived.</summary>
internal sealed class HubConnection : IAsyncDisposable
{
    // No message of the contract comes near; what is larger the broker keeps to itself (MQTT 5, section 3.1.2.11.4).
    private const uint LargestPacket = 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SessionExpiry = TimeSpan.FromDays(30);

    private readonly HubOptions _options;
    private readonly ChannelWriter<HubMessage> _arrivals;
    private readonly TimeProvider _time;
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly TaskCompletionSource<string> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _lastArrival;

    /// <param name="options">Where to, and as who.</param>
    /// <param name="arrivals">Takes what arrives.</param>
    /// <param name="time">For times of arrival.</param>
    public HubConnection(HubOptions options, ChannelWriter<HubMessage> arrivals, TimeProvider time)
    {
        (_options, _arrivals, _time) = (options, arrivals, time);
        _client.ApplicationMessageReceivedAsync += ReceiveAsync;
        _client.DisconnectedAsync += ended =>
        {
            _lost.TrySetResult(ended.Exception?.GetBaseException().Message ?? ended.Reason.ToString());
            return Task.CompletedTask;
        };
    }

    /// <summary>Completes when the connection is lost, with the reason.</summary>
    public Task<string> Lost => _lost.Task;

    /// <summary>Connects and subscribes.</summary>
    /// <exception cref="Fault">Nobody answers, or the broker refuses.</exception>
    public async Task OpenAsync(CancellationToken stop)
    {
        try
        {
            MqttClientConnectResult result = await _client.ConnectAsync(Describe(), stop);
            ThrowUnless(result.ResultCode == MqttClientConnectResultCode.Success, "the connection", result.ResultCode);
            // Apart and first, and with QoS 0: the kept receipts come at once, past what waits for the session.
            await SubscribeAsync($"{Topics.Root}/+/+/receipt", MqttQualityOfServiceLevel.AtMostOnce, stop);
            await SubscribeAsync($"{Topics.Root}/+/+/#", MqttQualityOfServiceLevel.AtLeastOnce, stop);
        }
        catch (Exception error) when (error is MqttCommunicationException or OperationCanceledException)
        {
            stop.ThrowIfCancellationRequested();
            throw _options.Access.NoAnswer(error, "Check that it runs and that this is its address, or give another one with --broker.");
        }
    }

    /// <summary>Publishes a receipt.</summary>
    /// <returns>Why the broker did not take it; none where it did.</returns>
    public async Task<string?> ConfirmAsync(Topics device, ReceiptRecord receipt)
    {
        MqttApplicationMessage message = new()
        {
            Topic = device.Receipt,
            Payload = new ReadOnlySequence<byte>(receipt.Encode(WireEncoding.Cbor)),
            ContentType = _options.Version == MqttVersion.Five ? ContentTypes.Cbor : null,
            QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
            Retain = true,
        };
        try
        {
            using CancellationTokenSource patience = new(Patience);
            MqttClientPublishResult result = await _client.PublishAsync(message, patience.Token);
            return result.ReasonCode is MqttClientPublishReasonCode.Success or MqttClientPublishReasonCode.NoMatchingSubscribers
                ? null
                : $"the broker refuses the receipt ({result.ReasonCode})";
        }
        catch (Exception error) when (error is MqttCommunicationException or OperationCanceledException or InvalidOperationException)
        {
            return $"the receipt was not taken ({error.GetBaseException().Message})";
        }
    }

    /// <summary>Waits until nothing has arrived for so long.</summary>
    public async Task QuietAsync(TimeSpan quiet, CancellationToken stop)
    {
        Interlocked.Exchange(ref _lastArrival, _time.GetTimestamp());
        while (_time.GetElapsedTime(Interlocked.Read(ref _lastArrival)) < quiet)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), _time, stop);
        }
    }

    /// <summary>Says goodbye where somebody is there; the broker goes on keeping what comes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_client.IsConnected)
        {
            MqttClientDisconnectOptions options = new();
            try
            {
                await _client.DisconnectAsync(options, CancellationToken.None).WaitAsync(Patience, _time);
            }
            catch (Exception error) when (error is MqttCommunicationException or TimeoutException or InvalidOperationException)
            {
                _lost.TrySetResult(error.Message);
            }
        }

        _client.Dispose();
    }

    private async Task ReceiveAsync(MqttApplicationMessageReceivedEventArgs received)
    {
        received.AutoAcknowledge = false;
        Interlocked.Exchange(ref _lastArrival, _time.GetTimestamp());
        MqttApplicationMessage message = received.ApplicationMessage;
        Func<Task> acknowledge = message.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtMostOnce
            ? static () => Task.CompletedTask
            : () => AcknowledgeAsync(received);
        HubMessage arrival = new(message.Topic, message.ContentType, message.Payload.ToArray(), message.Retain, _time.GetUtcNow(), acknowledge);
        try
        {
            await _arrivals.WriteAsync(arrival);
        }
        catch (ChannelClosedException)
        {
            // Nobody takes anything any more: it stays unacknowledged, and comes again.
            return;
        }
    }

    private async Task AcknowledgeAsync(MqttApplicationMessageReceivedEventArgs received)
    {
        try
        {
            await received.AcknowledgeAsync(CancellationToken.None);
        }
        catch (NullReferenceException error) when (!_client.IsConnected)
        {
            // MQTTnet lets go of its channel as a connection ends; who acknowledges in that moment finds none.
            throw new MqttCommunicationException("the connection has ended", error);
        }
    }

    private async Task SubscribeAsync(string filter, MqttQualityOfServiceLevel level, CancellationToken stop)
    {
        MqttTopicFilterBuilder wanted = new MqttTopicFilterBuilder().WithTopic(filter).WithQualityOfServiceLevel(level);
        // What this hub confirms it need not hear.
        wanted = _options.Version == MqttVersion.Five ? wanted.WithNoLocal() : wanted;
        MqttClientSubscribeResult result = await _client.SubscribeAsync(new MqttClientSubscribeOptionsBuilder().WithTopicFilter(wanted).Build(), stop);
        foreach (MqttClientSubscribeResultItem item in result.Items)
        {
            ThrowUnless((int)item.ResultCode == (int)level, filter, item.ResultCode);
        }
    }

    private void ThrowUnless(bool granted, string what, Enum reason) =>
        _options.Access.ThrowUnless(granted, what, reason, "Ask who runs the broker for a hub's rights: to read all, and to write receipts.");

    private MqttClientOptions Describe()
    {
        MqttClientOptionsBuilder builder = _options.Access.Apply(new MqttClientOptionsBuilder())
            .WithClientId(_options.Name)
            .WithCleanStart(false)
            .WithKeepAlivePeriod(KeepAlive)
            .WithoutPacketFragmentation()
            .WithTimeout(Patience);
        return _options.Version == MqttVersion.ThreeOneOne
            ? builder.WithProtocolVersion(MqttProtocolVersion.V311).WithCleanSession(false).Build()
            : builder.WithProtocolVersion(MqttProtocolVersion.V500)
                .WithSessionExpiryInterval((uint)SessionExpiry.TotalSeconds)
                .WithReceiveMaximum(HubWriter.MostInBatch)
                .WithMaximumPacketSize(LargestPacket)
                .Build();
    }
}
