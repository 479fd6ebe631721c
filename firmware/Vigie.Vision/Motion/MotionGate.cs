using Vigie.Core;

namespace Vigie.Vision.Motion;

/// <summary>
/// Says whether anything moves, far cheaper than a detector could: it compares the mean brightness of about 160 x 90 cells with what
/// they usually are, follows the light of the whole picture, and wants neighbouring cells to differ for longer than rain would
/// (<see cref="MotionChains"/>). Watches as well whether pictures are frozen, black, covered, out of focus, or of another view. Knows the frame's own time only. Allocates
/// nothing while the frames' format stays; for one thread.
/// </summary>
public sealed class MotionGate
{
    // Where more than this part of all cells moves it is another scene; where this much came at once it is another light (a lamp switched
    // on, infrared for daylight, clouds), which no object does from one picture to the next.
    private const float WholePicture = 0.6f, AtOnce = 0.15f, Before = 0.03f;

    // Pictures farther apart than this may have missed how something came.
    private static readonly TimeSpan Near = TimeSpan.FromMilliseconds(450);

    private readonly MotionOptions _options;
    private CellGrid? _grid;
    private FrameFormat _format;
    private TimeSpan _last;
    private PictureWatch? _watch;
    private float _togetherBefore;
    private TimeSpan? _lastMotion;
    private TimeSpan? _lastLook;

    /// <summary>Makes a gate that has seen nothing yet.</summary>
    public MotionGate(MotionOptions options) => _options = options;

    /// <summary>What is wrong with the pictures, if anything.</summary>
    public PictureCondition Condition => _watch?.Condition ?? PictureCondition.Good;

    /// <summary>Forgets all that it has learnt: the camera points elsewhere, and that is as it should be.</summary>
    public void Forget() => (_grid, _watch) = (null, null);

    /// <summary>Looks at a frame and learns from it. Time that runs backwards, or another format, makes it begin anew.</summary>
    /// <param name="frame">The frame; it stays the caller's.</param>
    public MotionReading Look(Frame frame)
    {
        if (_grid is null || frame.Format != _format || frame.At < _last)
        {
            (_format, _last, _lastMotion, _lastLook) = (frame.Format, frame.At, null, null);
            _grid = new CellGrid(frame.Format, _options.Sensitivity);
            _watch = new PictureWatch(_grid);
        }

        TimeSpan elapsed = frame.At - _last;
        int moving = _grid.CountMoving(frame, elapsed, out int cells);
        float together = (float)cells / _grid.Cells;
        _watch!.Look(_grid.Means, frame);
        bool changed = together > WholePicture || (elapsed <= Near && together > AtOnce && _togetherBefore < Before);
        _togetherBefore = changed ? 0 : together;
        if (changed)
        {
            _grid.LearnAnew();
        }

        _last = frame.At;
        if (moving > 0 || changed)
        {
            _lastMotion = frame.At;
        }

        bool open = frame.At - _lastMotion <= _options.Hold;
        bool due = open || !(frame.At - _lastLook < _options.Heartbeat);
        if (due)
        {
            _lastLook = frame.At;
        }

        return new MotionReading(open, due, together, changed);
    }
}
