using Microsoft.Extensions.Logging;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Delivery;

namespace Vigie.Appliance.Replay;

/// <summary>Outbox and postman of a replay: events reach the disk while the clip runs, and the broker while it is there.</summary>
internal sealed class ReplayDelivery : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    // A replay does not last long: half a minute between two attempts would outlast its patience.
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(5);

    private readonly Postman _postman;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _delivering;
    private readonly string _folder;

    private ReplayDelivery(Outbox outbox, Postman postman, string folder)
    {
        Outbox = outbox;
        _postman = postman;
        _folder = folder;
        _delivering = Task.Run(() => _postman.RunAsync(_stop.Token));
    }

    /// <summary>Where events wait.</summary>
    public Outbox Outbox { get; }

    /// <summary>Records that the broker took in this replay.</summary>
    public long Delivered => _postman.Status.Sent;

    /// <summary>Bytes of the packets that carried them, repeated ones included.</summary>
    public long BytesSent => _postman.Status.Bytes;

    /// <summary>Opens the outbox and starts to deliver, where the configuration names a broker.</summary>
    /// <exception cref="Fault">Another machine's broker, or an outbox that cannot be used.</exception>
    public static ReplayDelivery? OpenIfAsked(ReplayPlan plan, ILoggerFactory loggers)
    {
        if (plan.Configuration.Delivery is not { } delivery)
        {
            return null;
        }

        // Before anything is opened: a refusal leaves no trace.
        delivery.Broker.RequireLoopback();
        WireEncoding encoding = delivery.Json ? WireEncoding.Json : WireEncoding.Cbor;
        string folder = Path.Combine(plan.Configuration.StateDirectory, "outbox");
        OutboxOptions options = new() { Folder = folder, CapBytes = delivery.OutboxLimit, Boot = plan.Boot.Number };
        Outbox outbox = Outbox.Open(options, new GapMessages(encoding, TimeProvider.System).Encode, loggers.CreateLogger<Outbox>());
        PostmanOptions postman = new()
        {
            Broker = delivery.Broker,
            Topics = plan.Topics,
            Birth = new StatusRecord { Online = true, Boot = plan.Boot, Software = ReplayPlan.Software, Encoding = encoding },
            Laboratory = true,
            LongestRetry = LongestRetry,
        };
        return new ReplayDelivery(outbox, new Postman(outbox, postman, loggers.CreateLogger<Postman>()), folder);
    }

    /// <summary>Waits until everything is on disk and the broker has it, as long as patience lasts.</summary>
    /// <returns>What is wrong, where something is left: it stays in the outbox.</returns>
    public async Task<Fault?> FinishAsync(TimeSpan patience, CancellationToken cancellation)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!IsDone() && TimeProvider.System.GetElapsedTime(started) < patience)
        {
            await Task.Delay(LookEvery, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellation.IsCancellationRequested)
            {
                break;
            }
        }

        await _stop.CancelAsync();
        await _delivering;
        PostmanStatus postman = _postman.Status;
        OutboxStatus outbox = Outbox.Status;
        if (outbox.Fault is { } disk)
        {
            return disk;
        }

        if (outbox.Lost > 0)
        {
            return new Fault(
                FaultKind.Exhausted, _folder, $"{outbox.Lost} records had to be given up", "Give the outbox more room, and start the same replay again.");
        }

        long left = outbox.WaitingSignals + outbox.WaitingTelemetry + outbox.InMemory;
        return left == 0 ? null : new Fault(
            FaultKind.Unavailable,
            postman.Broker,
            $"{left} records were not delivered: {(postman.LastError ?? "the broker was given no more time").TrimEnd('.')}",
            $"They are kept in {_folder}; start the same replay again when the broker is there.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _delivering.Wait();
        Outbox.Dispose();
        _stop.Dispose();
    }

    private bool IsDone() => Outbox.Status is { WaitingSignals: 0, WaitingTelemetry: 0, InMemory: 0 };
}
