using System.Net.Sockets;
using MQTTnet.Exceptions;
using Vigie.Core;

namespace Vigie.Delivery;

/// <summary>What the postman says of what went wrong, for status and log.</summary>
internal static class PostmanWords
{
    /// <summary>Reason codes from here on are refusals (MQTT 5, section 2.4).</summary>
    public const int Refusals = 0x80;

    /// <summary>A record was not taken.</summary>
    public static string Refusal(PostmanOptions options, string broker, OutboxRecord record, int reason)
    {
        string topic = options.Topics.Of(record.Message.Topic);
        return reason < Refusals
            ? $"{broker}: nobody subscribes to {topic}; events wait on disk until somebody does."
            : $"{broker}: the broker refuses {topic} (reason {reason}); events wait on disk. Let {options.ClientId} write there in the broker's access rules.";
    }

    /// <summary>A connection ended.</summary>
    /// <param name="options">Whom it was for.</param>
    /// <param name="broker">With whom.</param>
    /// <param name="error">How.</param>
    /// <param name="stop">Whether the postman was told to stop.</param>
    public static string Sentence(PostmanOptions options, string broker, Exception error, bool stop) => error switch
    {
        Fault fault => fault.Message,
        OperationCanceledException when stop => $"{broker}: stopped before the broker answered.",
        OperationCanceledException or TimeoutException => $"{broker}: no answer within {options.ConnectTimeout.TotalSeconds} s.",
        _ => $"{broker}: {error.InnerException?.Message ?? error.Message}.",
    };

    /// <summary>A connection was ended because of what the broker sent.</summary>
    public static Fault Oversized(string broker, Exception error) => new(
        FaultKind.Unavailable,
        broker,
        "sent a packet that is larger than any to a box, and was not let go on",
        "Let nobody write such to this box's topics; the broker is told to forget what it keeps for it, and events wait on disk.",
        error);

    /// <summary>Whether an error is of the world, which is tried again, and not a mistake of ours.</summary>
    public static bool IsOfTheWorld(Exception error) => error
        is MqttCommunicationException or MqttProtocolViolationException or SocketException or IOException or TimeoutException or OperationCanceledException
        or Fault { Kind: FaultKind.Unavailable or FaultKind.Timeout or FaultKind.Denied or FaultKind.Config };
}
