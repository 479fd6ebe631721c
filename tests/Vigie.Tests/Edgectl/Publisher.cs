using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Vigie.Contract;

namespace Vigie.Tests.Edgectl;

/// <summary>A client that publishes as a box does: MQTT 5, QoS 1, content type.</summary>
internal sealed class Publisher : IAsyncDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();

    public static async Task<Publisher> ConnectAsync(int port)
    {
        Publisher publisher = new();
        await publisher._client.ConnectAsync(new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V500).WithTcpServer("127.0.0.1", port).Build());
        return publisher;
    }

    public async Task<MqttClientPublishReasonCode> PublishAsync(
        string topic, byte[] payload, WireEncoding encoding = WireEncoding.Cbor, bool retain = false)
    {
        MqttClientPublishResult result = await _client.PublishAsync(new MqttApplicationMessageBuilder()
            .WithTopic(topic).WithPayload(payload).WithContentType(ContentTypes.Of(encoding)).WithRetainFlag(retain)
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build());
        return result.ReasonCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (_client.IsConnected)
        {
            await _client.DisconnectAsync();
        }

        _client.Dispose();
    }
}
