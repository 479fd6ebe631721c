using Vigie.Delivery.Mqtt;
using Vigie.Edgectl.Access;

namespace Vigie.Edgectl.Watch;

/// <summary>What is to be watched.</summary>
/// <param name="Access">The broker, and how to come to it.</param>
/// <param name="Site">Only this site, or all.</param>
/// <param name="Device">Only devices of this name, or all.</param>
/// <param name="ClientId">Name of a session that the broker keeps meanwhile; none: the session ends with the watch.</param>
/// <param name="Count">After how many events to end, or never.</param>
public sealed record WatchOptions(BrokerAccess Access, string? Site, string? Device, string? ClientId, int? Count)
{
    /// <summary>The broker.</summary>
    public BrokerAddress Broker => Access.Broker;
}
