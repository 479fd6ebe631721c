using Vigie.Delivery.Mqtt;

namespace Vigie.Appliance.Configuration;

/// <summary>Where events go and how they are written.</summary>
/// <param name="Broker">Address of the broker, <c>mqtt://host:port</c>.</param>
/// <param name="Json">True for the JSON twin, false for CBOR.</param>
/// <param name="OutboxLimit">Most bytes that undelivered events may take on disk.</param>
public sealed record DeliveryConfiguration(BrokerAddress Broker, bool Json, long OutboxLimit);
