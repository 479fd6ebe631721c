using MQTTnet;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Implementations;

namespace Vigie.Delivery.Mqtt;

/// <summary>Gives MQTTnet's client a line over which no packet comes that is larger than any may be.</summary>
/// <param name="most">Most bytes of a packet after its header.</param>
internal sealed class GuardedAdapters(int most) : IMqttClientAdapterFactory
{
    private volatile bool _hasRefused;

    /// <summary>Whether a packet was refused, and the connection ended for it.</summary>
    public bool HasRefused => _hasRefused;

    /// <inheritdoc/>
    public IMqttChannelAdapter CreateClientAdapter(MqttClientOptions options, MqttPacketInspector packetInspector, IMqttNetLogger logger)
    {
        PacketGuard guard = new(new MqttTcpChannel(options), most, () => _hasRefused = true);
        MqttBufferWriter writer = new(options.WriterBufferSize, options.WriterBufferSizeMax);
        return new MqttChannelAdapter(guard, new MqttPacketFormatterAdapter(options.ProtocolVersion, writer), logger)
        {
            AllowPacketFragmentation = options.AllowPacketFragmentation,
            PacketInspector = packetInspector,
        };
    }
}
