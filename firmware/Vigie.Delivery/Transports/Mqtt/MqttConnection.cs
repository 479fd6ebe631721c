using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Vigie.Contract;
using Vigie.Core;

namespace Vigie.Delivery.Mqtt;

/// <summary>One connection to a broker, from CONNECT to its end (MQTT 5.0, OASIS Standard, 2019). Nothing of it is logged.</summary>
internal sealed class MqttConnection : IDisposable
{
    private readonly IMqttClient _client;
    private readonly PostmanOptions _options;
    private readonly TaskCompletionSource<string> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private MqttConnection(IMqttClient client, PostmanOptions options)
    {
        _client = client;
        _options = options;
        client.DisconnectedAsync += OnDisconnected;
    }

    /// <summary>Completes with the reason when the connection is gone.</summary>
    public Task<string> Lost => _lost.Task;

    /// <summary>How many events the broker takes without having answered.</summary>
    public int Window { get; private set; }

    /// <summary>Connects, with the last will.</summary>
    /// <exception cref="Fault">The broker refused.</exception>
    public static async Task<MqttConnection> OpenAsync(PostmanOptions options, TimeProvider time, CancellationToken stop)
    {
        var connection = new MqttConnection(new MqttClientFactory().CreateMqttClient(), options);
        try
        {
            MqttClientConnectResult result = await connection._client.ConnectAsync(Describe(options), stop)
                .WaitAsync(options.AnswerTimeout, time, CancellationToken.None);
            if (result.ResultCode != MqttClientConnectResultCode.Success)
            {
                throw Refusal(options, result);
            }

            connection.Window = Math.Min(options.Window, MostUnanswered(result.ReceiveMaximum));
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Sends a record of the outbox. Calls made one after the other go out in that order.</summary>
    /// <returns>The reason code of the PUBACK.</returns>
    public Task<int> SendAsync(OutboxMessage message) =>
        PublishAsync(TopicOf(message), message.ContentType, message.Payload, message.Retain);

    /// <summary>Says, retained, how this device is.</summary>
    /// <exception cref="Fault">The broker refused it.</exception>
    public async Task SayAsync(StatusRecord status, TimeProvider time)
    {
        int reason = await PublishAsync(_options.Topics.Status, ContentTypes.Of(status.Encoding), status.Encode(), retain: true)
            .WaitAsync(_options.AnswerTimeout, time);
        if (reason >= 0x80)
        {
            throw new Fault(
                FaultKind.Denied,
                _options.Broker.ToString(),
                $"refuses {_options.Topics.Status} (reason {reason})",
                $"Let {_options.ClientId} write to its own topics in the broker's access rules.");
        }
    }

    /// <summary>Says goodbye: the broker forgets the last will.</summary>
    public Task LeaveAsync(TimeProvider time) => _client
        .DisconnectAsync(new MqttClientDisconnectOptions { SessionExpiryInterval = (uint)_options.SessionExpiry.TotalSeconds }, CancellationToken.None)
        .WaitAsync(_options.AnswerTimeout, time);

    /// <summary>Bytes of the PUBLISH packet of a message (MQTT 5, section 3.3).</summary>
    public int SizeOf(OutboxMessage message)
    {
        int properties = message.ContentType.Length > 0 ? 3 + System.Text.Encoding.UTF8.GetByteCount(message.ContentType) : 0;
        int rest = 2 + System.Text.Encoding.UTF8.GetByteCount(TopicOf(message)) + 2 + LengthOfLength(properties) + properties + message.Payload.Length;
        return 1 + LengthOfLength(rest) + rest;
    }

    public void Dispose()
    {
        _client.DisconnectedAsync -= OnDisconnected;
        _client.Dispose();
    }

    private static MqttClientOptions Describe(PostmanOptions options)
    {
        StatusRecord will = options.Birth with { Online = false, Reason = "connection lost" };
        return new MqttClientOptionsBuilder()
            .WithTcpServer(options.Broker.Host, options.Broker.Port)
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithClientId(options.ClientId)
            .WithCleanStart(false)
            .WithSessionExpiryInterval((uint)options.SessionExpiry.TotalSeconds)
            .WithKeepAlivePeriod(options.KeepAlive)
            .WithTimeout(options.AnswerTimeout)
            .WithWillTopic(options.Topics.Status)
            .WithWillPayload(will.Encode())
            .WithWillContentType(ContentTypes.Of(will.Encoding))
            .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .WithWillRetain()
            .Build();
    }

    private static Fault Refusal(PostmanOptions options, MqttClientConnectResult result)
    {
        bool denied = result.ResultCode is MqttClientConnectResultCode.NotAuthorized or MqttClientConnectResultCode.BadUserNameOrPassword
            or MqttClientConnectResultCode.Banned or MqttClientConnectResultCode.ClientIdentifierNotValid;
        return new Fault(
            denied ? FaultKind.Denied : FaultKind.Unavailable,
            options.Broker.ToString(),
            $"the broker refuses {options.ClientId}: {result.ResultCode} (reason {(int)result.ResultCode})",
            denied ? "Admit this client in the broker's rules." : "See the broker's own log: it is tried again.");
    }

    // MQTT 5, section 3.2.2.3.3: absent means 65,535; 0 is forbidden, yet MQTTnet's own broker says it.
    private static int MostUnanswered(ushort? receiveMaximum) => receiveMaximum is > 0 and ushort most ? most : ushort.MaxValue;

    private static int LengthOfLength(int value) => value < 128 ? 1 : value < 16_384 ? 2 : value < 2_097_152 ? 3 : 4;

    private string TopicOf(OutboxMessage message) => _options.Topics.Of(message.Topic);

    private async Task<int> PublishAsync(string topic, string contentType, ReadOnlyMemory<byte> payload, bool retain)
    {
        MqttApplicationMessage message = new()
        {
            Topic = topic,
            ContentType = contentType.Length > 0 ? contentType : null,
            Payload = new System.Buffers.ReadOnlySequence<byte>(payload),
            QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
            Retain = retain,
        };
        return (int)(await _client.PublishAsync(message, CancellationToken.None)).ReasonCode;
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
