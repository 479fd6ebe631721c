using Microsoft.Extensions.Logging;
using Vigie.Appliance.Configuration;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Delivery;
using Vigie.Delivery.Mqtt;
using Vigie.Delivery.Projections;

namespace Vigie.Appliance.Sending;

/// <summary>Outbox and postman of a process: events reach the disk while cameras run, and the broker while it is there.</summary>
internal sealed class BoxDelivery : IDisposable
{
    private readonly Postman _postman;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _delivering;

    private BoxDelivery(Outbox outbox, Postman postman, string folder)
    {
        Outbox = outbox;
        Folder = folder;
        _postman = postman;
        _delivering = Task.Run(() => _postman.RunAsync(_stop.Token));
    }

    /// <summary>Where events wait.</summary>
    public Outbox Outbox { get; }

    /// <summary>What is said in other formats; null where nothing is, nor was before.</summary>
    public ProjectionDesk? Projections { get; private init; }

    /// <summary>Its folder.</summary>
    public string Folder { get; }

    /// <summary>This run of the software.</summary>
    public Boot Boot => Boot.FromNumber(Outbox.Boot);

    /// <summary>How delivery stands.</summary>
    public PostmanStatus Status => _postman.Status;

    /// <summary>Completes when delivery has stopped: with a failure only where we are wrong.</summary>
    public Task Completion => _delivering;

    /// <summary>Opens the outbox and starts to deliver, where the configuration names a broker.</summary>
    /// <param name="configuration">Site, device, state directory and broker.</param>
    /// <param name="permit">A laboratory's permit speaks to this machine only.</param>
    /// <param name="boot">A replay's fixed boot; null: the outbox counts its own.</param>
    /// <param name="longestRetry">The longest delay between two attempts; the postman's own where null.</param>
    /// <param name="loggers">Where both speak.</param>
    /// <param name="bootsBefore">Boots that were counted elsewhere: the outbox counts on from them.</param>
    /// <param name="letters">Where commands from the broker go; null: it is not asked for any.</param>
    /// <returns>Null where the configuration names no broker.</returns>
    /// <exception cref="Fault">Another machine's broker, or an outbox that cannot be used.</exception>
    public static BoxDelivery? OpenIfAsked(
        ApplianceConfiguration configuration, IPermit permit, Boot? boot, TimeSpan? longestRetry, ILoggerFactory loggers, uint bootsBefore = 0,
        LetterBox? letters = null)
    {
        if (configuration.Delivery is not { } delivery)
        {
            return null;
        }

        // Before anything is opened: a refusal leaves no trace.
        Topics topics = configuration.Topics;
        if (permit.Laboratory)
        {
            foreach (BrokerAddress broker in delivery.Brokers)
            {
                broker.RequireLoopback();
            }
        }

        string folder = Path.Combine(configuration.StateDirectory, "outbox");
        OutboxOptions options = new() { Folder = folder, CapBytes = delivery.OutboxLimit, Boot = boot?.Number, BootsBefore = bootsBefore };
        Outbox outbox = Outbox.Open(options, new GapMessages(configuration.Encoding, TimeProvider.System).Encode, loggers.CreateLogger<Outbox>());
        ProjectionDesk? projections = permit.Laboratory ? null : BoxProjections.OpenIfAsked(configuration, loggers.CreateLogger<Mirror>());
        PostmanOptions postman = new()
        {
            Brokers = delivery.Brokers,
            Topics = topics,
            Birth = new StatusRecord { Online = true, Boot = Boot.FromNumber(outbox.Boot), Software = Software.Version, Encoding = configuration.Encoding },
            Laboratory = permit.Laboratory,
            Version = delivery.Version,
            Tls = delivery.Tls,
            Login = delivery.Login,
            FirstRetry = delivery.Retry,
            Letters = letters,
            HubFile = Path.Combine(configuration.StateDirectory, "hub"),
            Mirror = projections?.Mirror,
        };
        postman = longestRetry is { } longest ? postman with { LongestRetry = longest } : postman;
        return new BoxDelivery(outbox, new Postman(outbox, postman, loggers.CreateLogger<Postman>()), folder) { Projections = projections };
    }

    /// <summary>Says something once, where the broker is connected; kept nowhere. Any thread.</summary>
    /// <returns>Whether there was room for it.</returns>
    public bool Say(OutboxMessage message) => _postman.Say(message);

    /// <summary>Waits until everything is on disk and the broker has it, as long as patience lasts; then says goodbye.</summary>
    /// <returns>What is wrong, where something is left: it stays in the outbox.</returns>
    public async Task<Fault?> FinishAsync(TimeSpan patience, CancellationToken cancellation)
    {
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        enough.CancelAfter(patience);
        await Outbox.DeliveredAsync(enough.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await StopAsync();
        PostmanStatus postman = _postman.Status;
        OutboxStatus outbox = Outbox.Status;
        if (outbox.Fault is { } disk)
        {
            return disk;
        }

        if (outbox.Lost > 0)
        {
            return new Fault(
                FaultKind.Exhausted, Folder, $"{outbox.Lost} records had to be given up", "Give the outbox more room, and start the same replay again.");
        }

        long left = outbox.WaitingSignals + outbox.WaitingTelemetry + outbox.InMemory;
        return left == 0 ? null : new Fault(
            FaultKind.Unavailable,
            postman.Broker,
            $"{left} records were not delivered: {(postman.LastError ?? "the broker was given no more time").TrimEnd('.')}",
            $"They are kept in {Folder}; start the same replay again when the broker is there.");
    }

    /// <summary>Says goodbye to the broker; what it has not taken stays on disk.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _delivering;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _delivering.Wait();
        Outbox.Dispose();
        _stop.Dispose();
    }
}
