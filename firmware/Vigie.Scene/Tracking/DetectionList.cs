using Vigie.Core;

namespace Vigie.Scene.Tracking;

/// <summary>
/// The detections of one frame in an order that does not depend on how they came: by score, highest first (those high enough for their class before all others). So the answer does not
/// hang on a detector's or a board's order of output.
/// </summary>
internal sealed class DetectionList(TrackerOptions options)
{
    // Two look-alike classes upon one object: the same overlap at which detectors suppress their own doubles.
    private const float SameObject = 0.7f;

    private static readonly Comparison<Detection> ByScore = Compare;

    private readonly Detection[] _all = new Detection[options.MaximumDetections];
    private readonly bool[] _taken = new bool[options.MaximumDetections];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many have the score to begin a track or to be matched first: they come first.</summary>
    public int High { get; private set; }

    /// <summary>The detection at this position.</summary>
    public ref readonly Detection this[int index] => ref _all[index];

    /// <summary>Whether a track has it.</summary>
    public bool IsTaken(int index) => _taken[index];

    /// <summary>Gives it to a track.</summary>
    public void TakeOut(int index) => _taken[index] = true;

    /// <summary>Takes the detections of a frame in, those that count.</summary>
    public void Take(ReadOnlySpan<Detection> detections)
    {
        Count = 0;
        foreach (ref readonly Detection detection in detections)
        {
            if (detection.Score >= options.Consider && detection.Box.Area > 0)
            {
                Add(detection);
            }
        }

        _all.AsSpan(0, Count).Sort(ByScore);
        DropDoubles();
        _taken.AsSpan(0, Count).Clear();
        High = 0;
        for (int i = 0; i < Count; i++)
        {
            if (_all[i].Score >= ConfirmOf(_all[i].Class))
            {
                MoveUp(i, High++);
            }
        }
    }

    private float ConfirmOf(int objectClass) =>
        options.BeginOf.TryGetValue(objectClass, out float begin) ? MathF.Min(begin, options.Confirm) : options.Confirm;

    private void MoveUp(int from, int to)
    {
        Detection moved = _all[from];
        _all.AsSpan(to, from - to).CopyTo(_all.AsSpan(to + 1));
        _all[to] = moved;
    }

    // When full, the least of all has to go, whatever came first.
    private void Add(in Detection detection)
    {
        if (Count < _all.Length)
        {
            _all[Count++] = detection;
            return;
        }

        int last = 0;
        for (int i = 1; i < Count; i++)
        {
            last = Compare(_all[i], _all[last]) > 0 ? i : last;
        }

        if (Compare(detection, _all[last]) < 0)
        {
            _all[last] = detection;
        }
    }

    private void DropDoubles()
    {
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            if (!IsDouble(_all[i], kept))
            {
                _all[kept++] = _all[i];
            }
        }

        Count = kept;
    }

    private bool IsDouble(in Detection detection, int kept)
    {
        int group = LookAlikes.GroupOf(detection.Class);
        for (int i = 0; i < kept; i++)
        {
            if (_all[i].Class != detection.Class && LookAlikes.GroupOf(_all[i].Class) == group
                && _all[i].Box.IntersectionOverUnion(detection.Box) > SameObject)
            {
                return true;
            }
        }

        return false;
    }

    private static int Compare(Detection a, Detection b)
    {
        int order = b.Score.CompareTo(a.Score);
        order = order != 0 ? order : a.Class.CompareTo(b.Class);
        order = order != 0 ? order : a.Box.Left.CompareTo(b.Box.Left);
        order = order != 0 ? order : a.Box.Top.CompareTo(b.Box.Top);
        order = order != 0 ? order : a.Box.Right.CompareTo(b.Box.Right);
        return order != 0 ? order : a.Box.Bottom.CompareTo(b.Box.Bottom);
    }
}
