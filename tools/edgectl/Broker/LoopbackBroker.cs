using System.Net;
using System.Net.Sockets;
using MQTTnet.Server;
using Vigie.Core;

namespace Vigie.Edgectl.Broker;

/// <summary>
/// MQTTnet's broker on 127.0.0.1. It answers QoS 1 with reason code 0x10 where nobody subscribes, as Mosquitto does. MQTTnet.Server
/// cannot store sessions, so nothing is stored: a broker that kept retained messages and forgot sessions would look safer than
/// it is.
/// </summary>
public sealed class LoopbackBroker : IAsyncDisposable
{
    private readonly MqttServer _server;

    private LoopbackBroker(MqttServer server, int port)
    {
        _server = server;
        Url = $"mqtt://{IPAddress.Loopback}:{port}";
    }

    /// <summary>Where it listens.</summary>
    public string Url { get; }

    /// <summary>Starts one.</summary>
    /// <param name="port">TCP port; 0 takes any free one.</param>
    /// <exception cref="Fault">The port is taken, or not for this user.</exception>
    public static async Task<LoopbackBroker> StartAsync(int port)
    {
        MqttServerOptions options = new MqttServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointPort(port)
            .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
            .WithDefaultEndpointBoundIPV6Address(IPAddress.None)
            .WithPersistentSessions()
            // Beyond this it would drop what it has acknowledged (250 by default).
            .WithMaxPendingMessagesPerClient(int.MaxValue)
            .Build();
        // By default a connection ends with a reset, which can overtake the last packets.
        options.DefaultEndpointOptions.LingerState = null;
        MqttServer server = new MqttServerFactory().CreateMqttServer(options);
        server.ValidatingConnectionAsync += NameTheNameless;
        try
        {
            await server.StartAsync();
            return new LoopbackBroker(server, options.DefaultEndpointOptions.Port);
        }
        catch (SocketException error)
        {
            server.Dispose();
            throw Refused(port, error);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(new MqttServerStopOptions());
        _server.Dispose();
    }

    // mosquitto_sub -V 5 without -i leaves its name to the broker; MQTTnet would refuse it. With MQTT 3.1.1 it still does.
    private static Task NameTheNameless(ValidatingConnectionEventArgs connection)
    {
        if (string.IsNullOrEmpty(connection.ClientId))
        {
            connection.AssignedClientIdentifier = $"nameless-{Guid.NewGuid():N}";
        }

        return Task.CompletedTask;
    }

    private static Fault Refused(int port, SocketException error) => error.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => new Fault(
            FaultKind.Unavailable,
            $"port {port}",
            "is taken by another program",
            "Choose another with --port, or any free one with --port 0.",
            error),
        SocketError.AccessDenied => new Fault(
            FaultKind.Denied,
            $"port {port}",
            "is not for this user",
            "Choose one from 1024 with --port, or any free one with --port 0.",
            error),
        _ => new Fault(FaultKind.Unavailable, $"port {port}", error.Message, "Choose another with --port.", error),
    };
}
