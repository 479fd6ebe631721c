using Vigie.Contract;
using Vigie.Delivery.Mqtt;

namespace Vigie.Delivery;

/// <summary>Whom a postman serves, and how patient it is.</summary>
public sealed record PostmanOptions
{
    /// <summary>The broker.</summary>
    public required BrokerAddress Broker { get; init; }

    /// <summary>The device's topics.</summary>
    public required Topics Topics { get; init; }

    /// <summary>What is said, retained, at each connection; the last will and the orderly end say the same, offline.</summary>
    public required StatusRecord Birth { get; init; }

    /// <summary>Whether there is no mandate: then only a broker on this machine is spoken to.</summary>
    public required bool Laboratory { get; init; }

    /// <summary>Most events on their way without an answer, both lanes together; the broker may want fewer.</summary>
    public int Window { get; init; } = 64;

    /// <summary>MQTT keep alive.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the broker remembers us while we are away.</summary>
    public TimeSpan SessionExpiry { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long to wait for an answer before the connection counts as dead.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Upper end of the first delay after a failure; doubled each time, and drawn anew between 0 and that.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest delay after a failed connection or a refusal.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest delay before a topic that nobody subscribes to is tried again: one small packet.</summary>
    public TimeSpan LongestProbe { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Name of the session at the broker.</summary>
    public string ClientId => $"vigie-{Topics.Site}-{Topics.Device}";
}
