using Vigie.Capture.Ffmpeg;
using Vigie.Core;

namespace Vigie.Capture;

/// <summary>
/// The capture thread: rents a frame, has the source fill it, dates it, waits until it is due, posts it. What goes wrong completes
/// the mailbox and is thrown there to who takes frames: one path for errors. Owns the source, and neither pool nor mailbox.
/// </summary>
/// <remarks>The pool needs a frame for the loop, the mailbox's capacity, and what the worker holds at once.</remarks>
public sealed class CaptureLoop : IDisposable
{
    private static readonly TimeSpan TimerSlack = TimeSpan.FromMilliseconds(0.5);

    private readonly FfmpegSource _source;
    private readonly FramePool _pool;
    private readonly Mailbox _mailbox;
    private readonly ReplayPace _pace;
    private readonly DateTimeOffset? _startTime;
    private readonly TimeProvider _time;
    private readonly ManualResetEventSlim _wake = new();
    private readonly ITimer _timer;
    private readonly Thread _thread;
    private volatile bool _stopping;
    private DateTimeOffset _startWall;
    private long _startTimestamp;

    /// <summary>Makes a loop that has not started.</summary>
    /// <param name="source">Becomes the loop's own, and is disposed of with it.</param>
    /// <param name="pool">Frames of the source's format.</param>
    /// <param name="mailbox">Where frames go; completed when they end.</param>
    /// <param name="options">Pace and start time.</param>
    /// <param name="time">Clock for pace and start time.</param>
    public CaptureLoop(FfmpegSource source, FramePool pool, Mailbox mailbox, CaptureLoopOptions options, TimeProvider time)
    {
        if (pool.Format != source.Format)
        {
            throw new ArgumentException($"The pool's frames are {pool.Format}, the source's {source.Format}.", nameof(pool));
        }

        _source = source;
        _pool = pool;
        _mailbox = mailbox;
        _pace = options.Pace;
        _startTime = options.StartTime;
        _time = time;
        _timer = time.CreateTimer(_ => _wake.Set(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _thread = new Thread(Run) { IsBackground = true, Name = "capture" };
    }

    /// <summary>Starts the thread. Once.</summary>
    public void Start() => _thread.Start();

    /// <summary>Stops at once: the mailbox is completed, the thread has ended, the source is closed. Frames in the mailbox stay there.</summary>
    public void Dispose()
    {
        if (_stopping)
        {
            return;
        }

        _stopping = true;
        _mailbox.Complete();
        _source.Stop();
        _wake.Set();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        _timer.Dispose();
        _source.Dispose();
        _wake.Dispose();
    }

    private void Run()
    {
        try
        {
            _startWall = (_startTime ?? _time.GetUtcNow()).ToUniversalTime();
            while (!_stopping && Step())
            {
            }

            _mailbox.Complete();
        }
        catch (Exception e)
        {
            // The thread's only way out: who takes frames gets it thrown behind the last one.
            _mailbox.Complete(e);
        }
    }

    private bool Step()
    {
        Frame frame = _pool.Rent();
        try
        {
            if (!_source.Read(frame))
            {
                frame.Dispose();
                return false;
            }
        }
        catch
        {
            frame.Dispose();
            throw;
        }

        frame.Wall = _startWall + frame.At;
        WaitUntilDue(frame);
        return _mailbox.Post(frame);
    }

    private void WaitUntilDue(Frame frame)
    {
        if (_pace == ReplayPace.Fast)
        {
            return;
        }

        if (frame.Number == 0)
        {
            _startTimestamp = _time.GetTimestamp();
        }

        TimeSpan early = frame.At - _time.GetElapsedTime(_startTimestamp);
        while (early > TimeSpan.Zero && !_stopping)
        {
            _wake.Reset();
            _timer.Change(early, Timeout.InfiniteTimeSpan);

            // Where time passed before the timer was set, it is set anew.
            if (!_stopping && frame.At - _time.GetElapsedTime(_startTimestamp) > early - TimerSlack)
            {
                _wake.Wait();
            }

            early = frame.At - _time.GetElapsedTime(_startTimestamp);
        }
    }
}
