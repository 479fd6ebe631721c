using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Vigie.Appliance.Configuration;
using Vigie.Appliance.Orders;
using Vigie.Appliance.Pipeline;
using Vigie.Capture;
using Vigie.Capture.Ffmpeg;
using Vigie.Core;
using Vigie.Scene.Rules;
using Vigie.Vision.Detectors;

namespace Vigie.Appliance.Service;

/// <summary>
/// One life of a camera's feed and pipeline, from the first frame to the first failure, which is thrown (law 5: never caught here). A
/// camera that changes its size gets a new pipeline for the new frames.
/// </summary>
internal sealed class CameraRun : IDisposable
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(0.5);

    private readonly CameraPlan _plan;
    private readonly WorkerParts _parts;
    private readonly ILogger _logger;
    private readonly Mailbox _mailbox = new(MailboxPolicy.NewestWins);
    private readonly LiveFeed _feed;
    private readonly CameraOrder _order;
    private readonly CancellationTokenRegistration _end;
    private readonly Lock _gate = new();
    private volatile CameraPipeline? _pipeline;
    private OnnxDetector? _detector;
    private (long Frames, long Inferences, long Stuck) _before;
    private (TimeSpan At, DateTimeOffset Wall) _last;
    private double _milliseconds;
    private int _tracks;
    private long _passed;

    /// <summary>Opens the feed; nothing runs before <see cref="Walk(Action)"/>.</summary>
    public CameraRun(CameraPlan plan, WorkerParts parts, CameraOrder order, CancellationToken stop)
    {
        (_plan, _parts, _order) = (plan, parts, order);
        _logger = parts.Loggers.CreateLogger<CameraRun>();
        LiveFeedOptions options = new() { FramesHeld = CameraPipeline.FramesHeld };
        _feed = new LiveFeed(plan.Camera.Source!, _mailbox, options, parts.Loggers.CreateLogger<LiveFeed>(), parts.Time);
        _end = stop.Register(() => _mailbox.Complete());
    }

    /// <summary>How the feed is.</summary>
    public FeedStatus Feed => _feed.Status;

    /// <summary>Frames that came in.</summary>
    public long Posted => _mailbox.Posted;

    /// <summary>Frames that a newer one displaced.</summary>
    public long Dropped => _mailbox.Dropped;

    /// <summary>Frames that went through, or back to their pool unseen.</summary>
    public long Processed => Count().Frames;

    /// <summary>Frames that went through or back unseen, looks of the detector, and looks that had to be ended.</summary>
    public (long Frames, long Inferences, long Stuck) Count()
    {
        lock (_gate)
        {
            PipelineStatus? now = _pipeline?.Status;
            return (
                _before.Frames + Interlocked.Read(ref _passed) + (now?.Frames ?? 0),
                _before.Inferences + (now?.Inferences ?? 0),
                _before.Stuck + (now?.StuckInferences ?? 0));
        }
    }

    /// <summary>What to say of the last of those.</summary>
    public Fault? Stuck => _pipeline?.Status.Stuck;

    /// <summary>What its pictures are.</summary>
    public PictureCondition Picture => _pipeline?.Status.Picture ?? PictureCondition.Good;

    /// <summary>How each rule stands; empty while no pipeline runs.</summary>
    public ImmutableArray<RuleStanding> Rules => _pipeline?.Rules ?? [];

    /// <summary>Whether something moves.</summary>
    public bool GateOpen => _pipeline?.Status.GateOpen ?? false;

    /// <summary>Whether the network hangs beyond help.</summary>
    public bool IsDead => _pipeline?.Status.Dead ?? false;

    /// <summary>Which packets are decoded.</summary>
    public string Decoding => _feed.Mode == DecodeMode.Full ? "full" : "keyframes";

    /// <summary>How long the last look took.</summary>
    public double LastMilliseconds => Volatile.Read(ref _milliseconds);

    /// <summary>Objects followed just now.</summary>
    public int Tracks => Volatile.Read(ref _tracks);

    /// <summary>Walks frames until it is told to stop. Blocks.</summary>
    /// <param name="running">Called when a pipeline takes its first frame.</param>
    /// <exception cref="Exception">What ended it.</exception>
    public void Walk(Action running)
    {
        _feed.Start();
        if (_order.MayLook(out _))
        {
            // While the camera connects: what takes longest and needs no frame.
            _detector = Load();
        }

        while (_mailbox.Await(out FrameFormat format))
        {
            _mailbox.Only = format;
            running();
            if (_order.MayLook(out string reason))
            {
                ServiceLog.CameraRuns(_logger, _plan.Camera.Name, format.Width, format.Height);
                Walk(format);
            }
            else
            {
                ServiceLog.CameraIsNotWatched(_logger, _plan.Camera.Name, format.Width, format.Height, reason);
                Pass();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Dispose();
        _feed.Dispose();
        if (_pipeline is null)
        {
            _detector?.Dispose();
        }

        _pipeline?.Dispose();
        _mailbox.Dispose();
    }

    private OnnxDetector Load()
    {
        _parts.Journal.ModelInUse(_plan.Camera.Name, _plan.Model.Name, _plan.Model.Network.Sha256);
        if (_plan.Pose is { } pose)
        {
            _parts.Journal.ModelInUse(_plan.Camera.Name, pose.Name, pose.Network.Sha256, tellsPostures: true);
        }

        return PipelineAssembly.Load(_plan, null, RunLimits.Live);
    }

    // Frames of a camera that may not be looked at go back to their pool unseen; of the stream only what shows that it lives is decoded.
    private void Pass()
    {
        IdleSwitch idle = new();
        long asked = _parts.Time.GetTimestamp();
        while (_mailbox.TryTake(out Frame frame))
        {
            if (idle.Changes(frame.At, open: false))
            {
                _feed.Mode = idle.Mode;
            }

            frame.Dispose();
            Interlocked.Increment(ref _passed);
            if (_parts.Time.GetElapsedTime(asked) >= AskAgain)
            {
                asked = _parts.Time.GetTimestamp();
                if (_order.MayLook(out _))
                {
                    return;
                }
            }
        }
    }

    private void Walk(FrameFormat format)
    {
        OnnxDetector detector = _detector ?? Load();
        _detector = detector;
        _feed.Mode = DecodeMode.Full;
        CameraPipeline pipeline = PipelineAssembly.Build(
            _plan, detector, format, _parts.Desk, _parts.Orders.Permit, mode => _feed.Mode = mode, _parts.Analytics, () => _order.MayLook(out _),
            rule => _parts.Shadows.LedgerOf(ShadowCamera.Of(_plan), rule), aim: _parts.Aims.AimOf(_plan.Camera.Name), limits: RunLimits.Live);
        _pipeline = pipeline;
        pipeline.Run(_mailbox, Look);
        if (pipeline.Status.Frames > 0)
        {
            pipeline.Finish(format, _last.At, _last.Wall);
        }

        lock (_gate)
        {
            (long frames, long inferences, long stuck) = Count();
            _before = (frames - Interlocked.Read(ref _passed), inferences, stuck);
            (_pipeline, _detector) = (null, null);
        }

        pipeline.Dispose();
    }

    private void Look(Frame frame, FrameOutcome outcome)
    {
        _last = (frame.At, frame.Wall);
        Volatile.Write(ref _tracks, outcome.Tracks.Length);
        if (outcome.Motion.LookDue)
        {
            double milliseconds = _detector!.Duration.Total.TotalMilliseconds;
            Volatile.Write(ref _milliseconds, milliseconds);
            _parts.Meter.Looked(_plan.Camera.Name, milliseconds);
        }
    }
}
