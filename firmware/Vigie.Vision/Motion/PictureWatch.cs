using System.Numerics;
using System.Numerics.Tensors;

namespace Vigie.Vision.Motion;

/// <summary>
/// Tells frozen, black and covered pictures from good ones, by the means of cells that the motion gate has anyway. Allocates nothing
/// once built; for one thread.
/// </summary>
/// <remarks>
/// A sensor has noise, and means of cells show it even where the encoder has smoothed pixels; a picture that is encoded again and again
/// differs by its quantisation only. What fools it: a frozen picture with a running clock drawn into it (says Good), and a camera that
/// sends a scene without any noise, a rendered test picture for instance (says Frozen).
/// </remarks>
internal sealed class PictureWatch
{
    private static readonly TimeSpan FrozenTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DarkTime = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan GoodTime = TimeSpan.FromSeconds(1);

    // Means are whole grey levels. On average over all cells, and for any one of them.
    private const float MostMeanChange = 0.06f, MostChange = 6;
    private const float BlackLevel = 14, LeastSpread = 3.5f;
    private const int FewestPictures = 4;

    private readonly float[] _reference;
    private readonly int _cells;
    private TimeSpan? _sameSince;
    private TimeSpan? _wrongSince;
    private TimeSpan? _goodSince;
    private PictureCondition _wrong;
    private int _same;

    /// <summary>Allocates for so many cells.</summary>
    /// <param name="length">Length of the means, a multiple of a vector's.</param>
    /// <param name="cells">How many of them are cells.</param>
    public PictureWatch(int length, int cells) => (_reference, _cells) = (new float[length], cells);

    /// <summary>What is wrong, said when it has lasted: 10 s the same, 3 s without contrast. Gone when the contrary has lasted a second.</summary>
    public PictureCondition Condition { get; private set; }

    /// <summary>Looks at one picture.</summary>
    /// <param name="means">Mean brightness of each cell.</param>
    /// <param name="at">The frame's time.</param>
    /// <param name="fullRange">Whether black is 0, not 16.</param>
    public void Look(ReadOnlySpan<float> means, TimeSpan at, bool fullRange)
    {
        PictureCondition now = Flat(means[.._cells], fullRange);
        bool still = IsSame(means, at);
        if (now == PictureCondition.Good && still && at - _sameSince >= FrozenTime && _same >= FewestPictures)
        {
            now = PictureCondition.Frozen;
        }

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
        if (now == PictureCondition.Frozen || at - _wrongSince >= DarkTime)
        {
            Condition = now;
        }
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

        bool same = _sameSince is not null && Vector.Sum(sum) <= MostMeanChange * _cells && !Vector.GreaterThanAny(most, new Vector<float>(MostChange));
        _same++;
        if (!same)
        {
            means.CopyTo(_reference);
            (_sameSince, _same) = (at, 0);
        }

        return same;
    }
}
