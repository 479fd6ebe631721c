using System.Numerics;
using System.Numerics.Tensors;
using Vigie.Core;

namespace Vigie.Vision.Motion;

/// <summary>
/// Tells frozen, black, covered, defocused and moved pictures from good ones, by the means of cells that the motion gate has anyway and the finest steps at the
/// view's edges (<see cref="ViewWatch"/>). Allocates nothing once built; for one thread.
/// </summary>
/// <remarks>
/// A sensor has noise, and means of cells show it even where the encoder has smoothed pixels; a picture that is encoded again and again
/// differs by its quantisation only. What fools it: a frozen picture with a running clock drawn into it (says Good), and a camera that
/// sends a scene without any noise, a rendered test picture for instance (says Frozen).
/// </remarks>
internal sealed class PictureWatch
{
    // Said within ten and three seconds, of pictures that may come two seconds, or half a second, apart.
    private static readonly TimeSpan FrozenTime = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan DarkTime = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan GoodTime = TimeSpan.FromSeconds(1);

    // Means are whole grey levels. On average over all cells, and for any one of them: what key frames of real pictures that were frozen differ by, times 1.5.
    private const float MostMeanChange = 0.09f, MostChange = 6;

    // A key frame among pictures that say "as before" is a step. Of a sensor that lives no four pictures are the same.
    private const float MostMeanStep = 0.25f;
    private const float BlackLevel = 14, LeastSpread = 3.5f;
    private const int FewestPictures = 4;

    private readonly float[] _reference;
    private readonly int _cells;
    private readonly ViewWatch _view;
    private readonly ViewJudge _judge = new();
    private PictureCondition _seen;
    private TimeSpan? _sameSince;
    private TimeSpan? _wrongSince;
    private TimeSpan? _goodSince;
    private PictureCondition _wrong;
    private int _same;
    private int _pictures;

    /// <summary>Allocates for a grid of cells.</summary>
    /// <param name="grid">Their means.</param>
    public PictureWatch(CellGrid grid)
    {
        (_reference, _cells) = (new float[grid.Means.Length], grid.Cells);
        _view = new ViewWatch(grid.Columns, grid.Rows, grid.Means.Length, grid.CellSide);
    }

    /// <summary>
    /// What is wrong, said when it has lasted: 8 s the same, 2.5 s without contrast, longer where the view must tell. Gone when the contrary has lasted a second.
    /// </summary>
    public PictureCondition Condition { get; private set; }

    /// <summary>Looks at one picture.</summary>
    /// <param name="means">Mean brightness of each cell.</param>
    /// <param name="frame">The frame.</param>
    public void Look(ReadOnlySpan<float> means, Frame frame)
    {
        TimeSpan at = frame.At;
        PictureCondition now = Flat(means[.._cells], frame.Format.FullRange);
        bool still = IsSame(means, at);
        if (now == PictureCondition.Good && still && at - _sameSince >= FrozenTime && _pictures >= FewestPictures)
        {
            now = PictureCondition.Frozen;
        }

        if (now is PictureCondition.Covered or PictureCondition.Black && _view.IsAsUsual(means))
        {
            now = PictureCondition.Good;
        }

        bool isSettled = now == PictureCondition.Frozen;
        if (now == PictureCondition.Good)
        {
            now = LookAtView(means, frame);
            isSettled = true;
        }
        else
        {
            _judge.Forget();
            _seen = PictureCondition.Good;
        }

        Settle(now, at, isSettled);
    }

    private void Settle(PictureCondition now, TimeSpan at, bool isSettled)
    {
        if (now == PictureCondition.Good)
        {
            _wrongSince = null;
            _goodSince ??= at;
            Condition = at - _goodSince >= GoodTime ? PictureCondition.Good : Condition;
            return;
        }

        _goodSince = null;
        _wrongSince = now == _wrong ? _wrongSince ?? at : at;
        _wrong = now;
        if (isSettled || at - _wrongSince >= DarkTime)
        {
            Condition = now;
        }
    }

    // Between two comparisons the last one stands.
    private PictureCondition LookAtView(ReadOnlySpan<float> means, Frame frame)
    {
        if (_view.TryLook(means, frame, out ViewReading reading))
        {
            _seen = _judge.Look(reading, frame.At);
        }

        return _seen;
    }

    private static PictureCondition Flat(ReadOnlySpan<float> cells, bool fullRange)
    {
        float mean = TensorPrimitives.Sum(cells) / cells.Length;
        float variance = TensorPrimitives.SumOfSquares(cells) / cells.Length - mean * mean;
        return variance >= LeastSpread * LeastSpread ? PictureCondition.Good
            : mean < BlackLevel + (fullRange ? 0 : 16) ? PictureCondition.Black : PictureCondition.Covered;
    }

    private bool IsSame(ReadOnlySpan<float> means, TimeSpan at)
    {
        Vector<float> sum = default, most = default;
        for (int i = 0; i <= means.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> change = Vector.Abs(new Vector<float>(means[i..]) - new Vector<float>(_reference, i));
            sum += change;
            most = Vector.Max(most, change);
        }

        bool near = _sameSince is not null && !Vector.GreaterThanAny(most, new Vector<float>(MostChange));
        float mean = Vector.Sum(sum) / _cells;
        if (near && mean <= MostMeanChange)
        {
            (_same, _pictures) = (_same + 1, _pictures + 1);
            return true;
        }

        bool isStep = near && mean <= MostMeanStep && _same >= FewestPictures;
        means.CopyTo(_reference);
        (_sameSince, _same, _pictures) = isStep ? (_sameSince, 0, _pictures + 1) : (at, 0, 0);
        return isStep;
    }
}
