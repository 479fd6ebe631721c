using Microsoft.Extensions.Logging;
using Vigie.Appliance.Configuration;
using Vigie.Appliance.Pipeline;
using Vigie.Capture;
using Vigie.Capture.Ffmpeg;
using Vigie.Core;
using Vigie.Vision.Detectors;
using Vigie.Vision.Motion;

namespace Vigie.Appliance.Service;

/// <summary>
/// One life of a camera's feed and pipeline, from the first frame to the first failure, which is thrown (law 5: never caught here). A
/// camera that changes its size gets a new pipeline for the new frames.
/// </summary>
internal sealed class CameraRun : IDisposable
{
    private readonly CameraPlan _plan;
    private readonly WorkerParts _parts;
    private readonly ILogger _logger;
    private readonly Mailbox _mailbox = new(MailboxPolicy.NewestWins);
    private readonly LiveFeed _feed;
    private readonly CancellationTokenRegistration _end;
    private readonly Lock _gate = new();
    private volatile CameraPipeline? _pipeline;
    private OnnxDetector? _detector;
    private (long Frames, long Inferences, long Stuck) _before;
    private (TimeSpan At, DateTimeOffset Wall) _last;
    private double _milliseconds;
    private int _tracks;

    /// <summary>Opens the feed; nothing runs before <see cref="Walk(Action)"/>.</summary>
    public CameraRun(CameraPlan plan, WorkerParts parts, CancellationToken stop)
    {
        (_plan, _parts) = (plan, parts);
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

    /// <summary>Frames that went through.</summary>
    public long Processed => Count().Frames;

    /// <summary>Frames that went through, looks of the detector, and looks that had to be ended.</summary>
    public (long Frames, long Inferences, long Stuck) Count()
    {
        lock (_gate)
        {
            return _pipeline?.Status is { } now
                ? (_before.Frames + now.Frames, _before.Inferences + now.Inferences, _before.Stuck + now.StuckInferences)
                : _before;
        }
    }

    /// <summary>What to say of the last of those.</summary>
    public Fault? Stuck => _pipeline?.Status.Stuck;

    /// <summary>What its pictures are.</summary>
    public PictureCondition Picture => _pipeline?.Status.Picture ?? PictureCondition.Good;

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
        // While the camera connects: what takes longest and needs no frame.
        _detector = PipelineAssembly.Load(_plan, null, RunLimits.Live);
        while (_mailbox.Await(out FrameFormat format))
        {
            _mailbox.Only = format;
            ServiceLog.CameraRuns(_logger, _plan.Camera.Name, format.Width, format.Height);
            running();
            Walk(format);
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

    private void Walk(FrameFormat format)
    {
        OnnxDetector detector = _detector ?? PipelineAssembly.Load(_plan, null, RunLimits.Live);
        _detector = detector;
        _feed.Mode = DecodeMode.Full;
        CameraPipeline pipeline = PipelineAssembly.Build(_plan, detector, format, _parts.Desk, _parts.Permit, mode => _feed.Mode = mode);
        _pipeline = pipeline;
        pipeline.Run(_mailbox, Look);
        if (pipeline.Status.Frames > 0)
        {
            pipeline.Finish(format, _last.At, _last.Wall);
        }

        lock (_gate)
        {
            _before = Count();
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
