using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Delivery;
using Vigie.Delivery.Mqtt;

namespace Vigie.Chaos.Boxes;

/// <summary>
/// A box without cameras: the product's own outbox and postman, and events at a fixed rate. It notes what became durable, says how it
/// stands, and obeys lines on its standard input: <c>stop</c> (no more events), <c>clock TIME</c>; at the end of them it ends in order.
/// </summary>
internal sealed class Producer : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private readonly BoxOptions _options;
    private readonly SetClock _clock = new();
    private readonly OversizeEar _ear = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Outbox _outbox;
    private readonly Postman _postman;
    private readonly Told _told;
    private readonly CommandJudge? _judge;
    private volatile bool _enough;
    private long _refused;

    private Producer(BoxOptions options)
    {
        _options = options;
        if (options.Clock is { } clock)
        {
            _clock.Set(clock);
        }

        Directory.CreateDirectory(options.State);
        _outbox = Outbox.Open(
            new OutboxOptions { Folder = Path.Combine(options.State, "outbox"), Flush = options.Flushes ? PrivateFile.Flush : _ => { } }, new GapMessages(WireEncoding.Cbor, _clock).Encode, NullLogger.Instance, _clock);
        _told = new Told(options.Told);
        _judge = options.Operator is { } key ? new CommandJudge(options.State, key) : null;
        _postman = new Postman(_outbox, PostmanOptions(), _ear, _clock);
    }

    public static Topics Topics => Topics.TryCreate("town", "box-1", out Topics? topics, out string problem) ? topics : throw new InvalidOperationException(problem);

    /// <summary>Runs until its standard input ends.</summary>
    public static async Task<int> RunAsync(BoxOptions options)
    {
        try
        {
            using var producer = new Producer(options);
            await producer.RunAsync();
            return 0;
        }
        catch (Fault fault)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return fault.ExitCode;
        }
    }

    public void Dispose()
    {
        _outbox.Dispose();
        _told.Dispose();
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        Task delivering = _postman.RunAsync(_end.Token);
        Task producing = ProduceAsync();
        Task saying = SayAsync(delivering);
        Task judging = _judge?.RunAsync(_end.Token) ?? Task.CompletedTask;
        // A thread of its own: reading from a pipe cannot be cancelled.
        await Task.Run(Obey);
        _enough = true;
        await _end.CancelAsync();
        await Task.WhenAll(producing, delivering, saying, judging);
    }

    private void Obey()
    {
        while (Console.In.ReadLine() is { } line)
        {
            if (line == "stop")
            {
                _enough = true;
            }
            else if (line.Split(' ') is ["clock", string time])
            {
                _clock.Set(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
            }
        }
    }

    // Appending never waits, as no camera does: what is durable is noted by another loop.
    private async Task ProduceAsync()
    {
        List<uint> taken = [];
        Task noting = Task.CompletedTask;
        long start = TimeProvider.System.GetTimestamp();
        long appended = 0;
        using var beat = new PeriodicTimer(Beat);
        while (!_enough && await beat.WaitForNextTickAsync())
        {
            long due = (long)(TimeProvider.System.GetElapsedTime(start).TotalSeconds * _options.Rate) + 1;
            for (; appended < due; appended++)
            {
                Append(taken);
            }

            if (noting.IsCompleted)
            {
                await noting;
                (IReadOnlyCollection<uint> batch, taken) = (taken, []);
                noting = NoteAsync(batch);
            }
        }

        await noting;
        await NoteAsync(taken);
    }

    private void Append(List<uint> taken)
    {
        uint sequence = _outbox.NextSequence();
        byte[] payload = new EventRecord
        {
            Identity = new Identity(Boot.FromNumber(_outbox.Boot), sequence, null),
            Context = 1,
            Camera = 1,
            Kind = EventKind.Intrusion,
            Phase = EventPhase.Start,
            Signal = sequence,
            Time = _clock.GetUtcNow(),
            Class = 1,
            Confidence = 71,
            Zone = 2,
            Box = new BoxPerMille(512, 331, 88, 240),
        }.Encode(WireEncoding.Cbor);
        if (_outbox.Append(Lane.Signals, sequence, "event/intrusion"u8, "application/cbor"u8, payload))
        {
            taken.Add(sequence);
        }
        else
        {
            _refused++;
            if (_options.NotesRefused)
            {
                _told.Note(_outbox.Boot, [sequence]);
            }
        }
    }

    private async Task NoteAsync(IReadOnlyCollection<uint> batch)
    {
        if (batch.Count > 0)
        {
            Task durable = _outbox.FlushAsync(_end.Token);
            await durable.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // It may end while its disk refuses: then nobody was told that these are durable.
            if (!durable.IsCanceled)
            {
                await durable;
                _told.Note(_outbox.Boot, batch);
            }
        }
    }

    private async Task SayAsync(Task delivering)
    {
        while (!_end.IsCancellationRequested)
        {
            PostmanStatus status = _postman.Status;
            OutboxStatus outbox = _outbox.Status;
            string? problem = delivering.Exception?.InnerException is { } error ? $"delivery ended by {error.GetType().Name}: {error.Message}" : status.LastError;
            var said = new BoxStatus(
                status.Connected, status.Waiting + outbox.InMemory, outbox.InMemory, outbox.Fault?.Problem, _refused, status.Hub, problem, status.CertificateEnds, status.Unconfirmed,
                _judge?.Count, _ear.Heard, MostMegabytes());
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(said, BoxJson.Default.BoxStatus));
            await Task.Delay(Look, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static double MostMegabytes() =>
        double.Parse(File.ReadLines("/proc/self/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))["VmHWM:".Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1_000;

    // The product's own, but for pauses: what takes minutes with a town's pauses takes seconds here.
    private PostmanOptions PostmanOptions() => new()
    {
        Brokers = [.. _options.Brokers.Select(BrokerAddress.Parse)],
        Topics = Topics,
        Birth = new StatusRecord { Online = true, Boot = Boot.FromNumber(_outbox.Boot), Software = "0.1.0", Encoding = WireEncoding.Cbor },
        Laboratory = false,
        Version = _options.Old ? MqttVersion.ThreeOneOne : MqttVersion.Five,
        Tls = _options.Certificates is { } folder
            ? new TlsFiles(Path.Combine(folder, "authority.crt"), Own(folder, "box.crt"), Own(folder, "box.key"), Path.Combine(folder, "revoked.crl"))
            : new TlsFiles(null, null, null, null),
        Letters = _judge?.Letters,
        HubFile = Path.Combine(_options.State, "hub"),
        FirstRetry = TimeSpan.FromMilliseconds(200),
        LongestRetry = TimeSpan.FromSeconds(1),
        LongestProbe = TimeSpan.FromSeconds(1),
        ReceiptPatience = TimeSpan.FromSeconds(2),
        RenewalCheck = TimeSpan.FromSeconds(1),
        WillDelay = TimeSpan.Zero,
    };

    // A box that was never given a certificate shows none.
    private static string? Own(string folder, string name) => File.Exists(Path.Combine(folder, name)) ? Path.Combine(folder, name) : null;
}
