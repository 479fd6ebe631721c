using Microsoft.Extensions.Logging;
using Vigie.Core;

namespace Vigie.Capture.Live;

/// <summary>
/// Keeps what a feed has done and how it is, and says it: a trouble once when it begins, however many attempts fail for the same reason, and
/// once when it is over. Written by the feed's thread, read by any.
/// </summary>
internal sealed partial class FeedLedger(string subject, LiveFeedOptions options, ILogger logger, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly WithinHour _broken = new(time, options.BrokenPerHour);
    private FeedStatus _status = new() { State = FeedState.Idle, Since = time.GetUtcNow() };
    private LiveSession? _session;
    private SessionWatch? _watch;
    private long _attempts;
    private long _frames;
    private long _faultTimestamp;
    private bool _flapping;

    /// <summary>How the feed is now.</summary>
    public FeedStatus Status
    {
        get
        {
            lock (_gate)
            {
                FeedStatus status = _status with { Frames = Volatile.Read(ref _frames), BrokenLastHour = _broken.Count };
                return _session is null ? status : WithSession(status, _session);
            }
        }
    }

    /// <summary>Number of the next frame.</summary>
    public long NextFrame()
    {
        long number = _frames;
        Volatile.Write(ref _frames, number + 1);
        return number;
    }

    /// <summary>An attempt begins.</summary>
    public void Connecting()
    {
        lock (_gate)
        {
            _status = Become(FeedState.Connecting) with { Restarts = _attempts++ };
        }
    }

    /// <summary>Pictures come. What was wrong is over, but for damage: that is over when the pictures have been looked at for a while.</summary>
    public void Opened(LiveSession session, SessionWatch watch)
    {
        bool first;
        bool damaged;
        lock (_gate)
        {
            first = _status.Fault is null;
            damaged = _status.Fault?.Kind == FaultKind.Corrupt;
            _session = session;
            _watch = watch;
            _status = Become(FeedState.Streaming) with { Format = session.Format };
        }

        if (first)
        {
            double seconds = time.GetElapsedTime(session.Started).TotalSeconds;
            LogStreams(subject, session.Format.Width, session.Format.Height, seconds);
        }
        else if (!damaged)
        {
            Healed();
        }
    }

    /// <summary>The pictures are sound: what was wrong is over.</summary>
    public void Healed()
    {
        FeedStatus before;
        lock (_gate)
        {
            before = _status;
            _status = _status with { Fault = null, FaultSince = null, FailedAttempts = 0 };
        }

        if (before is { Fault: not null, Format: { } format })
        {
            double seconds = time.GetElapsedTime(_faultTimestamp).TotalSeconds;
            LogHealed(subject, format.Width, format.Height, seconds, before.FailedAttempts);
        }
    }

    /// <summary>The connection is gone.</summary>
    public void Closed(LiveSession session)
    {
        lock (_gate)
        {
            if (_session is not null)
            {
                _broken.Add();
            }

            _status = WithSession(_status, session) with { PacketsPerSecond = 0, FramesPerSecond = 0 };
            _session = null;
            _watch = null;
        }
    }

    /// <summary>An attempt or a stream has failed.</summary>
    /// <returns>Whether streams broke off too often within the hour.</returns>
    public bool Failed(Fault fault)
    {
        bool fresh;
        bool flaps;
        lock (_gate)
        {
            fresh = !IsSame(_status.Fault, fault);
            if (_status.Fault is null)
            {
                _faultTimestamp = time.GetTimestamp();
            }

            _status = _status with
            {
                Fault = fault,
                FaultSince = fresh ? time.GetUtcNow() : _status.FaultSince,
                FailedAttempts = _status.FailedAttempts + 1,
            };
            flaps = _broken.Exceeds;
        }

        if (fresh)
        {
            LogFault(fault.Kind, subject, fault.Problem, fault.Remedy);
        }

        if (flaps && !_flapping)
        {
            LogFlapping(subject, options.BrokenPerHour, options.FlappingCap.TotalSeconds);
        }

        _flapping = flaps;
        return flaps;
    }

    /// <summary>The next attempt is made after this.</summary>
    public void Waiting(TimeSpan delay)
    {
        lock (_gate)
        {
            _status = Become(FeedState.Waiting) with { NextAttempt = time.GetUtcNow() + delay };
        }
    }

    /// <summary>The feed is over.</summary>
    public void Stopped(Exception? mistake)
    {
        lock (_gate)
        {
            if (_status.State == FeedState.Stopped)
            {
                return;
            }

            _status = Become(FeedState.Stopped);
            if (mistake is not null)
            {
                string what = $"the feed has a mistake ({mistake.GetType().Name}: {mistake.Message})";
                _status = _status with { Fault = new Fault(FaultKind.Bug, subject, what, "Report it.", mistake), FaultSince = time.GetUtcNow() };
            }
        }

        if (mistake is not null)
        {
            LogMistake(mistake, subject);
        }
    }

    /// <summary>The same trouble by its kind; where a person must act, by its words too.</summary>
    private static bool IsSame(Fault? before, Fault now) =>
        before?.Kind == now.Kind && (now.Kind is not (FaultKind.Config or FaultKind.Denied) || before.Problem == now.Problem);

    private FeedStatus Become(FeedState state) =>
        _status.State == state ? _status : _status with { State = state, Since = time.GetUtcNow(), NextAttempt = null };

    private FeedStatus WithSession(FeedStatus status, LiveSession session)
    {
        Ffmpeg.FfmpegFacts facts = session.Facts;
        (double packets, double frames) = _watch?.Rates ?? default;
        return status with
        {
            Packets = status.Packets + facts.Packets,
            PacketBytes = status.PacketBytes + facts.PacketBytes,
            PacketsDecoded = status.PacketsDecoded + facts.PacketsDecoded,
            Wake = session.Wake,
            KeyFrameInterval = session.KeyFrameInterval,
            PacketsPerSecond = packets,
            FramesPerSecond = frames,
        };
    }

    [LoggerMessage(EventId = 2101, Level = LogLevel.Information, Message = "{Source}: streams {Width}x{Height}, {Seconds:0.0} s after connecting")]
    private partial void LogStreams(string source, int width, int height, double seconds);

    [LoggerMessage(EventId = 2102, Level = LogLevel.Warning, Message = "{Kind}: {Source}: {Problem}. {Remedy}")]
    private partial void LogFault(FaultKind kind, string source, string problem, string remedy);

    [LoggerMessage(
        EventId = 2103,
        Level = LogLevel.Information,
        Message = "{Source}: streams {Width}x{Height} again, after {Seconds:0.0} s; attempts: {Attempts}")]
    private partial void LogHealed(string source, int width, int height, double seconds, int attempts);

    [LoggerMessage(
        EventId = 2104,
        Level = LogLevel.Warning,
        Message = "{Source}: its stream broke off more than {Limit} times within an hour: tried at most every {Seconds:0} s or so from now on")]
    private partial void LogFlapping(string source, int limit, double seconds);

    [LoggerMessage(EventId = 2105, Level = LogLevel.Error, Message = "{Source}: the feed ended by a mistake of ours")]
    private partial void LogMistake(Exception mistake, string source);
}
