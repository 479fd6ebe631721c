namespace Vigie.Capture.Live;

/// <summary>
/// Carries a stream's own times over to one clock that starts with the feed and rises over all reconnects: distances between frames are
/// the camera's, which knows when it looked; the anchor is ours. For one thread.
/// </summary>
internal sealed class FeedClock(TimeProvider time)
{
    /// <summary>A step beyond what passed here by this: the camera's clock was set.</summary>
    public static readonly TimeSpan Jump = TimeSpan.FromSeconds(2);

    /// <summary>A camera's clock that runs fast or slow is followed so far, then anchored anew.</summary>
    private static readonly TimeSpan Drift = TimeSpan.FromSeconds(5);

    /// <summary>How fast the best lead is forgotten, a second: no camera's clock is so slow.</summary>
    private const double Forgetting = 0.001;

    private readonly long _start = time.GetTimestamp();
    private bool _anchored;
    private TimeSpan _offset;
    private TimeSpan _lead;
    private TimeSpan _lastArrival;
    private TimeSpan _lastAt = TimeSpan.FromTicks(-1);

    /// <summary>A new connection: its times have nothing to do with those before.</summary>
    public void BeginStream() => _anchored = false;

    /// <summary>Time of a frame.</summary>
    /// <param name="stream">By the stream's clock.</param>
    /// <param name="jump">How far the stream's clock went ahead of ours since the frame before; null where it did not jump.</param>
    public TimeSpan At(TimeSpan stream, out TimeSpan? jump)
    {
        TimeSpan arrival = time.GetElapsedTime(_start);
        TimeSpan lead = stream - arrival;
        jump = null;
        if (_anchored)
        {
            // Against the most punctual picture, not the last: a decoder that gets key frames only keeps one back until the next.
            jump = lead - _lead > Jump ? lead - _lead : null;
            _lead -= (arrival - _lastArrival) * Forgetting;
        }

        _lead = !_anchored || jump is not null || lead > _lead ? lead : _lead;

        TimeSpan at = stream + _offset;
        if (!_anchored || jump is not null || (at - arrival).Duration() > Drift)
        {
            _offset = arrival - stream;
            _anchored = true;
            at = arrival;
        }

        _lastArrival = arrival;
        _lastAt = at > _lastAt ? at : _lastAt + TimeSpan.FromTicks(1);
        return _lastAt;
    }
}
