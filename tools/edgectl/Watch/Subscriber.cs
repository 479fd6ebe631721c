using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using MQTTnet;
using MQTTnet.Diagnostics.PacketInspection;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Vigie.Contract;
using Vigie.Core;

namespace Vigie.Edgectl.Watch;

/// <summary>Holds a subscription: MQTT 5, QoS 1, a session that outlives its connections.</summary>
public sealed class Subscriber(WatchOptions options, Watcher watcher)
{
    private const byte PublishType = 3;

    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LeastDelay = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan MostDelay = TimeSpan.FromSeconds(10);

    // A broker sends what it kept for a session before it answers the subscription that brings the contexts.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(0.3);

    private readonly MqttClientOptions _options = OptionsFor(options);
    private readonly List<Arrival> _early = [];
    private readonly Lock _gate = new();
    private bool _settled;
    private int _failures;
    private bool _wasConnected;

    /// <summary>Watches until told to stop; connects again whenever a connection is lost.</summary>
    /// <exception cref="Fault">The first connection fails, or the broker refuses one.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await RunOnceAsync(stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
            }
            catch (Fault fault) when (_wasConnected && fault.Kind is FaultKind.Unavailable or FaultKind.Timeout)
            {
                TimeSpan delay = NextDelay();
                string wait = delay.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
                watcher.Say($"{fault.Subject}: {fault.Problem}; next try in {wait} s");
                await Task.WhenAny(Task.Delay(delay, stop));
            }
        }
    }

    private async Task RunOnceAsync(CancellationToken stop)
    {
        TaskCompletionSource<string> lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ConcurrentQueue<int> packetBytes = new();
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        client.InspectPacketAsync += packet => Measure(packet, packetBytes);
        client.ApplicationMessageReceivedAsync += received => ReceiveAsync(received.ApplicationMessage, packetBytes, lost);
        client.DisconnectedAsync += ended =>
        {
            lost.TrySetResult(ended.Exception?.GetBaseException().Message ?? ended.Reason.ToString());
            return Task.CompletedTask;
        };
        _settled = false;
        await ConnectAsync(client, stop);
        (_wasConnected, _failures) = (true, 0);
        watcher.Say($"{options.Broker}: connected");
        await Task.WhenAny(Task.Delay(Settling, stop), lost.Task);
        Settle();
        await Task.WhenAny(lost.Task, Task.Delay(Timeout.Infinite, stop));
        if (!stop.IsCancellationRequested)
        {
            string problem = $"the connection is lost ({await lost.Task})";
            throw new Fault(FaultKind.Unavailable, options.Broker.ToString(), problem, "Start the broker again.");
        }

        if (client.IsConnected)
        {
            await LeaveAsync(client);
        }
    }

    private async Task ConnectAsync(IMqttClient client, CancellationToken stop)
    {
        try
        {
            MqttClientConnectResult result = await client.ConnectAsync(_options, stop);
            ThrowUnless(result.ResultCode == MqttClientConnectResultCode.Success, "the connection", result.ResultCode);
            MqttClientSubscribeResult subscribed = await client.SubscribeAsync(Subscriptions(), stop);
            foreach (MqttClientSubscribeResultItem item in subscribed.Items)
            {
                ThrowUnless(item.ResultCode == MqttClientSubscribeResultCode.GrantedQoS1, item.TopicFilter.Topic, item.ResultCode);
            }
        }
        catch (Exception error) when (error is MqttCommunicationException or OperationCanceledException)
        {
            stop.ThrowIfCancellationRequested();
            string remedy = options.Broker.IsLoopback
                ? $"Start one with \"edgectl broker --port {options.Broker.Port}\", or give another address with --broker."
                : "Check that it runs and that this is its address.";
            throw options.Access.NoAnswer(error, remedy);
        }
    }

    private void ThrowUnless(bool granted, string what, Enum reason) =>
        options.Access.ThrowUnless(granted, what, reason, "Ask who runs the broker for the right to read it.");

    // A named session stays. One without a name is nobody's when this process ends: the broker must not take it for a subscriber
    // until it expires, so it unsubscribes too (MQTTnet's broker does not heed an expiry of 0 in a DISCONNECT).
    private async Task LeaveAsync(IMqttClient client)
    {
        MqttClientDisconnectOptionsBuilder leave = new();
        if (options.ClientId is null)
        {
            MqttClientUnsubscribeOptionsBuilder unsubscribe = new();
            Array.ForEach(Filters(), filter => unsubscribe.WithTopicFilter(filter));
            await client.UnsubscribeAsync(unsubscribe.Build(), CancellationToken.None);
            leave.WithSessionExpiryInterval(0);
        }

        await client.DisconnectAsync(leave.Build(), CancellationToken.None);
    }

    private static Task Measure(InspectMqttPacketEventArgs packet, ConcurrentQueue<int> packetBytes)
    {
        if (packet.Direction == MqttPacketFlowDirection.Inbound && packet.Buffer[0] >> 4 == PublishType)
        {
            packetBytes.Enqueue(packet.Buffer.Length);
        }

        return Task.CompletedTask;
    }

    private Task ReceiveAsync(
        MqttApplicationMessage message, ConcurrentQueue<int> packetBytes, TaskCompletionSource<string> lost)
    {
        packetBytes.TryDequeue(out int bytes);
        Arrival arrival = new(message.Topic, message.ContentType, message.Payload.ToArray(), message.Retain, bytes);
        try
        {
            lock (_gate)
            {
                if (_settled)
                {
                    watcher.Take(arrival);
                }
                else
                {
                    _early.Add(arrival);
                }
            }
        }
        catch (Exception error)
        {
            // MQTTnet would keep it to itself.
            lost.TrySetException(error);
        }

        return Task.CompletedTask;
    }

    private void Settle()
    {
        lock (_gate)
        {
            foreach (Arrival arrival in _early.OrderByDescending(IsContext))
            {
                watcher.Take(arrival);
            }

            _early.Clear();
            _settled = true;
        }
    }

    private static bool IsContext(Arrival arrival) => arrival.Topic.EndsWith("/context", StringComparison.Ordinal);

    private TimeSpan NextDelay()
    {
        double most = Math.Min(MostDelay.TotalSeconds, LeastDelay.TotalSeconds * Math.Pow(2, _failures++));
        return TimeSpan.FromSeconds(most * (0.5 + (Random.Shared.NextDouble() / 2)));
    }

    private string[] Filters() =>
    [
        Topics.ContextFilter(options.Site, options.Device),
        Topics.StatusFilter(options.Site, options.Device),
        Topics.GapFilter(options.Site, options.Device),
        Topics.ClockFilter(options.Site, options.Device),
        Topics.CountFilter(options.Site, options.Device),
        Topics.ShadowFilter(options.Site, options.Device),
        Topics.EventFilter(options.Site, options.Device),
    ];

    private MqttClientSubscribeOptions Subscriptions()
    {
        MqttClientSubscribeOptionsBuilder subscriptions = new();
        foreach (string filter in Filters())
        {
            subscriptions.WithTopicFilter(filter, MqttQualityOfServiceLevel.AtLeastOnce);
        }

        return subscriptions.Build();
    }

    private static MqttClientOptions OptionsFor(WatchOptions options) => options.Access.Apply(new MqttClientOptionsBuilder())
        .WithProtocolVersion(MqttProtocolVersion.V500)
        .WithClientId(options.ClientId ?? $"edgectl-watch-{Guid.NewGuid():N}")
        .WithCleanStart(false)
        .WithSessionExpiryInterval((uint)TimeSpan.FromDays(options.ClientId is null ? 1 : 7).TotalSeconds)
        .WithKeepAlivePeriod(KeepAlive)
        .WithTimeout(ConnectPatience)
        .Build();
}
