using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Vigie.Contract;
using Vigie.Delivery;
using Vigie.Delivery.Mqtt;

namespace Vigie.Benchmarks.Delivery;

/// <summary>
/// Bytes on the wire of a box's events, as the interface counts them: a box and a town's broker in network namespaces of their own, joined by
/// one cable (veth), TLS 1.3 with certificates. Wants root, iproute2, mosquitto and openssl. Ethernet's own 14 bytes a packet are taken off.
/// </summary>
internal static class WireBytes
{
    private const int Ethernet = 14;
    private const int Signals = 250;
    private const int Beats = 6;
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(5);

    /// <summary>Builds both namespaces, and measures in the box's.</summary>
    public static int Run(string checkout)
    {
        string folder = Directory.CreateTempSubdirectory("vigie-wire-").FullName;
        string kit = Path.Combine(checkout, "tools/brokers");
        Do("bash", "-c", "ip netns add vigie-wire-town && ip netns add vigie-wire-box && ip link add vigie-wire-t type veth peer name vigie-wire-b");
        try
        {
            foreach ((string space, string end, string address) in new[] { ("town", "t", "192.0.2.1/24"), ("box", "b", "192.0.2.2/24") })
            {
                Do("bash", "-c", $"ip link set vigie-wire-{end} netns vigie-wire-{space} && ip -n vigie-wire-{space} addr add {address} dev vigie-wire-{end} && ip -n vigie-wire-{space} link set vigie-wire-{end} up && ip -n vigie-wire-{space} link set lo up");
            }

            Do(Path.Combine(kit, "authority"), "create", folder, "192.0.2.1");
            Do(Path.Combine(kit, "authority"), "certify", folder, "box", "bench/box-1");
            Do(Path.Combine(kit, "authority"), "certify", folder, "subscriber", "room");
            using Process broker = Start("ip", "netns", "exec", "vigie-wire-town", Path.Combine(kit, "mosquitto"), folder, "8883");
            Thread.Sleep(2_000);
            using Process room = Start(
                "ip", "netns", "exec", "vigie-wire-town", "mosquitto_sub", "-V", "5", "-h", "localhost", "-p", "8883", "-q", "1", "-t", "vigie/1/#",
                "--cafile", folder + "/authority.crt", "--cert", folder + "/subscriber-room.crt", "--key", folder + "/subscriber-room.key", "-F", "%l");
            Thread.Sleep(1_000);
            try
            {
                return Do("ip", "netns", "exec", "vigie-wire-box", Environment.ProcessPath!, "wire-box", folder);
            }
            finally
            {
                room.Kill(entireProcessTree: true);
                broker.Kill(entireProcessTree: true);
            }
        }
        finally
        {
            Do("bash", "-c", "ip netns del vigie-wire-town; ip netns del vigie-wire-box");
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What the box does in its namespace.</summary>
    public static async Task<int> RunBoxAsync(string folder)
    {
        _ = Topics.TryCreate("bench", "box-1", out Topics? topics, out _);
        using var loggers = LoggerFactory.Create(logging => logging.AddConsole());
        using var outbox = Outbox.Open(
            new OutboxOptions { Folder = Path.Combine(folder, "outbox") }, new GapMessages(WireEncoding.Cbor, TimeProvider.System).Encode, loggers.CreateLogger("outbox"));
        var boot = Boot.FromNumber(outbox.Boot);
        Postman postman = new(
            outbox,
            new PostmanOptions
            {
                Brokers = [new BrokerAddress("192.0.2.1", 8883, Encrypted: true)],
                Topics = topics!,
                Birth = new StatusRecord { Online = true, Boot = boot, Software = "0.1.0", Encoding = WireEncoding.Cbor },
                Laboratory = false,
                KeepAlive = KeepAlive,
                Tls = new TlsFiles(folder + "/authority.crt", folder + "/box-bench-box-1.crt", folder + "/box-bench-box-1.key", folder + "/revoked.crl"),
            },
            loggers.CreateLogger("postman"));
        using CancellationTokenSource stop = new();
        Task running = postman.RunAsync(stop.Token);
        Send(outbox, boot);
        await outbox.DeliveredAsync(new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);
        (long bytes, long packets) before = Count();
        long payload = 0;
        for (int i = 0; i < Signals; i++)
        {
            payload += Send(outbox, boot);
            await outbox.DeliveredAsync(stop.Token);
            await Task.Delay(60, stop.Token);
        }

        (long bytes, long packets) sent = Count();
        await Task.Delay(KeepAlive * Beats + TimeSpan.FromSeconds(1), stop.Token);
        (long bytes, long packets) quiet = Count();
        await stop.CancelAsync();
        await running;
        Report(payload, sent.bytes - before.bytes, sent.packets - before.packets, quiet.bytes - sent.bytes);
        return 0;
    }

    private static void Report(long payload, long wire, long packets, long beats)
    {
        const int Events = 2 * Signals;
        double each = (double)wire / Events, beat = (double)beats / Beats;
        double day = (1_000 * each) + (TimeSpan.FromDays(1) / TimeSpan.FromSeconds(180) * beat);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"payload of an event: {(double)payload / Events:0.0} bytes; of a track's start and end: {(double)payload / Signals:0.0}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"event with PUBLISH, PUBACK and TCP's acknowledgements, TLS 1.3, IP level, both ways: {each:0.0} bytes in {(double)packets / Events:0.00} packets"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"keep-alive: {beat:0.0} bytes; a camera-day of 1,000 events with one each 180 s: {day / 1e6:0.000} MB"));
    }

    // A start and its end, each on its own: the broker's answer to one is not carried by the next.
    private static int Send(Outbox outbox, Boot boot)
    {
        EventRecord start = new()
        {
            Identity = new Identity(boot, outbox.NextSequence(), null),
            Context = 1,
            Camera = 1,
            Kind = EventKind.Intrusion,
            Phase = EventPhase.Start,
            Signal = 0,
            Time = DateTimeOffset.UtcNow,
            Class = 1,
            Confidence = 71,
            Zone = 2,
            Box = new BoxPerMille(512, 331, 88, 240),
        };
        start = start with { Signal = start.Identity.Sequence };
        int bytes = Append(outbox, start);
        Thread.Sleep(60);
        EventRecord end = start with
        {
            Identity = new Identity(boot, outbox.NextSequence(), start.Identity.Sequence),
            Phase = EventPhase.End,
            Class = null,
            Box = null,
            Time = DateTimeOffset.UtcNow,
        };
        return bytes + Append(outbox, end);
    }

    private static int Append(Outbox outbox, EventRecord record)
    {
        byte[] payload = record.Encode(WireEncoding.Cbor);
        return outbox.Append(Lane.Signals, record.Identity.Sequence, "event/intrusion"u8, "application/cbor"u8, payload)
            ? payload.Length
            : throw new InvalidOperationException("The outbox took no more.");
    }

    private static (long Bytes, long Packets) Count()
    {
        long packets = Read("rx_packets") + Read("tx_packets");
        return (Read("rx_bytes") + Read("tx_bytes") - (Ethernet * packets), packets);
    }

    // Not /sys, which shows the namespace that mounted it.
    private static long Read(string counter)
    {
        string[] columns = File.ReadLines("/proc/net/dev").Single(line => line.Contains("vigie-wire-b:", StringComparison.Ordinal))
            .Split(':')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int column = counter switch { "rx_bytes" => 0, "rx_packets" => 1, "tx_bytes" => 8, _ => 9 };
        return long.Parse(columns[column], CultureInfo.InvariantCulture);
    }

    private static Process Start(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;

    private static int Do(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode == 0 ? 0 : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: exit code {process.ExitCode}");
    }
}
