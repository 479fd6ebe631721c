using Microsoft.Extensions.Logging;
using Vigie.Appliance.Health;
using Vigie.Appliance.Pipeline;
using Vigie.Appliance.Sending;
using Vigie.Capture;
using Vigie.Capture.Ffmpeg;
using Vigie.Core;
using Vigie.Scene.Rules.Explanations;
using Vigie.Vision.Detectors;

namespace Vigie.Appliance.Replay;

/// <summary>Runs a planned replay: frames from ffmpeg through the pipeline, in order, none dropped.</summary>
internal sealed class ReplayRun : IDisposable
{
    // A replay does not last long: half a minute between two attempts would outlast its patience.
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(5);

    private readonly ReplayPlan _plan;
    private readonly FfmpegSource _source;
    private readonly BoxDelivery? _delivery;
    private readonly CameraPipeline _pipeline;
    private readonly EventDesk _desk;
    private readonly StreamWriter? _twins;
    private readonly MotChallengeWriter? _tracks;
    private readonly ReplaySheet? _sheet;
    private readonly ExplanationFile? _explanation;
    private readonly HashSet<int> _trackNumbers = [];
    private readonly OutcomeListener? _listener;
    private (TimeSpan At, DateTimeOffset Wall) _last;

    private ReplayRun(ReplayPlan plan, ILoggerFactory loggers, OutcomeListener? listener = null)
    {
        _plan = plan;
        _listener = listener;
        ReplayOptions options = plan.Options;
        _source = FfmpegSource.Open(new FfmpegSourceOptions { Clip = options.Clip }, loggers.CreateLogger<FfmpegSource>());
        _delivery = BoxDelivery.OpenIfAsked(plan.Configuration, new LaboratoryPermit(), plan.Boot, LongestRetry, loggers);
        _twins = options.Events is null ? null : OutputFile.CreateText(options.Events, "--events");
        if (_twins is not null)
        {
            // Who follows the file sees each event as it occurs.
            _twins.AutoFlush = true;
        }

        _tracks = options.Tracks is null ? null : new MotChallengeWriter(options.Tracks);
        _desk = new EventDesk(
            ContextAssembly.Of(plan.Configuration, [plan.Plan], plan.Classes, plan.Boot, options.StartTime), _delivery?.Outbox, _twins);
        _explanation = options.Explain is null ? null : new ExplanationFile(options.Explain, plan.Plan);
        _pipeline = PipelineAssembly.Build(
            plan.Plan, PipelineAssembly.Load(plan.Plan, plan.Classes, RunLimits.File), _source.Format, _desk, new LaboratoryPermit(),
            trace: _explanation is null ? null : new RuleTrace(_explanation.Write));
        _sheet = options.Sheet is null ? null : new ReplaySheet(plan, options.Sheet);
    }

    /// <summary>Runs it to its end, or to a signal, and prints the summary.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="Fault">The clip is damaged or the broker is away: said after everything else was kept.</exception>
    public static async Task<int> RunAsync(ReplayPlan plan, CancellationToken cancellation)
    {
        using ILoggerFactory loggers = ReplayLog.Create();
        using ReplayRun run = new(plan, loggers);
        long started = TimeProvider.System.GetTimestamp();
        Fault? damage = await Task.Factory.StartNew(
            () => run.Walk(cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        TimeSpan took = TimeProvider.System.GetElapsedTime(started);
        run.CloseFiles();
        Fault? undelivered = run._delivery is null ? null : await run._delivery.FinishAsync(plan.Options.DeliveryPatience, cancellation);
        ReplaySummary summary = run.Summarise(took);
        run._sheet?.Save(summary);
        ReplayReport.Print(summary, plan.Options.Json);
        if ((damage ?? undelivered) is { } fault)
        {
            throw fault;
        }

        return cancellation.IsCancellationRequested ? 130 : 0;
    }

    /// <summary>Runs a clip for somebody who listens: nothing is printed, written or delivered.</summary>
    /// <returns>The last frame's time, and what its pictures are.</returns>
    /// <exception cref="Fault">The clip is damaged.</exception>
    public static async Task<(TimeSpan Length, FrameFormat Format)> ListenAsync(ReplayPlan plan, OutcomeListener listener, CancellationToken cancellation)
    {
        using ILoggerFactory loggers = ReplayLog.Create();
        using ReplayRun run = new(plan with { Configuration = plan.Configuration with { Delivery = null } }, loggers, listener);
        Fault? damage = await Task.Factory.StartNew(
            () => run.Walk(cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return damage is null ? (run._last.At, run._source.Format) : throw damage;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // First what must not be lost: files on a full disk may throw.
        _delivery?.Dispose();
        _pipeline.Dispose();
        _sheet?.Dispose();
        _twins?.Dispose();
        _tracks?.Dispose();
        _explanation?.Dispose();
    }

    // What a damaged clip still gave is processed and written before the damage is said. What ends by a signal or a dead ffmpeg ends
    // nothing else: the same replay, run again, gives the events that follow under the same names.
    private Fault? Walk(CancellationToken cancellation)
    {
        using Mailbox mailbox = new(MailboxPolicy.Lossless);
        FramePool pool = new(_source.Format, CameraPipeline.FramesNeeded(Mailbox.DefaultCapacity));
        CaptureLoopOptions options = new()
        {
            Pace = _plan.Options.Fast ? ReplayPace.Fast : ReplayPace.Clip,
            StartTime = _plan.Options.StartTime,
        };
        using CaptureLoop loop = new(_source, pool, mailbox, options, TimeProvider.System);
        using CancellationTokenRegistration stop = cancellation.Register(() => mailbox.Complete());
        loop.Start();
        try
        {
            _pipeline.Run(mailbox, Look);
            if (!cancellation.IsCancellationRequested)
            {
                Finish();
            }

            return null;
        }
        catch (Fault damage) when (damage.Kind == FaultKind.Corrupt)
        {
            Finish();
            return damage;
        }
        catch (Fault failure)
        {
            return failure;
        }
    }

    private void Look(Frame frame, FrameOutcome outcome)
    {
        _last = (frame.At, frame.Wall);
        _tracks?.Write(frame.Number, outcome.Tracks);
        _sheet?.Look(frame, outcome, outcome.PayloadBytes);
        _explanation?.Look(outcome.Tracks);
        _listener?.Invoke(outcome);
        foreach (ref readonly Track track in outcome.Tracks)
        {
            _trackNumbers.Add(track.Number);
        }
    }

    private void Finish()
    {
        if (_pipeline.Status.Frames > 0)
        {
            FrameOutcome last = _pipeline.Finish(_source.Format, _last.At, _last.Wall);
            _listener?.Invoke(last);
        }
    }

    private void CloseFiles()
    {
        _tracks?.Flush();
        _explanation?.Finish();
    }

    private ReplaySummary Summarise(TimeSpan took) => Summarise(took, _pipeline.Status);

    private ReplaySummary Summarise(TimeSpan took, PipelineStatus pipeline) => new(
        _plan.Options.Clip,
        pipeline.Frames,
        pipeline.Inferences,
        pipeline.Frames - pipeline.Inferences,
        _trackNumbers.Count,
        _desk.Count(),
        _desk.PayloadBytes,
        _source.Facts.PacketBytes,
        pipeline.Frames * _source.Format.TotalBytes,
        _delivery?.Status.Sent,
        _delivery?.Status.Bytes,
        Math.Round(took.TotalSeconds, 3),
        _plan.Options.Sheet)
    {
        Rules = [.. _pipeline.Rules.Select(standing => RuleReport.Of(standing))],
        Explain = _plan.Options.Explain,
    };
}
