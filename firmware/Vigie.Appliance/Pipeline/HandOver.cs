using Vigie.Vision.Detectors;

namespace Vigie.Appliance.Pipeline;

/// <summary>
/// Hands frames from the pipeline's first thread to its second, in order, at most <see cref="Places"/> under way at once. A place is
/// asked for before a frame is taken, so that a live camera's frames wait in the mailbox, where newer ones replace them. Each place has
/// an input of the detector. Allocates nothing once built.
/// </summary>
internal sealed class HandOver
{
    /// <summary>Frames between the two threads: one being prepared, one being looked at.</summary>
    public const int Places = OnnxDetector.Inputs;

    private readonly object _gate = new();
    private readonly PreparedFrame[] _ring = new PreparedFrame[Places];
    private long _put;
    private long _taken;
    private long _done;
    private bool _completed;

    /// <summary>Waits for a free place.</summary>
    /// <param name="input">The detector's input that belongs to it.</param>
    /// <returns>False where nothing is taken any more.</returns>
    public bool TryReserve(out int input)
    {
        lock (_gate)
        {
            while (_put - _done == Places && !_completed)
            {
                Monitor.Wait(_gate);
            }

            input = (int)(_put % Places);
            return !_completed;
        }
    }

    /// <summary>Hands over the frame for the place that was reserved.</summary>
    /// <returns>False where nothing is taken any more: the frame stays the caller's.</returns>
    public bool Put(in PreparedFrame prepared)
    {
        lock (_gate)
        {
            if (_completed)
            {
                return false;
            }

            _ring[_put++ % Places] = prepared;
            Monitor.PulseAll(_gate);
            return true;
        }
    }

    /// <summary>Waits for the next frame, whose place stays taken until <see cref="Free"/>.</summary>
    /// <returns>False where it is complete and empty.</returns>
    public bool TryTake(out PreparedFrame prepared)
    {
        lock (_gate)
        {
            while (_put == _taken && !_completed)
            {
                Monitor.Wait(_gate);
            }

            prepared = _put == _taken ? default : _ring[_taken++ % Places];
            return prepared.Frame is not null;
        }
    }

    /// <summary>The frame taken last is done with.</summary>
    public void Free()
    {
        lock (_gate)
        {
            _ring[_done++ % Places] = default;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>No more frames: those inside can still be taken, and everybody who waits goes on. Any number of times.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _completed = true;
            Monitor.PulseAll(_gate);
        }
    }
}
