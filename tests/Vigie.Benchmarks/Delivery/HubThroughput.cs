using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Vigie.Contract;

namespace Vigie.Benchmarks.Delivery;

/// <summary>
/// Events per second from boxes through a real Mosquitto into <c>edgectl hub</c>'s database, until the hub has confirmed each: all of it on one
/// machine, with whatever disk FOLDER is on. The broker saves once a second, as the kit does where a hub confirms, or at each change: then it writes all that it
/// keeps for each message, and is what is measured.
/// </summary>
internal static class HubThroughput
{
    private const int Boxes = 10;
    private const int Each = 1_000;

    // Mosquitto's own limit: it ends the connection of who sends more before an answer.
    private const int UnderWay = 20;

    public static async Task<int> RunAsync(string edgectl, string folder, bool savesEachChange)
    {
        Directory.CreateDirectory(folder);
        using LocalBroker broker = new(Path.Combine(folder, "broker"), savesEachChange);
        broker.Start();
        using Process hub = Process.Start(new ProcessStartInfo(edgectl, ["hub", "--db", Path.Combine(folder, "hub.db"), "--broker", $"mqtt://127.0.0.1:{broker.Port}"]) { RedirectStandardError = true })!;
        try
        {
            while (await hub.StandardError.ReadLineAsync() is string line && !line.Contains("connected", StringComparison.Ordinal))
            {
                Console.WriteLine(line);
            }

            Task rest = hub.StandardError.ReadToEndAsync();
            await MeasureAsync(broker.Port);
            hub.Kill();
            await rest;
        }
        finally
        {
            hub.Kill();
        }

        return 0;
    }

    private static async Task MeasureAsync(int port)
    {
        long[] confirmed = new long[Boxes];
        TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using IMqttClient listener = await ConnectAsync(port);
        listener.ApplicationMessageReceivedAsync += received =>
        {
            int box = int.Parse(received.ApplicationMessage.Topic.Split('/')[3].AsSpan(4), CultureInfo.InvariantCulture);
            if (ReceiptRecord.TryDecode(received.ApplicationMessage.Payload.ToArray(), WireEncoding.Cbor, out ReceiptRecord? receipt, out _))
            {
                confirmed[box] = receipt.Runs.Sum(run => run.Ranges.Sum(range => range.Last - range.First + 1L));
            }

            return Task.FromResult(confirmed.Sum() == Boxes * Each && all.TrySetResult());
        };
        await listener.SubscribeAsync("vigie/1/+/+/receipt", MqttQualityOfServiceLevel.AtLeastOnce);
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Boxes).Select(box => Task.Run(() => PublishAsync(port, box))));
        double sent = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await all.Task.WaitAsync(TimeSpan.FromMinutes(5));
        double durable = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Boxes} boxes, {Boxes * Each} events: the broker took {Boxes * Each / sent:0} events/s; durable in SQLite and confirmed {Boxes * Each / durable:0} events/s ({durable:0.0} s)"));
    }

    private static async Task PublishAsync(int port, int box)
    {
        using IMqttClient client = await ConnectAsync(port);
        using SemaphoreSlim room = new(UnderWay);
        List<Task> sent = [];
        Boot boot = new(1, (uint)box + 1);
        for (uint sequence = 1; sequence <= Each; sequence++)
        {
            EventRecord record = new()
            {
                Identity = new Identity(boot, sequence, sequence == 1 ? null : sequence - 1),
                Context = 1,
                Camera = 1,
                Kind = EventKind.Intrusion,
                Phase = EventPhase.Start,
                Signal = sequence,
                Time = DateTimeOffset.UtcNow,
                Class = 1,
                Confidence = 87,
                Zone = 2,
                Box = new BoxPerMille(412, 300, 60, 180),
                Flags = EventMarks.Laboratory,
            };
            await room.WaitAsync();
            sent.Add(SendAsync($"vigie/1/town/box-{box}/event/intrusion", record.Encode(WireEncoding.Cbor)));
        }

        await Task.WhenAll(sent);

        async Task SendAsync(string topic, byte[] payload)
        {
            await client.PublishBinaryAsync(topic, payload, MqttQualityOfServiceLevel.AtLeastOnce);
            room.Release();
        }
    }

    private static async Task<IMqttClient> ConnectAsync(int port)
    {
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithProtocolVersion(MqttProtocolVersion.V500).Build());
        return client;
    }
}
