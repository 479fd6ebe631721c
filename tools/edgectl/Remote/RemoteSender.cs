using System.Buffers;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Edgectl.Access;
using Vigie.Trust.Signatures;

namespace Vigie.Edgectl.Remote;

/// <summary>Sends one signed document to a box over its broker, and waits for what became of it.</summary>
internal static class RemoteSender
{
    private const int NobodySubscribes = 0x10;
    private const int Refusals = 0x80;
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(5);

    /// <summary>What is sent.</summary>
    /// <param name="Type">What it is.</param>
    /// <param name="Signed">Its bytes.</param>
    /// <param name="Topic">Where it goes.</param>
    /// <param name="Retain">Whether the broker keeps it; else it is thrown away with the patience of who sent it.</param>
    public sealed record Message(DocumentType Type, byte[] Signed, string Topic, bool Retain);

    /// <summary>Sends it.</summary>
    /// <returns>What the box says: that it is done.</returns>
    /// <exception cref="Fault">It is no such document, the broker or the box refuses it, or nobody answers.</exception>
    public static async Task<ResultRecord> SendAsync(BrokerAccess access, Topics topics, Message message, TimeSpan patience, CancellationToken stop)
    {
        if (!SignedDocument.TryReadUnverified(message.Signed, message.Type, out SignedDocument? document, out Refusal? refusal))
        {
            throw refusal.ToFault(message.Topic);
        }

        string box = $"{topics.Site}/{topics.Device}";
        TaskCompletionSource<ResultRecord> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        client.ApplicationMessageReceivedAsync += received => Hear(received.ApplicationMessage, document.Hash, answer);
        client.DisconnectedAsync += ended =>
        {
            answer.TrySetException(new Fault(FaultKind.Unavailable, access.Broker.ToString(), $"the connection is lost ({ended.Reason})", "Try again."));
            return Task.CompletedTask;
        };
        try
        {
            await ConnectAsync(client, access, topics, stop);
            await PublishAsync(client, access, message, box, patience, stop);
            return Done(box, await answer.Task.WaitAsync(patience, stop));
        }
        catch (TimeoutException timeout)
        {
            throw new Fault(
                FaultKind.Timeout, box, $"has not answered within {patience.TotalSeconds:0} s",
                "It is away, does not know the time, or refused what no key of its anchors signed: its journal and vigie status say which.", timeout);
        }
        catch (MqttCommunicationException lost)
        {
            throw access.NoAnswer(lost);
        }
    }

    private static ResultRecord Done(string box, ResultRecord result) => result.Done
        ? result
        : throw new Fault(FaultKind.Denied, box, $"refuses it: {result.Words ?? "it does not say why"}", "Nothing was changed.");

    private static async Task ConnectAsync(IMqttClient client, BrokerAccess access, Topics topics, CancellationToken stop)
    {
        MqttClientOptions options = access.Apply(new MqttClientOptionsBuilder())
            .WithProtocolVersion(MqttProtocolVersion.V500).WithClientId($"edgectl-command-{Guid.NewGuid():N}").WithTimeout(ConnectPatience).Build();
        MqttClientConnectResult connected = await client.ConnectAsync(options, stop);
        ThrowIf((int)connected.ResultCode >= Refusals, access, "the connection", connected.ResultCode);
        MqttClientSubscribeResult subscribed = await client.SubscribeAsync(topics.Result, MqttQualityOfServiceLevel.AtLeastOnce, stop);
        ThrowIf(subscribed.Items.Any(item => (int)item.ResultCode >= Refusals), access, topics.Result, subscribed.Items.First().ResultCode);
    }

    private static async Task PublishAsync(IMqttClient client, BrokerAccess access, Message message, string box, TimeSpan patience, CancellationToken stop)
    {
        MqttClientPublishResult published = await client.PublishAsync(
            new MqttApplicationMessage
            {
                Topic = message.Topic,
                ContentType = ContentTypes.Cose,
                Payload = new ReadOnlySequence<byte>(message.Signed),
                QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
                Retain = message.Retain,
                MessageExpiryInterval = message.Retain ? 0 : (uint)patience.TotalSeconds,
            },
            stop);
        ThrowIf((int)published.ReasonCode >= Refusals, access, message.Topic, published.ReasonCode);
        if ((int)published.ReasonCode == NobodySubscribes && !message.Retain)
        {
            throw new Fault(FaultKind.Unavailable, box, "is not known to this broker: nobody subscribes to its commands", "Check its name, and that it has ever been connected there.");
        }
    }

    private static void ThrowIf(bool refused, BrokerAccess access, string what, Enum reason) =>
        access.ThrowUnless(!refused, what, reason, "Come with an operator's certificate of the town's authority (tools/brokers/README.md).");

    private static Task Hear(MqttApplicationMessage message, string document, TaskCompletionSource<ResultRecord> answer)
    {
        ReadOnlyMemory<byte> payload = message.Payload.ToArray();
        if (ContentTypes.TryGetEncoding(message.ContentType, payload.Span, out WireEncoding encoding)
            && ResultRecord.TryDecode(payload, encoding, out ResultRecord? result, out _) && result.Document == document)
        {
            answer.TrySetResult(result);
        }

        return Task.CompletedTask;
    }
}
