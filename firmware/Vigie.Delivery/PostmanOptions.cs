using System.Collections.Immutable;
using Vigie.Contract;
using Vigie.Delivery.Mqtt;
using Vigie.Delivery.Projections;

namespace Vigie.Delivery;

/// <summary>Whom a postman serves, and how patient it is.</summary>
public sealed record PostmanOptions
{
    /// <summary>The brokers, the first one first; the others while it is away.</summary>
    public required ImmutableArray<BrokerAddress> Brokers { get; init; }

    /// <summary>The device's topics.</summary>
    public required Topics Topics { get; init; }

    /// <summary>What is said, retained, at each connection; the last will and the orderly end say the same, offline.</summary>
    public required StatusRecord Birth { get; init; }

    /// <summary>Whether there is no mandate: then only a broker on this machine is spoken to.</summary>
    public required bool Laboratory { get; init; }

    /// <summary>Which MQTT is spoken.</summary>
    public MqttVersion Version { get; init; }

    /// <summary>How box and broker know each other, where they speak in TLS.</summary>
    public TlsFiles Tls { get; init; } = new(null, null, null, null);

    /// <summary>File with user and password, or name of a systemd credential; null where the broker asks for none.</summary>
    public string? Login { get; init; }

    /// <summary>Most events on their way without an answer, both lanes together; the broker may want fewer.</summary>
    public int Window { get; init; } = 64;

    /// <summary>MQTT keep alive: a quiet line is asked no more often. A line that is dead with events waiting is found by their answers.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(180);

    /// <summary>How long the broker remembers us while we are away.</summary>
    public TimeSpan SessionExpiry { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long the broker waits before it says that we are gone (MQTT 5): a short break is no death.</summary>
    public TimeSpan WillDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long telemetry is worth delivering (MQTT 5). Signals never expire.</summary>
    public TimeSpan TelemetryExpiry { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long to wait until the broker has accepted us.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long to wait for an answer before the connection counts as half open.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Upper end of the first delay after a failure; doubled each time, and drawn anew between 0 and that. With 15 s, 1,000 boxes that
    /// lose their broker at once come back at 67 a second.
    /// </summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest delay after a failed connection or a refusal.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest delay before a topic that nobody subscribes to is tried again: one small packet.</summary>
    public TimeSpan LongestProbe { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How much younger than a record a receipt must be to prove that the hub lacks it: the record may still be in the broker's queue.
    /// Upper end, too, of the first delay before it is sent again.
    /// </summary>
    public TimeSpan ReceiptPatience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Where it is kept until when a hub is in force; null: nowhere.</summary>
    public string? HubFile { get; init; }

    /// <summary>Where commands and revocations go that the broker sends; null: they are not asked for.</summary>
    public LetterBox? Letters { get; init; }

    /// <summary>What projections say, beside the records; null: nothing.</summary>
    public Mirror? Mirror { get; init; }

    /// <summary>How often the files of certificates are looked at for new ones.</summary>
    public TimeSpan RenewalCheck { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Name of the session at the broker.</summary>
    public string ClientId => $"vigie-{Topics.Site}-{Topics.Device}";
}
