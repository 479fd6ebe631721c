using System.Buffers;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Channel;

namespace Vigie.Delivery.Mqtt;

/// <summary>
/// Reads along what a broker sends and ends the connection at the header of a packet that is larger than any may be: MQTTnet takes memory for as much as a header
/// claims, up to 256 MB, before it reads the rest.
/// </summary>
/// <param name="channel">The line to the broker.</param>
/// <param name="most">Most bytes of a packet after its header (MQTT 5 and 3.1.1, section 2.1.4 and 2.2.3: the remaining length).</param>
/// <param name="refused">Told when a packet is refused.</param>
internal sealed class PacketGuard(IMqttChannel channel, int most, Action refused) : IMqttChannel
{
    private readonly PacketLimit _limit = new(most);

    /// <inheritdoc/>
    public EndPoint? RemoteEndPoint => channel.RemoteEndPoint;

    /// <inheritdoc/>
    public EndPoint? LocalEndPoint => channel.LocalEndPoint;

    /// <inheritdoc/>
    public bool IsSecureConnection => channel.IsSecureConnection;

    /// <inheritdoc/>
    public X509Certificate2? ClientCertificate => channel.ClientCertificate;

    /// <inheritdoc/>
    public Task ConnectAsync(CancellationToken cancellationToken) => channel.ConnectAsync(cancellationToken);

    /// <inheritdoc/>
    public Task DisconnectAsync(CancellationToken cancellationToken) => channel.DisconnectAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        int read = await channel.ReadAsync(buffer, offset, count, cancellationToken);
        if (!_limit.Passes(buffer.AsSpan(offset, read)))
        {
            refused();
            throw new InvalidDataException($"it sent a packet of more than {most} bytes");
        }

        return read;
    }

    /// <inheritdoc/>
    public Task WriteAsync(ReadOnlySequence<byte> buffer, bool isEndOfPacket, CancellationToken cancellationToken) =>
        channel.WriteAsync(buffer, isEndOfPacket, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => channel.Dispose();
}
