using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Delivery.Projections;
using Vigie.Delivery.Projections.HomeAssistant;

namespace Vigie.Delivery.Mqtt;

/// <summary>One connection to a broker, from CONNECT to its end (MQTT 5.0, OASIS Standard, 2019; or 3.1.1). Nothing of it is logged.</summary>
internal sealed class MqttConnection : IDisposable
{
    private const int AliasBytes = 3;
    private const int ExpiryBytes = 5;
    private const uint MomentSeconds = 60;

    private readonly IMqttClient _client;
    private readonly PostmanOptions _options;
    private readonly TlsMaterial? _tls;
    private readonly TaskCompletionSource<string> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TopicAliases _aliases = new(0);
    private readonly GuardedAdapters _adapters;
    private Action<ReadOnlyMemory<byte>>? _heard;

    private MqttConnection(PostmanOptions options, BrokerAddress broker)
    {
        (_options, Broker) = (options, broker);
        _tls = broker.Encrypted ? TlsMaterial.Load(options.Tls) : null;
        _adapters = new GuardedAdapters(ConnectOptions.LargestUntold);
        _client = new MqttClientFactory().CreateMqttClient(_adapters);
        _client.DisconnectedAsync += OnDisconnected;
        _client.ApplicationMessageReceivedAsync += OnReceived;
    }

    /// <summary>Whom it speaks to.</summary>
    public BrokerAddress Broker { get; }

    /// <summary>Completes with the reason when the connection is gone.</summary>
    public Task<string> Lost => _lost.Task;

    /// <summary>How many events the broker takes without having answered.</summary>
    public int Window { get; private set; }

    /// <summary>When the box's own certificate ends; null where it showed none.</summary>
    public DateTimeOffset? CertificateEnds => _tls?.Ends;

    /// <summary>Whether the files of certificates are no longer those that this connection was made with.</summary>
    public bool HasOldCertificates => _tls is not null && !_tls.Stamp.AsSpan().SequenceEqual(_options.Tls.Stamp().AsSpan());

    /// <summary>Whether it ended because the broker sent a packet that is larger than any may be.</summary>
    public bool HasRefusedPacket => _adapters.HasRefused;

    private bool IsFive => _options.Version == MqttVersion.Five;

    /// <summary>Connects, with the last will.</summary>
    /// <exception cref="Fault">The broker refused, or is not who it should be; or our own files are not usable.</exception>
    public static async Task<MqttConnection> OpenAsync(
        PostmanOptions options, BrokerAddress broker, bool forget, TimeProvider time, CancellationToken stop)
    {
        var connection = new MqttConnection(options, broker);
        try
        {
            await connection.ConnectAsync(forget, time, stop);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Sends a record of the outbox. Calls made one after the other go out in that order.</summary>
    /// <returns>The reason code of the PUBACK; 0 in MQTT 3.1.1, which has none.</returns>
    public Task<int> SendAsync(OutboxRecord record, out int bytes)
    {
        OutboxMessage message = record.Message;
        MqttApplicationMessage publish = Describe(_options.Topics.Of(message.Topic), message.ContentType, message.Payload, message.Retain);
        if (IsFive && record.Lane == Lane.Telemetry)
        {
            publish.MessageExpiryInterval = (uint)_options.TelemetryExpiry.TotalSeconds;
        }

        (publish.Topic, publish.TopicAlias) = _aliases.Name(publish.Topic);
        bytes = SizeOf(publish);
        return PublishAsync(publish);
    }

    /// <summary>Says, retained, how this device is.</summary>
    /// <exception cref="Fault">The broker refused it.</exception>
    public async Task SayAsync(StatusRecord status, TimeProvider time)
    {
        MqttApplicationMessage publish = Describe(_options.Topics.Status, ContentTypes.Of(status.Encoding), status.Encode(), retain: true);
        int reason = await PublishAsync(publish).WaitAsync(_options.AnswerTimeout, time);
        if (reason >= PostmanWords.Refusals)
        {
            throw new Fault(
                FaultKind.Denied,
                Broker.ToString(),
                $"refuses {_options.Topics.Status} (reason {reason})",
                $"Let {_options.ClientId} write to its own topics in the broker's access rules.");
        }
    }

    /// <summary>
    /// Asks for what hubs confirm and, where somebody judges them, for commands and revocations, and where a projection is for it, whether Home Assistant is there; passes each
    /// payload on, one after the other.
    /// </summary>
    /// <returns>The topics that the broker does not let us hear: from there nothing comes.</returns>
    public async Task<IReadOnlyList<string>> HearAsync(Action<ReadOnlyMemory<byte>> receipts, TimeProvider time)
    {
        _heard = receipts;
        if (_options.Mirror is { LeavesHome: true })
        {
            // The broker keeps subscriptions over connections: what is no longer asked for would come on.
            await _client.UnsubscribeAsync(HomeTopics.Birth, CancellationToken.None).WaitAsync(_options.AnswerTimeout, time);
        }

        MqttClientSubscribeOptionsBuilder subscription = new();
        foreach (string topic in _options.Letters is null ? [] : LetterBox.TopicsOf(_options.Topics))
        {
            subscription.WithTopicFilter(topic, MqttQualityOfServiceLevel.AtLeastOnce);
        }

        if (_options.Mirror?.Home is not null)
        {
            subscription.WithTopicFilter(HomeTopics.Birth, MqttQualityOfServiceLevel.AtMostOnce);
        }

        subscription.WithTopicFilter(_options.Topics.Receipt, MqttQualityOfServiceLevel.AtLeastOnce);
        MqttClientSubscribeResult answer = await _client.SubscribeAsync(subscription.Build(), CancellationToken.None).WaitAsync(_options.AnswerTimeout, time);
        return [.. answer.Items.Where(item => (int)item.ResultCode >= PostmanWords.Refusals).Select(item => item.TopicFilter.Topic)];
    }

    /// <summary>Sends what is of the moment: it expires within the minute (MQTT 5).</summary>
    /// <returns>The reason code of the PUBACK; 0 in MQTT 3.1.1, which has none.</returns>
    public Task<int> SendAsync(OutboxMessage message)
    {
        MqttApplicationMessage publish = Describe(_options.Topics.Of(message.Topic), message.ContentType, message.Payload, message.Retain);
        publish.MessageExpiryInterval = IsFive ? MomentSeconds : 0;
        return PublishAsync(publish);
    }

    /// <summary>Sends what a projection says; what is not retained expires within the minute (MQTT 5).</summary>
    /// <returns>The reason code of the PUBACK; 0 in MQTT 3.1.1, which has none.</returns>
    public Task<int> SendAsync(ProjectedMessage message)
    {
        MqttApplicationMessage publish = Describe(message.Topic, message.Payload.IsEmpty ? "" : ContentTypes.Json, message.Payload, message.Retain);
        publish.MessageExpiryInterval = IsFive && !message.Retain ? MomentSeconds : 0;
        return PublishAsync(publish);
    }

    /// <summary>Says goodbye: the broker forgets the last will.</summary>
    public Task LeaveAsync(TimeProvider time)
    {
        MqttClientDisconnectOptions goodbye = new();
        if (IsFive)
        {
            goodbye.SessionExpiryInterval = (uint)_options.SessionExpiry.TotalSeconds;
        }

        return _client.DisconnectAsync(goodbye, CancellationToken.None).WaitAsync(_options.AnswerTimeout, time);
    }

    public void Dispose()
    {
        _client.DisconnectedAsync -= OnDisconnected;
        _client.ApplicationMessageReceivedAsync -= OnReceived;
        _client.Dispose();
        _tls?.Dispose();
    }

    private async Task ConnectAsync(bool forget, TimeProvider time, CancellationToken stop)
    {
        MqttClientConnectResult result;
        try
        {
            result = await _client.ConnectAsync(ConnectOptions.Describe(_options, Broker, _tls, forget), stop)
                .WaitAsync(_options.ConnectTimeout, time, CancellationToken.None);
        }
        catch (MqttCommunicationException error) when (_tls is { Refusal: not null } or { Accepted: true })
        {
            throw Stranger(_tls, error);
        }

        if (result.ResultCode != MqttClientConnectResultCode.Success)
        {
            throw Refusal(result);
        }

        Window = Math.Min(_options.Window, MostUnanswered(result.ReceiveMaximum));
        _aliases = new TopicAliases(IsFive ? result.TopicAliasMaximum : 0);
    }

    // In TLS 1.3 the client's handshake is over before the broker has looked at its certificate: a refusal looks like a lost line.
    private Fault Stranger(TlsMaterial tls, Exception error) => tls.Refusal is { } problem
        ? new Fault(
            FaultKind.Denied,
            Broker.ToString(),
            problem,
            "Have the broker show a certificate of the authority under \"tls\", made out to this name.",
            error)
        : new Fault(
            FaultKind.Denied,
            Broker.ToString(),
            $"the broker ended the connection right after the handshake; {tls.Shown}",
            "Give the box a certificate of the broker's authority that is neither ended nor revoked; the broker's log says what it lacks.",
            error);

    private Fault Refusal(MqttClientConnectResult result)
    {
        bool denied = result.ResultCode is MqttClientConnectResultCode.NotAuthorized or MqttClientConnectResultCode.BadUserNameOrPassword
            or MqttClientConnectResultCode.Banned or MqttClientConnectResultCode.ClientIdentifierNotValid;
        bool stranger = result.ResultCode == MqttClientConnectResultCode.UnsupportedProtocolVersion;
        return new Fault(
            denied ? FaultKind.Denied : FaultKind.Unavailable,
            Broker.ToString(),
            $"the broker refuses {_options.ClientId}: {result.ResultCode} (reason {(int)result.ResultCode})",
            denied ? "Admit this client in the broker's rules."
            : stranger ? "Write \"protocol\": \"3.1.1\" under \"delivery\"."
            : "See the broker's own log: it is tried again.");
    }

    // MQTT 5, section 3.2.2.3.3: absent means 65,535; 0 is forbidden, yet MQTTnet's own broker says it.
    private static int MostUnanswered(ushort? receiveMaximum) => receiveMaximum is > 0 and ushort most ? most : ushort.MaxValue;

    private static int LengthOfLength(int value) => value < 128 ? 1 : value < 16_384 ? 2 : value < 2_097_152 ? 3 : 4;

    // Bytes of the PUBLISH packet (MQTT 5 and 3.1.1, section 3.3).
    private int SizeOf(MqttApplicationMessage publish)
    {
        int rest = 2 + System.Text.Encoding.UTF8.GetByteCount(publish.Topic) + 2 + (int)publish.Payload.Length;
        if (IsFive)
        {
            int properties = publish.ContentType is { } type ? 3 + System.Text.Encoding.UTF8.GetByteCount(type) : 0;
            properties += (publish.TopicAlias > 0 ? AliasBytes : 0) + (publish.MessageExpiryInterval > 0 ? ExpiryBytes : 0);
            rest += LengthOfLength(properties) + properties;
        }

        return 1 + LengthOfLength(rest) + rest;
    }

    private MqttApplicationMessage Describe(string topic, string contentType, ReadOnlyMemory<byte> payload, bool retain) => new()
    {
        Topic = topic,
        ContentType = IsFive && contentType.Length > 0 ? contentType : null,
        Payload = new System.Buffers.ReadOnlySequence<byte>(payload),
        QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
        Retain = retain,
    };

    private async Task<int> PublishAsync(MqttApplicationMessage message) =>
        (int)(await _client.PublishAsync(message, CancellationToken.None)).ReasonCode;

    private Task OnReceived(MqttApplicationMessageReceivedEventArgs received)
    {
        MqttApplicationMessage message = received.ApplicationMessage;
        if (message.Topic == HomeTopics.Birth)
        {
            // Passed over where nobody asked: it comes on for a moment after a projection was switched off.
            _ = _options.Mirror?.Home?.HearAsync(message.Payload);
        }
        else if (message.Topic != _options.Topics.Receipt)
        {
            _options.Letters?.Post(_options.Topics, message.Topic, message.Payload);
        }
        else if (message.Payload.Length <= ReceiptRecord.MaximumBytes)
        {
            // Copied: the buffer is MQTTnet's again as soon as this returns.
            _heard?.Invoke(System.Buffers.BuffersExtensions.ToArray(message.Payload));
        }

        return Task.CompletedTask;
    }

    private Task OnDisconnected(MqttClientDisconnectedEventArgs happened)
    {
        string why = happened.Exception is null
            ? $"the broker ended the connection: {happened.Reason} (reason {(int)happened.Reason})"
            : $"the connection was lost: {happened.Exception.InnerException?.Message ?? happened.Exception.Message}";
        _lost.TrySetResult(why);
        return Task.CompletedTask;
    }
}
