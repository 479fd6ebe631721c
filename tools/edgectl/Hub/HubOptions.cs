using Vigie.Delivery.Mqtt;
using Vigie.Edgectl.Access;

namespace Vigie.Edgectl.Hub;

/// <summary>What a hub is asked to do.</summary>
/// <param name="Access">The broker, and how to come to it.</param>
/// <param name="Database">The file in which it keeps what it hears: full path.</param>
/// <param name="Name">Its name in receipts, and the name of the session that the broker keeps for it.</param>
/// <param name="Lease">For how long a box goes by this hub after each receipt.</param>
/// <param name="Pace">The shortest time between two receipts to one box.</param>
/// <param name="Heartbeat">The longest time between two receipts to one box.</param>
/// <param name="Version">Which MQTT it speaks.</param>
internal sealed record HubOptions(
    BrokerAccess Access, string Database, string Name, TimeSpan Lease, TimeSpan Pace, TimeSpan Heartbeat, MqttVersion Version)
{
    /// <summary>The broker.</summary>
    public BrokerAddress Broker => Access.Broker;
}
