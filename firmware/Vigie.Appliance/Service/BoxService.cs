using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vigie.Appliance.Clocks;
using Vigie.Appliance.Health;
using Vigie.Appliance.Journal;
using Vigie.Appliance.Models;
using Vigie.Appliance.Orders;
using Vigie.Appliance.Pipeline;
using Vigie.Appliance.Remote;
using Vigie.Appliance.Sending;
using Vigie.Appliance.Telemetry;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Delivery;

namespace Vigie.Appliance.Service;

/// <summary>
/// The service: outbox, desk and postman of the process, a worker for each camera, and one look a second at all of them, from which health,
/// metrics, the sentence for systemd and the watchdog come.
/// </summary>
internal sealed class BoxService : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    // What the broker gets to take the last events; what it does not take stays on disk.
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(3);

    private readonly ServiceStart _start;
    private readonly BoxTrust _trust;
    private readonly BoxMeter _meter;
    private readonly IHostApplicationLifetime _application;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly BoxClock _clock;
    private readonly SystemdNotice _systemd;
    private readonly Watchdog _watchdog;
    private readonly HealthDesk _health;
    private readonly LimitWatch _limits;
    private readonly LiftDesk _lifts;
    private readonly Channel<bool> _reloads = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Makes a service that has not started.</summary>
    public BoxService(
        ServiceStart start, BoxMeter meter, IHostApplicationLifetime application, ILoggerFactory loggers, TimeProvider time, CollectorWatch? collector = null)
    {
        (_start, _trust, _meter, _application, _loggers, _time, _clock) = (start, start.Trust, meter, application, loggers, time, new BoxClock(time));
        _logger = loggers.CreateLogger<BoxService>();
        _systemd = new SystemdNotice(_logger);
        _watchdog = new Watchdog(_systemd, time);
        _health = new HealthDesk(start, time) { Collector = collector };
        _limits = new LimitWatch(_logger, time);
        _lifts = new LiftDesk(start.Trust.Switch, start.Plan.Configuration.StateDirectory, _logger);
    }

    /// <summary>What ended the service before it was told to; null where it was told to.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Reads the configuration anew, soon. Any number of requests that wait are one.</summary>
    public void RequestReload() => _reloads.Writer.TryWrite(true);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await RunAsync(stoppingToken);
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested || failure is not OperationCanceledException)
        {
            Failure = failure;
            ServiceLog.Ends(_logger, failure.Message, failure is Fault ? null : failure);
            _application.StopApplication();
        }
    }

    private async Task RunAsync(CancellationToken stop)
    {
        BoxPlan plan = _start.Plan;
        _health.Look();
        using StatusSocket socket = new(StatusPlace.Of(plan.Configuration.StateDirectory), _health.Json, _logger);
        using SwitchSignal signal = new(_trust.Switch, _logger);
        BootCounter boots = new(plan.Configuration.StateDirectory, _logger);
        LetterBox letters = new();
        using BoxDelivery? delivery = BoxDelivery.OpenIfAsked(plan.Configuration, _trust.Orders.Permit, null, null, _loggers, boots.Before, letters);
        Boot boot = boots.Begin(delivery?.Boot);
        using JournalDesk journal = new(_trust.Journal, delivery?.Outbox, _time);
        EventDesk desk = new(Context(plan, boot), delivery?.Outbox, null, journal.SignalRaised, delivery?.Projections, _clock);
        ShadowBook shadows = new(plan.Configuration.StateDirectory, journal, desk, _logger, _time);
        AimBook aims = new(plan.Configuration.StateDirectory, journal, _logger, _time);
        CameraFleet fleet = new(new WorkerParts(desk, _trust.Orders, _trust.Switch.Analytics, journal, _meter, shadows, aims, _loggers, _clock));
        await using RemoteDesk remote = new(_trust, plan.Configuration.StateDirectory, letters, Results(plan, delivery), _loggers.CreateLogger<RemoteDesk>(), _time);
        remote.Start();
        ServiceRun run = new(fleet, desk, journal, delivery, boot, shadows, aims, new ClockWatch(_clock, desk, ClockWatch.OfKernel, _logger), Task.WhenAny(remote.Completion, delivery?.Completion ?? Task.Delay(Timeout.Infinite, stop)).Unwrap());
        _health.Open(run, remote);
        await journal.StartedAsync(Software.Version, plan.Configuration.Hash, boot, stop);
        run.Journal.ModelsRefused(_health.ModelRefusals = _start.ModelRefusals);
        Announce(run);
        try
        {
            await WaitForClockAsync(run, stop);
            await PutInForceAsync(plan, run);
            _health.State = "running";
            await LookAfterAsync(run, stop);
        }
        finally
        {
            ServiceLog.Stopping(_logger);
            _health.State = "stopping";
            _systemd.Stopping();
            await remote.DisposeAsync();
            await fleet.DisposeAsync();
            shadows.Save();
            await SayGoodbyeAsync(run, stop.IsCancellationRequested ? "asked to" : "it could not go on");
        }
    }

    private ContextRecord Context(BoxPlan plan, Boot boot) =>
        ContextAssembly.Of(plan.Configuration, plan.Cameras, null, boot, _clock.GetUtcNow(), _trust.Orders.Desk.MandateOf);

    private ResultSender Results(BoxPlan plan, BoxDelivery? delivery) => new(message => delivery?.Say(message) ?? false, plan.Configuration.Encoding, _health.Json, _time);

    private void Announce(ServiceRun run)
    {
        BoxPlan plan = _start.Plan;
        ServiceLog.Started(_logger, Software.Version, plan.Configuration.Device, plan.Configuration.Site, plan.Cameras.Length, plan.File, run.Boot);
        if (_start.Refusal is { } refusal)
        {
            DateTimeOffset since = LastGood.Since(plan.File);
            string complaints = HealthText.OneLine(refusal);
            ServiceLog.Refused(_logger, since, complaints);
        }

        if (_trust.Switch.Press is { } press)
        {
            ServiceLog.SwitchIsPressed(_logger, press);
        }

        if (run.Delivery is null)
        {
            ServiceLog.NoDelivery(_logger);
        }

        if (plan.Configuration.Telemetry is { } telemetry)
        {
            ServiceLog.Metrics(_logger, telemetry.Metrics);
        }

        Look(run, healthy: true);
        _systemd.Ready();
    }

    // Times are evidence: nothing is watched for under a time that cannot be.
    private async Task WaitForClockAsync(ServiceRun run, CancellationToken stop)
    {
        DateTimeOffset now = run.Clock.Now;
        if (now >= StartChecks.EarliestTime)
        {
            return;
        }

        ServiceLog.ClockIsWrong(_logger, now);
        _health.State = "waiting for the clock";
        while ((now = run.Clock.Now) < StartChecks.EarliestTime)
        {
            Look(run, healthy: true);
            await Task.Delay(LookEvery, _time, stop);
        }

        ServiceLog.ClockIsSet(_logger, now);
    }

    private async Task LookAfterAsync(ServiceRun run, CancellationToken stop)
    {
        HandInWatch handIns = new(look => Task.WhenAll(_lifts.LookAsync(look), run.Aims.LookAsync(look)), _logger);
        using PeriodicTimer timer = new(LookEvery, _time);
        Task<bool> tick = timer.WaitForNextTickAsync(stop).AsTask();
        Task<bool> reload = _reloads.Reader.WaitToReadAsync(stop).AsTask();
        while (!stop.IsCancellationRequested)
        {
            await Task.WhenAny(tick, reload, run.Failed);
            if (run.Failed.IsFaulted)
            {
                // The postman retries whatever the world does: this is a mistake of ours.
                await run.Failed;
            }

            if (reload.IsCompletedSuccessfully && _reloads.Reader.TryRead(out _))
            {
                await ReloadAsync(run);
                reload = _reloads.Reader.WaitToReadAsync(stop).AsTask();
            }

            if (tick.IsCompleted)
            {
                await handIns.LookAsync(stop);
                Look(run, run.Fleet.Workers.Aggregate(true, (healthy, worker) => worker.Check() && healthy));
                ThrowIfHopeless(run.Fleet);
                tick = timer.WaitForNextTickAsync(stop).AsTask();
            }
        }
    }

    private void Look(ServiceRun run, bool healthy)
    {
        run.Clock.Look();
        if (_trust.Orders.Tick())
        {
            // Cameras ask for themselves, at each frame; what follows is said under the mandate that holds now.
            run.Desk.Renew(Context(_health.Plan, run.Boot));
        }

        BoxHealth health = _health.Look();
        _meter.Update(health);
        _systemd.Say(HealthText.Sentence(health));
        _watchdog.Look(healthy);
        _limits.Look(health.Cameras, health.Machine);
        run.Shadows.Look();
        run.Journal.EventsLost(health.Delivery?.Lost ?? 0);
        foreach (CameraHealth camera in health.Cameras)
        {
            run.Journal.FramesDropped(camera.Name, camera.Dropped);
        }
    }

    // With no camera left, or a network that holds its thread for ever, a new process is the only remedy: systemd starts it.
    private static void ThrowIfHopeless(CameraFleet fleet)
    {
        if (fleet.Workers.FirstOrDefault(worker => worker.IsBeyondHelp) is { } dead)
        {
            throw new Fault(FaultKind.Bug, $"camera {dead.Plan.Camera.Name}", "its network hangs and cannot be ended", "The service starts again; report this with its log.");
        }

        if (!fleet.Workers.IsEmpty && fleet.Workers.All(worker => worker.IsBroken))
        {
            throw new Fault(FaultKind.Bug, "cameras", "all are stopped by a mistake of ours", "The service starts again; report this with its log.");
        }
    }

    private async Task ReloadAsync(ServiceRun run)
    {
        _systemd.Reloading();
        List<ModelRefusal> refused = [];
        try
        {
            BoxPlan plan = BoxPlan.Read(_start.File, refused.Add, (asked, complaints) => LiveChange.Check(_health.Plan.Configuration, asked, complaints));
            OrderChecks.Check(plan, _trust.Orders);
            await PutInForceAsync(plan, run);
        }
        catch (Fault refusal)
        {
            _health.Refuse(refusal);
            string complaints = HealthText.OneLine(refusal);
            ServiceLog.Refused(_logger, _health.Since, complaints);
            run.Journal.ConfigurationRefused(BoxPlan.HashOf(_start.File), complaints);
        }

        refused.ForEach(refusal => ServiceLog.ModelNotUsed(_logger, refusal.Sentence));
        run.Journal.ModelsRefused(_health.ModelRefusals = [.. refused]);
        Look(run, healthy: true);
        _systemd.Ready();
    }

    private async Task PutInForceAsync(BoxPlan plan, ServiceRun run)
    {
        (string started, string restarted, string stopped) = await run.Fleet.ApplyAsync(plan.Cameras, () => run.Renew(plan, Context(plan, run.Boot)));
        run.Shadows.Keep(plan.Cameras);
        bool isAsked = plan.File == _start.File;
        _health.InForce(plan, isAsked ? null : _start.Refusal);
        run.Journal.ConfigurationInForce(plan.Configuration.Hash);
        ServiceLog.InForce(_logger, plan.File, started, restarted, stopped);
        try
        {
            if (isAsked)
            {
                LastGood.Keep(plan);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            ServiceLog.NotKept(_logger, LastGood.PathIn(plan.Configuration.StateDirectory), error.Message);
        }
    }

    private async Task SayGoodbyeAsync(ServiceRun run, string why)
    {
        using CancellationTokenSource patience = new(Goodbye, _time);
        await Task.WhenAll(run.Aims.Saving, run.Journal.StoppedAsync(why, patience.Token));
        if (run.Delivery is { } delivery)
        {
            // A broker that is away, or refuses, would not come back for the last moment.
            bool takes = delivery.Status is { Connected: true, LastError: null };
            await delivery.FinishAsync(takes ? Goodbye : TimeSpan.Zero, CancellationToken.None);
        }

        ServiceLog.Stopped(_logger, run.Delivery?.Status.Waiting ?? 0);
    }
}
