using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Vigie.Contract;

namespace Vigie.Delivery.Mqtt;

/// <summary>What CONNECT says: who we are, what is said if we vanish, and, in MQTT 5, how long we are remembered.</summary>
internal static class ConnectOptions
{
    // What may come is a receipt, a command or a revocation, and its topic: a broker keeps what is larger to itself (MQTT 5, section 3.1.2.11.4).
    private const uint LargestPacket = ReceiptRecord.MaximumBytes + 1024;

    /// <summary>
    /// What a broker of MQTT 3.1.1 may send, which cannot be told: as much as the kits in tools/brokers take. What is longer than it should be is read and thrown away.
    /// </summary>
    public const int LargestUntold = 66_560;

    /// <param name="options">Who we are.</param>
    /// <param name="broker">Whom it is said to.</param>
    /// <param name="tls">How both know each other; null where nothing is encrypted.</param>
    /// <param name="forget">Whether the broker is to forget what it has kept for us.</param>
    public static MqttClientOptions Describe(PostmanOptions options, BrokerAddress broker, TlsMaterial? tls, bool forget)
    {
        StatusRecord will = options.Birth with { Online = false, Reason = "connection lost" };
        MqttClientOptionsBuilder builder = new MqttClientOptionsBuilder()
            .WithBroker(broker, tls, options.Login)
            .WithClientId(options.ClientId)
            .WithCleanStart(forget)
            .WithKeepAlivePeriod(options.KeepAlive)
            // Head and payload of a packet as one write: one TLS record and one TCP segment an event.
            .WithoutPacketFragmentation()
            .WithTimeout(options.ConnectTimeout)
            .WithWillTopic(options.Topics.Status)
            .WithWillPayload(will.Encode())
            .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .WithWillRetain();
        return options.Version == MqttVersion.ThreeOneOne
            ? builder.WithProtocolVersion(MqttProtocolVersion.V311).Build()
            : builder.WithProtocolVersion(MqttProtocolVersion.V500)
                .WithSessionExpiryInterval((uint)options.SessionExpiry.TotalSeconds)
                .WithMaximumPacketSize(LargestPacket)
                .WithWillDelayInterval((uint)options.WillDelay.TotalSeconds)
                .WithWillContentType(ContentTypes.Of(will.Encoding))
                .Build();
    }
}
