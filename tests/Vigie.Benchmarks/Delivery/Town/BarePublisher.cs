using System.Globalization;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Vigie.Contract;

namespace Vigie.Benchmarks.Delivery.Town;

/// <summary>The same messages with QoS 1 and nothing of the product's: what the broker itself takes.</summary>
internal sealed class BarePublisher : IDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly string _topic;
    private readonly Boot _boot;
    private readonly List<Task<MqttClientPublishResult>> _sent = [];
    private uint _sequence;

    public BarePublisher(int number) =>
        (_topic, _boot) = (string.Create(CultureInfo.InvariantCulture, $"vigie/1/{TownPlan.BareSite}/box-{number}/event/intrusion"), new Boot(1, (uint)number + 1));

    public Task ConnectAsync(int port) => _client.ConnectAsync(
        new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithProtocolVersion(MqttProtocolVersion.V500).WithoutPacketFragmentation()
            .WithKeepAlivePeriod(TimeSpan.FromMinutes(3)).Build());

    public void Publish() => _sent.Add(_client.PublishBinaryAsync(_topic, TownEvent.Encode(_boot, ++_sequence), MqttQualityOfServiceLevel.AtLeastOnce));

    /// <summary>Until the broker has taken all.</summary>
    public async Task DeliveredAsync()
    {
        foreach (MqttClientPublishResult result in await Task.WhenAll(_sent))
        {
            if (result.ReasonCode != MqttClientPublishReasonCode.Success)
            {
                throw new InvalidOperationException($"The broker refuses: {result.ReasonCode}.");
            }
        }

        _sent.Clear();
    }

    public void Dispose() => _client.Dispose();
}
