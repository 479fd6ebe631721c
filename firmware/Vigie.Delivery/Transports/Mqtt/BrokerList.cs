using System.Collections.Immutable;

namespace Vigie.Delivery.Mqtt;

/// <summary>
/// Brokers that take each other's place: who fails gives way to the next, around and around; who works is kept until it fails.
/// </summary>
/// <param name="brokers">At least one, the first one first.</param>
internal sealed class BrokerList(ImmutableArray<BrokerAddress> brokers)
{
    private int _current;

    /// <summary>Whom to speak to.</summary>
    public BrokerAddress Current => brokers[_current];

    /// <summary>It failed: the next one's turn.</summary>
    public void Fail() => _current = (_current + 1) % brokers.Length;
}
