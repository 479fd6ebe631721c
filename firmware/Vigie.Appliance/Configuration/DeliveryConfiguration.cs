using System.Collections.Immutable;
using Vigie.Delivery.Mqtt;

namespace Vigie.Appliance.Configuration;

/// <summary>Where events go and how they are written.</summary>
/// <param name="Brokers">Addresses of the broker and of those that stand in for it; at least one.</param>
/// <param name="Json">True for the JSON twin, false for CBOR.</param>
/// <param name="OutboxLimit">Most bytes that undelivered events may take on disk.</param>
public sealed record DeliveryConfiguration(ImmutableArray<BrokerAddress> Brokers, bool Json, long OutboxLimit)
{
    /// <summary>Which MQTT is spoken.</summary>
    public MqttVersion Version { get; init; }

    /// <summary>How box and broker know each other, where they speak in TLS.</summary>
    public TlsFiles Tls { get; init; } = new(null, null, null, null);

    /// <summary>File with user and password, or name of a systemd credential; null where the broker asks for none.</summary>
    public string? Login { get; init; }

    /// <summary>Whether the box describes itself to Home Assistant.</summary>
    public bool HomeAssistant { get; init; }

    /// <summary>Whether events are said in ONVIF's JSON format too.</summary>
    public bool Onvif { get; init; }

    /// <summary>Within what time boxes that lost their broker come back, each at a moment of its own.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromSeconds(15);
}
