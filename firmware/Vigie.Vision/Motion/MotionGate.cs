using Vigie.Core;

namespace Vigie.Vision.Motion;

/// <summary>
/// Says whether anything moves, far cheaper than a detector could: it compares the mean brightness of about 160 x 90 cells with what
/// they usually are, follows the light of the whole picture, and wants at least a few neighbouring cells to differ. Knows the frame's
/// own time only. Allocates nothing while the frames' format stays; for one thread.
/// </summary>
public sealed class MotionGate
{
    // Fewer neighbouring cells than these are noise; where more than this part of all cells moves, it is another scene.
    private const int FewestCells = 3;
    private const float WholePicture = 0.6f;

    private readonly MotionOptions _options;
    private CellGrid? _grid;
    private FrameFormat _format;
    private TimeSpan _last;
    private TimeSpan? _lastMotion;
    private TimeSpan? _lastLook;

    /// <summary>Makes a gate that has seen nothing yet.</summary>
    public MotionGate(MotionOptions options) => _options = options;

    /// <summary>Looks at a frame and learns from it. Time that runs backwards, or another format, makes it begin anew.</summary>
    /// <param name="frame">The frame; it stays the caller's.</param>
    public MotionReading Look(Frame frame)
    {
        if (_grid is null || frame.Format != _format || frame.At < _last)
        {
            (_format, _last, _lastMotion, _lastLook) = (frame.Format, frame.At, null, null);
            _grid = new CellGrid(frame.Format, _options.Sensitivity);
        }

        int moving = _grid.CountMoving(frame, frame.At - _last);
        bool changed = moving > WholePicture * _grid.Cells;
        if (changed)
        {
            _grid.LearnAnew();
        }

        _last = frame.At;
        if (moving >= FewestCells)
        {
            _lastMotion = frame.At;
        }

        bool open = frame.At - _lastMotion <= _options.Hold;
        bool due = open || !(frame.At - _lastLook < _options.Heartbeat);
        if (due)
        {
            _lastLook = frame.At;
        }

        return new MotionReading(open, due, (float)moving / _grid.Cells, changed);
    }
}
