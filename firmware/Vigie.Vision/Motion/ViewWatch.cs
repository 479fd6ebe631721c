using Vigie.Core;

namespace Vigie.Vision.Motion;

/// <summary>
/// Compares what a camera sees with what it has seen for long, so that a lens that is covered or out of focus and a camera that points elsewhere are told
/// from people, lorries, lamps, night and rain. Nothing here goes by brightness: edges are compared by where and along which line they lie, fineness by
/// the finest steps at those edges with the contrast of the whole taken out. Allocates nothing once built; for one thread.
/// </summary>
/// <remarks>
/// Edges of the background against those of the picture, and the loss of high frequencies against the background's own: Gil-Jimenez et al., "Automatic control of
/// video surveillance camera sabotage", IWINAC 2007; Saglam and Temizel, "Real-time adaptive camera tamper detection for video surveillance", AVSS 2009.
/// Blocks, so that what hides a part counts as a part, are ours.
/// </remarks>
internal sealed class ViewWatch
{
    /// <summary>Pictures that come sooner than this after the last are not compared.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(190);

    // How long the view is learnt before anything is said of it, in time and in pictures.
    private static readonly TimeSpan FirstTime = TimeSpan.FromSeconds(8);
    private const int FirstPictures = 5;

    private static readonly TimeSpan LearnTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan SlowTime = TimeSpan.FromSeconds(240);
    private static readonly TimeSpan ChooseEvery = TimeSpan.FromSeconds(30);
    // One picture after a long pause is one picture.
    private static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SearchEvery = TimeSpan.FromMilliseconds(900);

    // Where so many blocks hold their edges, the view is learnt; below the second it is not; at the third nothing is held.
    private const float Same = 0.6f, Other = 0.25f, Lost = 0.12f;

    private const float Alike = 0.85f;

    // Below so many blocks with edges nothing can be said.
    private const int FewestBlocks = 16;

    private readonly int _columns;
    private readonly int _rows;
    private readonly ViewMemory _memory;
    private readonly ViewFineness _fineness;
    private readonly CoarseView _coarse;
    private TimeSpan? _first;
    private TimeSpan? _last;
    private TimeSpan _chosen;
    private TimeSpan? _searched;
    private ViewShift _shift;
    private float _lead = float.MaxValue;
    private int _pictures;

    /// <summary>Allocates for a grid of cells.</summary>
    /// <param name="columns">Cells in a row.</param>
    /// <param name="rows">Rows of cells.</param>
    /// <param name="length">Length of the means, a multiple of a vector's.</param>
    /// <param name="cell">Pixels of a cell's side.</param>
    public ViewWatch(int columns, int rows, int length, int cell)
    {
        (_columns, _rows) = (columns, rows);
        _memory = new ViewMemory(columns, rows, length);
        _fineness = new ViewFineness(cell);
        _coarse = new CoarseView(columns, rows);
    }

    /// <summary>Looks at a picture.</summary>
    /// <param name="means">Mean brightness of each cell.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="reading">What it gives.</param>
    /// <returns>False: too soon after the last picture, not yet known what is usual, or a view without edges.</returns>
    public bool TryLook(ReadOnlySpan<float> means, Frame frame, out ViewReading reading)
    {
        reading = default;
        TimeSpan elapsed = TimeSpan.FromTicks(Math.Min((frame.At - (_last ?? frame.At)).Ticks, LongestGap.Ticks));
        if (_last is not null && elapsed < Every)
        {
            return false;
        }

        _first ??= frame.At;
        _last = frame.At;
        if (_pictures < FirstPictures || frame.At - _first < FirstTime)
        {
            Begin(means, frame);
            return false;
        }

        int blocks = _fineness.Measure(_memory.Points, means, _columns, frame, _coarse.Compare(means, out float likeness));
        if (blocks < FewestBlocks)
        {
            LearnBy(means, frame, elapsed, LearnTime, isSame: true);
            return false;
        }

        float elsewhere = _fineness.Held > Lost ? 1 : _fineness.DetailElsewhere(_memory.Points, frame);
        reading = new ViewReading(
            _fineness.Held, _fineness.Detail, _fineness.Blurred, likeness, _coarse.Gain, Search(means, frame.At), _lead, elsewhere);
        Learn(means, frame, elapsed, reading);
        return true;
    }

    /// <summary>Whether a picture is in the coarse what this camera sees, however dark: a view with few edges at night.</summary>
    public bool IsAsUsual(ReadOnlySpan<float> means)
    {
        _coarse.Compare(means, out float likeness);
        return _pictures >= FirstPictures && likeness >= Alike;
    }

    private void Begin(ReadOnlySpan<float> means, Frame frame)
    {
        _memory.Learn(means, 1f / ++_pictures);
        _coarse.Learn(means, 1f / _pictures);
        if (_pictures >= FirstPictures)
        {
            Choose(means, frame);
        }
    }

    private ViewShift Search(ReadOnlySpan<float> means, TimeSpan at)
    {
        if (_fineness.Held >= Same)
        {
            (_shift, _lead, _searched) = (default, float.MaxValue, null);
        }
        else if (!(at - _searched < SearchEvery))
        {
            _shift = ViewSearch.Find(_memory.Points, means, _columns, _rows, out _lead);
            _searched = at;
        }

        return _shift;
    }

    private void Learn(ReadOnlySpan<float> means, Frame frame, TimeSpan elapsed, in ViewReading reading)
    {
        // What is out of focus, or lies elsewhere, is not to become usual.
        bool isSame = reading.Held >= Same;
        if (reading.Blurred < 0.5f && (isSame || (reading.Held >= Other && reading.Shift.IsNone)))
        {
            LearnBy(means, frame, elapsed, isSame ? LearnTime : SlowTime, isSame);
        }
    }

    private void LearnBy(ReadOnlySpan<float> means, Frame frame, TimeSpan elapsed, TimeSpan time, bool isSame)
    {
        float share = 1 - MathF.Exp(-(float)(elapsed / time));
        _memory.Learn(means, share);
        _coarse.Learn(means, share);
        if (isSame)
        {
            _fineness.Learn(share);
        }

        if (frame.At - _chosen >= ChooseEvery)
        {
            Choose(means, frame);
        }
    }

    private void Choose(ReadOnlySpan<float> means, Frame frame)
    {
        _chosen = frame.At;
        _memory.Choose();
        _fineness.Begin(_memory.Points, means, _columns, frame, _coarse.Gain);
    }
}
