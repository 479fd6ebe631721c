using Microsoft.Extensions.Logging;
using Vigie.Capture.Ffmpeg;
using Vigie.Capture.Live;
using Vigie.Core;

namespace Vigie.Capture;

/// <summary>
/// All that lies between a camera and its <see cref="Mailbox"/>: connecting, liveness, faults, and the one retry loop (law 5). Runs until
/// disposed of; whatever the camera does, frames come again when it is back. <see cref="Frame.At"/> rises over all connections; a
/// camera that changes its size sends frames of another <see cref="Frame.Format"/>. Starts no work before <see cref="Start"/>.
/// </summary>
public sealed class LiveFeed : IDisposable
{
    /// <summary>A stream that ran for so long was no flapping: the next wait is short again.</summary>
    private static readonly TimeSpan Stable = TimeSpan.FromSeconds(10);

    private readonly SourceSettings _source;
    private readonly Mailbox _mailbox;
    private readonly LiveFeedOptions _options;
    private readonly TimeProvider _time;
    private readonly FeedLedger _ledger;
    private readonly FeedClock _clock;
    private readonly RetryDelay _delay;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _wake = new();
    private readonly Lock _gate = new();
    private LiveSession? _session;
    private FramePool? _pool;
    private DecodeMode _mode;
    private volatile bool _stopping;
    private bool _sound;
    private bool _disposed;

    /// <summary>Makes a feed that has not started.</summary>
    /// <param name="source">What to open.</param>
    /// <param name="mailbox">Where frames go: newest wins, as a camera does not wait. Stays the caller's; completed on <see cref="Dispose"/>.</param>
    /// <param name="options">Limits.</param>
    /// <param name="logger">Told each trouble once when it begins and once when it is over; never a secret.</param>
    /// <param name="time">Clock for limits, waits, <see cref="Frame.At"/> and <see cref="Frame.Wall"/>.</param>
    /// <param name="random">For jitter; null: a generator of its own.</param>
    public LiveFeed(
        SourceSettings source,
        Mailbox mailbox,
        LiveFeedOptions options,
        ILogger<LiveFeed> logger,
        TimeProvider time,
        Random? random = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.DecoderThreads);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.FramesHeld);
        _source = source;
        _mailbox = mailbox;
        _options = options;
        _time = time;
        _mode = options.Mode;
        _ledger = new FeedLedger(source.Url, options, logger, time);
        _clock = new FeedClock(time);
        _delay = new RetryDelay(options, random ?? new Random());
        _thread = new Thread(Run) { IsBackground = true, Name = "live feed" };
    }

    /// <summary>How the feed is now. From any thread.</summary>
    public FeedStatus Status => _ledger.Status;

    /// <summary>Which packets are decoded, now and over all connections to come. From any thread.</summary>
    public DecodeMode Mode
    {
        get
        {
            lock (_gate)
            {
                return _mode;
            }
        }

        set
        {
            lock (_gate)
            {
                _mode = value;
                if (_session is { } session)
                {
                    session.Mode = value;
                }
            }
        }
    }

    /// <summary>Process numbers of the children that run.</summary>
    internal IReadOnlyList<int> Children
    {
        get
        {
            lock (_gate)
            {
                return _session?.Children ?? [];
            }
        }
    }

    /// <summary>Starts the thread. Once.</summary>
    public void Start() => _thread.Start();

    /// <summary>Stops at once: the children are ended, the thread too, the mailbox is completed. Frames in the mailbox stay there.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _stopping = true;
        _mailbox.Complete();
        lock (_gate)
        {
            _session?.Abort(Stopped());
        }

        _wake.Set();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        _ledger.Stopped(null);
        _wake.Dispose();
    }

    private void Run()
    {
        try
        {
            while (!_stopping)
            {
                Attempt();
            }

            _ledger.Stopped(null);
        }
        catch (Exception e)
        {
            // Nothing of the camera's: a mistake of ours ends the feed, and who takes frames gets it thrown.
            _ledger.Stopped(e);
            _mailbox.Complete(e);
        }
    }

    private void Attempt()
    {
        long started = _time.GetTimestamp();
        try
        {
            RunOnce();
        }
        catch (Exception) when (_stopping)
        {
            // It is what Dispose ended the session with, or follows from it.
            _wake.Set();
        }
        catch (Exception e) when (e is IOException or Fault { Kind: not FaultKind.Bug })
        {
            Fault fault = e as Fault ?? new Fault(FaultKind.Unavailable, _source.Url, $"cannot be read ({e.Message})", "It is tried again.", e);
            bool flapping = _ledger.Failed(fault);
            if (_time.GetElapsedTime(started) >= Stable)
            {
                _delay.Reset();
            }

            Wait(_delay.Next(fault.Kind, flapping));
        }
    }

    private void RunOnce()
    {
        Credentials? credentials = _source.Credentials is { } name ? CredentialsFile.Read(name) : null;
        _ledger.Connecting();
        using LiveSession session = Begin(credentials);
        using SessionWatch watch = new(session, _source.Url, _options, _time);
        try
        {
            session.Open();
            _ledger.Opened(session, watch);
            _clock.BeginStream();
            _sound = false;
            FramePool pool = PoolOf(session.Format);
            while (!_stopping)
            {
                Deliver(session, watch, pool);
            }
        }
        finally
        {
            lock (_gate)
            {
                _session = null;
            }

            _ledger.Closed(session);
        }
    }

    private LiveSession Begin(Credentials? credentials)
    {
        lock (_gate)
        {
            _session = new LiveSession(_source, credentials, _options, _mode, _time);
            if (_stopping)
            {
                _session.Abort(Stopped());
            }

            return _session;
        }
    }

    private void Deliver(LiveSession session, SessionWatch watch, FramePool pool)
    {
        Frame frame = pool.Rent();
        try
        {
            TimeSpan stream = session.Read(frame);
            frame.At = _clock.At(stream, out TimeSpan? jump);
            frame.Wall = _time.GetUtcNow();
            frame.Number = _ledger.NextFrame();
            if (jump is { } ahead)
            {
                session.Abort(LiveFaults.ClockSet(_source.Url, ahead));
            }
        }
        catch
        {
            frame.Dispose();
            throw;
        }

        if (watch.Sound && !_sound)
        {
            _sound = true;
            _ledger.Healed();
        }

        if (!_mailbox.Post(frame))
        {
            _stopping = true;
        }
    }

    /// <summary>Frames of one shape are rented over and over; those of another go with their last owner.</summary>
    private FramePool PoolOf(FrameFormat format) => _pool?.Format == format
        ? _pool
        : _pool = new FramePool(format, _options.MailboxCapacity + 1 + _options.FramesHeld);

    private void Wait(TimeSpan delay)
    {
        using ITimer timer = _time.CreateTimer(_ => _wake.Set(), null, delay, Timeout.InfiniteTimeSpan);
        _ledger.Waiting(delay);
        _wake.Wait();
        if (!_stopping)
        {
            _wake.Reset();
        }
    }

    private Fault Stopped() => new(FaultKind.Unavailable, _source.Url, "was stopped", "Start it again.");
}
