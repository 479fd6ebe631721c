using System.Buffers;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Vigie.Chaos.Boxes;
using Vigie.Contract;
using Vigie.Trust.Signatures;

namespace Vigie.Chaos.Faults;

/// <summary>Somebody whom the broker lets write to the box's command topic: an operator with a key, and whoever got past the broker's rules.</summary>
/// <param name="keyFile">Where the operator's key is written: a file that does not exist yet.</param>
internal sealed class CommandSender(string keyFile) : IDisposable
{
    private static readonly string Box = $"{Producer.Topics.Site}/{Producer.Topics.Device}";
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly SigningKey _key = KeyFile.Create(keyFile);

    /// <summary>The operator's public key, PEM.</summary>
    public string Operator => _key.Public.ToPem();

    public Task ConnectAsync(Mosquitto broker, CancellationToken stop) => _client.ConnectAsync(
        new MqttClientOptionsBuilder().WithTcpServer(broker.Host, broker.Port).WithProtocolVersion(MqttProtocolVersion.V500).Build(), stop);

    /// <summary>A ping that is good in all respects, for this box or another.</summary>
    public byte[] Ping(long counter, string? box = null) => _key.Sign(
        DocumentType.Command,
        new CommandRecord { Action = CommandAction.Ping, Box = box ?? Box, Counter = counter, Expires = DateTimeOffset.UtcNow.AddMinutes(30) }.EncodeBody());

    /// <summary>Such a ping, and one bit of its signature is wrong.</summary>
    public byte[] Forged(long counter)
    {
        byte[] bytes = Ping(counter);
        bytes[^1] ^= 1;
        return bytes;
    }

    /// <summary>Sends some of them in turn, at a fixed rate.</summary>
    public async Task SendAsync(byte[][] letters, int count, int perSecond, MqttQualityOfServiceLevel quality, CancellationToken stop)
    {
        long start = TimeProvider.System.GetTimestamp();
        for (int sent = 0; sent < count;)
        {
            long due = Math.Min(count, (long)(TimeProvider.System.GetElapsedTime(start).TotalSeconds * perSecond) + 1);
            List<Task> underWay = [];
            for (; sent < due; sent++)
            {
                underWay.Add(_client.PublishAsync(
                    new MqttApplicationMessage { Topic = Producer.Topics.Command, Payload = new ReadOnlySequence<byte>(letters[sent % letters.Length]), QualityOfServiceLevel = quality }, stop));
            }

            await Task.WhenAll(underWay);
            await Task.Delay(10, stop);
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _key.Dispose();
    }
}
