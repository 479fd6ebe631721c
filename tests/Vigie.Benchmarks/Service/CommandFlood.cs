using System.Diagnostics;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Vigie.Contract;
using Vigie.Trust.Signatures;

namespace Vigie.Benchmarks.Service;

/// <summary>A thousand commands a second to the box of a benchmark: forged in its authority's name, another box's, noise.</summary>
internal sealed class CommandFlood : IDisposable
{
    private const int PerSecond = 1_000;
    private const string Box = "bench/box";
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly byte[][] _letters;

    /// <param name="keyFile">File of a private key whose commands the box takes.</param>
    public CommandFlood(string keyFile)
    {
        using SigningKey key = KeyFile.Open(keyFile, () => "");
        byte[] Sign(string box, long counter) => key.Sign(
            DocumentType.Command,
            new CommandRecord { Action = CommandAction.Stop, Box = box, Counter = counter, Expires = DateTimeOffset.UtcNow.AddMinutes(30) }.EncodeBody());
        _letters = [.. Enumerable.Range(1, 50).SelectMany(counter => new[] { Sign("bench/other", counter), Forge(Sign(Box, counter)), "stop"u8.ToArray() })];
    }

    public Task ConnectAsync(Uri broker) => _client.ConnectAsync(
        new MqttClientOptionsBuilder().WithTcpServer(broker.Host, broker.Port).WithProtocolVersion(MqttProtocolVersion.V500).Build());

    /// <summary>Sends for so long.</summary>
    /// <returns>How many.</returns>
    public async Task<int> SendAsync(TimeSpan duration)
    {
        Stopwatch watch = Stopwatch.StartNew();
        int sent = 0;
        while (watch.Elapsed < duration)
        {
            for (; sent < watch.Elapsed.TotalSeconds * PerSecond; sent++)
            {
                await _client.PublishBinaryAsync($"vigie/1/{Box}/command", _letters[sent % _letters.Length], MqttQualityOfServiceLevel.AtMostOnce);
            }

            await Task.Delay(5);
        }

        return sent;
    }

    public void Dispose() => _client.Dispose();

    private static byte[] Forge(byte[] letter)
    {
        letter[^40] ^= 1;
        return letter;
    }
}
