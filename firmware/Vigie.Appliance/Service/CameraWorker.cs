using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Vigie.Appliance.Configuration;
using Vigie.Appliance.Health;
using Vigie.Appliance.Orders;
using Vigie.Appliance.Pipeline;
using Vigie.Capture;
using Vigie.Capture.Ffmpeg;
using Vigie.Core;

namespace Vigie.Appliance.Service;

/// <summary>
/// One camera: keeps its pipeline running, whatever becomes of it, and touches no other camera. What the world does is retried; a
/// mistake of ours stops this worker alone, and is said.
/// </summary>
internal sealed class CameraWorker : IAsyncDisposable
{
    // A pipeline that ran for so long was no flapping.
    private static readonly TimeSpan Stable = TimeSpan.FromMinutes(1);

    private readonly WorkerParts _parts;
    private readonly ILogger _logger;
    private readonly RestartBudget _budget;
    private readonly ProgressWatch _watch;
    private readonly RateMeter _rate;
    private readonly CameraTotals _totals = new();
    private readonly CameraOrder _order;
    private readonly CameraAim _aim;
    private readonly CancellationTokenSource _stop = new();
    private readonly DateTimeOffset _started;
    private volatile CameraRun? _run;
    private volatile Fault? _fault;
    private volatile bool _broken;
    private Task _running = Task.CompletedTask;
    private PictureCondition _picture;
    private bool _lost;
    private int _restarts;

    /// <summary>Makes a worker that has not started.</summary>
    public CameraWorker(CameraPlan plan, WorkerParts parts)
    {
        Plan = plan;
        _parts = parts;
        _logger = parts.Loggers.CreateLogger<CameraWorker>();
        _budget = new RestartBudget(plan.Camera.Name, _logger, parts.Time, Random.Shared);
        _order = new CameraOrder(parts.Orders, parts.Analytics, plan);
        _aim = parts.Aims.AimOf(plan.Camera.Name);
        _watch = new ProgressWatch(parts.Time);
        _rate = new RateMeter(parts.Time);
        _started = parts.Time.GetUtcNow();
    }

    /// <summary>What it was asked.</summary>
    public CameraPlan Plan { get; }

    /// <summary>Whether a mistake of ours has stopped it for good.</summary>
    public bool IsBroken => _broken;

    /// <summary>Whether only a restart of the process helps: a network that hangs beyond help keeps its thread.</summary>
    public bool IsBeyondHelp { get; private set; }

    /// <summary>Starts it. Once.</summary>
    public void Start() => _running = RunAsync();

    /// <summary>How it is. About once a second, from one thread.</summary>
    public CameraHealth Look()
    {
        CameraRun? run = _run;
        FeedStatus? feed = run?.Feed;
        PictureCondition picture = run?.Picture ?? PictureCondition.Good;
        (long frames, long inferences, long stuck, long dropped, long reconnections) = _totals.With(run);
        bool watches = _order.MayLook(out string reason);
        return new CameraHealth(
            Plan.Camera.Number,
            Plan.Camera.Name,
            Plan.Camera.Source!.Url,
            _broken ? "broken" : feed is { State: not FeedState.Stopped and not FeedState.Idle } ? feed.State.ToString().ToLowerInvariant() : "starting",
            feed?.Since ?? _started,
            (_fault ?? feed?.Fault ?? PictureFaults.Of(_aim.IsLost ? PictureCondition.Good : picture, Plan.Camera.Name) ?? run?.Stuck)?.Message,
            Math.Round(feed?.FramesPerSecond ?? 0, 1),
            frames,
            dropped,
            reconnections,
            run?.GateOpen ?? false,
            run?.Decoding ?? "full",
            Math.Round(_rate.Look(inferences), 2),
            inferences,
            Math.Round(run?.LastMilliseconds ?? 0, 1),
            stuck,
            run?.Tracks ?? 0,
            _parts.Desk.Count(Plan.Camera.Number).Values.Sum(),
            _restarts,
            picture.ToString().ToLowerInvariant(),
            feed?.Wake switch { WakeTime.HalfSecond => "500ms", WakeTime.KeyFrameInterval => "keyframe", _ => "unknown" },
            watches ? null : reason)
        {
            Rules = LookAtRules(run),
            MovedAt = _aim.LostAt,
        };
    }

    private ImmutableArray<RuleReport> LookAtRules(CameraRun? run) => run?.Rules is { IsEmpty: false } running
        ? [.. running.Select(standing => RuleReport.Of(standing, _aim.IsLost))]
        : [.. Plan.Rules.Select(rule => RuleReport.Of(
            rule, "off", rule.Shadow == TimeSpan.Zero ? null : _parts.Shadows.LedgerOf(ShadowCamera.Of(Plan), rule)))];

    /// <summary>Says what its pictures are, and whether it goes on. About once a second.</summary>
    /// <returns>Whether it makes progress: frames that come in go out, or it says itself why none come.</returns>
    public bool Check()
    {
        CameraRun? run = _run;
        SayPicture(run);
        SayFeed(run);
        string? hangs = run is null ? null : _watch.Look(run.Posted, run.Processed, run.Feed);
        if (hangs is not null)
        {
            ServiceLog.NoProgress(_logger, Plan.Camera.Name, hangs);
        }

        return hangs is null;
    }

    /// <summary>Stops in order: what is open is ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested && !_broken)
        {
            long start = _parts.Time.GetTimestamp();
            try
            {
                await Task.Factory.StartNew(RunOnce, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }
            catch (Fault fault) when (fault.Kind != FaultKind.Bug)
            {
                await WaitAsync(fault, start);
            }
            catch (Exception mistake)
            {
                Break(mistake);
            }
        }
    }

    private void RunOnce()
    {
        CameraRun run = new(Plan, _parts, _order, _stop.Token);
        _run = run;
        try
        {
            run.Walk(() => _fault = null);
        }
        finally
        {
            IsBeyondHelp |= run.IsDead;
            _totals.Add(run);
            run.Dispose();
            _run = null;
        }
    }

    private async Task WaitAsync(Fault fault, long start)
    {
        _fault = fault;
        _parts.Desk.EndOpen(Plan.Camera.Number, _parts.Time.GetUtcNow());
        if (_parts.Time.GetElapsedTime(start) >= Stable)
        {
            _budget.Reset();
        }

        TimeSpan delay = _budget.Next(fault.Message);
        _restarts++;
        await Task.Delay(delay, _parts.Time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Break(Exception mistake)
    {
        _fault = new Fault(
            FaultKind.Bug, $"camera {Plan.Camera.Name}", $"stopped by a mistake of ours ({mistake.Message.TrimEnd('.')})",
            "Restart the service, and report this with its log.", mistake);
        _broken = true;
        _parts.Desk.EndOpen(Plan.Camera.Number, _parts.Time.GetUtcNow());
        ServiceLog.CameraBroke(_logger, Plan.Camera.Name, mistake);
    }

    private void SayFeed(CameraRun? run)
    {
        if (run?.Feed is { } feed && (feed.Fault is not null) != _lost && (feed.Fault is not null || feed.State == FeedState.Streaming))
        {
            _lost = feed.Fault is not null;
            _parts.Journal.CameraIs(Plan.Camera.Name, back: !_lost, feed.Fault?.Problem ?? "it streams");
        }
    }

    private void SayPicture(CameraRun? run)
    {
        PictureCondition picture = run?.Picture ?? PictureCondition.Good;
        if (picture == _picture)
        {
            return;
        }

        _picture = picture;
        if (PictureFaults.Of(picture, Plan.Camera.Name) is { } fault)
        {
            ServiceLog.PictureBad(_logger, fault.Message);
        }
        else
        {
            ServiceLog.PictureGood(_logger, Plan.Camera.Name);
        }
    }
}
