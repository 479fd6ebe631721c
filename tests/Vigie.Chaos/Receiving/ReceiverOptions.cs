using Vigie.Delivery.Mqtt;

namespace Vigie.Chaos.Receiving;

/// <summary>Whom a receiver listens to, and what it does.</summary>
/// <param name="Host">Address of the broker.</param>
/// <param name="Port">Its port.</param>
/// <param name="Hub">Whether it confirms what it has.</param>
/// <param name="Old">Whether it speaks MQTT 3.1.1.</param>
/// <param name="Certificates">Its own; null: not encrypted.</param>
internal sealed record ReceiverOptions(string Host, int Port, bool Hub = true, bool Old = false, TlsMaterial? Certificates = null);
