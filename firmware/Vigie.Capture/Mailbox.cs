using System.Runtime.ExceptionServices;
using Vigie.Core;

namespace Vigie.Capture;

/// <summary>
/// The one place where frames may be lost (law 3): hands frames from the capture thread to the worker's, both of which block here.
/// A frame inside belongs to the mailbox. Allocates nothing once built. Any number of threads, each frame to one of them.
/// </summary>
public sealed class Mailbox : IDisposable
{
    /// <summary>Frames inside at most, where nothing else is asked for.</summary>
    public const int DefaultCapacity = 2;

    private readonly object _gate = new();
    private readonly MailboxPolicy _policy;
    private readonly Frame?[] _ring;
    private int _first;
    private int _count;
    private FrameFormat? _only;
    private bool _completed;
    private Exception? _failure;
    private long _posted;
    private long _dropped;

    /// <summary>Makes an empty mailbox.</summary>
    /// <param name="policy">What happens to a frame that finds it full.</param>
    /// <param name="capacity">Frames inside at most, 1 or more.</param>
    public Mailbox(MailboxPolicy policy, int capacity = DefaultCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _policy = policy;
        _ring = new Frame?[capacity];
    }

    /// <summary>Frames accepted so far, those that were dropped later included.</summary>
    public long Posted => Interlocked.Read(ref _posted);

    /// <summary>Frames that a newer one displaced.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>
    /// The shape of the frames that <see cref="TryTake"/> gives out; a frame of another stays inside, and ends the taking. Null: any.
    /// </summary>
    public FrameFormat? Only
    {
        get
        {
            lock (_gate)
            {
                return _only;
            }
        }

        set
        {
            lock (_gate)
            {
                _only = value;
            }
        }
    }

    /// <summary>Hands a frame over, in any case: it is the mailbox's or the pool's afterwards.</summary>
    /// <returns>False where the mailbox takes no more: the frame went back to its pool.</returns>
    public bool Post(Frame frame)
    {
        Frame? loser = null;
        bool accepted;
        lock (_gate)
        {
            while (_policy == MailboxPolicy.Lossless && _count == _ring.Length && !_completed)
            {
                Monitor.Wait(_gate);
            }

            accepted = !_completed;
            if (!accepted)
            {
                loser = frame;
            }
            else
            {
                if (_count == _ring.Length)
                {
                    loser = TakeFirst();
                    _dropped++;
                }

                _ring[(_first + _count) % _ring.Length] = frame;
                _count++;
                _posted++;
                Monitor.PulseAll(_gate);
            }
        }

        loser?.Dispose();
        return accepted;
    }

    /// <summary>Waits for the next frame and tells its shape; the frame stays inside.</summary>
    /// <returns>False where the mailbox is complete and empty.</returns>
    /// <exception cref="Exception">What the mailbox was completed with, behind the last frame.</exception>
    public bool Await(out FrameFormat format)
    {
        lock (_gate)
        {
            bool any = WaitForFrame();
            format = any ? _ring[_first]!.Format : default;
            return any;
        }
    }

    /// <summary>Waits for the next frame, which is the caller's then.</summary>
    /// <returns>False where the mailbox is complete and empty, or the next frame is not of <see cref="Only"/>.</returns>
    /// <exception cref="Exception">What the mailbox was completed with, behind the last frame.</exception>
    public bool TryTake(out Frame frame)
    {
        lock (_gate)
        {
            if (WaitForFrame() && (_only is not { } only || _ring[_first]!.Format == only))
            {
                frame = TakeFirst();
                Monitor.PulseAll(_gate);
                return true;
            }

            frame = null!;
            return false;
        }
    }

    /// <summary>No more frames come: those inside can still be taken, and everybody who waits goes on. The first call counts.</summary>
    /// <param name="failure">What ended the frames, to be thrown to who takes; null for a clean end.</param>
    public void Complete(Exception? failure = null)
    {
        lock (_gate)
        {
            if (!_completed)
            {
                _completed = true;
                _failure = failure;
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>Completes, and gives the frames inside back to their pool. Any number of times.</summary>
    public void Dispose()
    {
        Complete();
        lock (_gate)
        {
            while (_count > 0)
            {
                TakeFirst().Dispose();
            }
        }
    }

    private bool WaitForFrame()
    {
        while (_count == 0 && !_completed)
        {
            Monitor.Wait(_gate);
        }

        if (_count == 0 && _failure is not null)
        {
            ExceptionDispatchInfo.Throw(_failure);
        }

        return _count > 0;
    }

    private Frame TakeFirst()
    {
        Frame frame = _ring[_first]!;
        _ring[_first] = null;
        _first = (_first + 1) % _ring.Length;
        _count--;
        return frame;
    }
}
