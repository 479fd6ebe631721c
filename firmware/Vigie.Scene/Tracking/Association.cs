using Vigie.Core.Geometry;

namespace Vigie.Scene.Tracking;

/// <summary>
/// Decides which detection belongs to which track, in ByteTrack's stages. A pair costs 1 - IoU of the predicted and the found box;
/// the limits say from which IoU on a pair is possible at all.
/// </summary>
internal sealed class Association
{
    // A tenth is little, but at 5 or 10 frames a second a walker's box hardly meets its last one, and the best sum decides.
    private const float ConfirmedLimit = 0.9f;
    private const float TentativeLimit = 0.8f;

    // ByteTrack's: a doubtful detection has to lie where it is expected.
    private const float DoubtfulLimit = 0.5f;

    // Beyond every limit.
    private const float Never = 2;

    private readonly TrackState[] _states;
    private readonly DetectionList _detections;
    private readonly Assignment _assignment;
    private readonly float[] _costs;
    private readonly int[] _rows;
    private readonly int[] _columns;
    private int _count;
    private TimeSpan _at;
    private int _rowCount;
    private int _columnCount;

    /// <summary>Works on these tracks and detections.</summary>
    public Association(TrackState[] states, DetectionList detections, int maximumDetections)
    {
        _states = states;
        _detections = detections;
        _assignment = new Assignment(states.Length, maximumDetections);
        _costs = new float[states.Length * maximumDetections];
        _rows = new int[states.Length];
        _columns = new int[maximumDetections];
    }

    /// <summary>Begins a frame.</summary>
    /// <param name="count">How many tracks there are.</param>
    /// <param name="at">The frame's time.</param>
    public void Begin(int count, TimeSpan at)
    {
        _count = count;
        _at = at;
    }

    /// <summary>First stage: confirmed tracks, lost ones among them, and detections of high score.</summary>
    public void MatchConfirmed()
    {
        TakeRows(TrackStage.Followed, TrackStage.Lost);
        TakeColumns(0, _detections.High);
        Match(ConfirmedLimit, sure: true);
    }

    /// <summary>Second stage: tracks seen in the last frame and now left over, and doubtful detections.</summary>
    public void MatchDoubtful()
    {
        TakeRows(TrackStage.Followed, TrackStage.Followed);
        TakeColumns(_detections.High, _detections.Count);
        Match(DoubtfulLimit, sure: false);
    }

    /// <summary>Third stage: tracks seen only once, and detections of high score left over.</summary>
    public void MatchTentative()
    {
        TakeRows(TrackStage.Tentative, TrackStage.Tentative);
        TakeColumns(0, _detections.High);
        Match(TentativeLimit, sure: true);
    }

    private void TakeRows(TrackStage stage, TrackStage orStage)
    {
        _rowCount = 0;
        for (int i = 0; i < _count; i++)
        {
            ref TrackState state = ref _states[i];
            if (!state.Seen && (state.Stage == stage || state.Stage == orStage))
            {
                _rows[_rowCount++] = i;
            }
        }
    }

    private void TakeColumns(int from, int to)
    {
        _columnCount = 0;
        for (int i = from; i < to; i++)
        {
            if (!_detections.IsTaken(i))
            {
                _columns[_columnCount++] = i;
            }
        }
    }

    private void Match(float limit, bool sure)
    {
        Span<float> costs = _costs.AsSpan(0, _rowCount * _columnCount);
        for (int row = 0, cell = 0; row < _rowCount; row++)
        {
            Box box = _states[_rows[row]].Box;
            int group = _states[_rows[row]].Group;
            for (int column = 0; column < _columnCount; column++)
            {
                ref readonly Core.Detection detection = ref _detections[_columns[column]];
                costs[cell++] = LookAlikes.GroupOf(detection.Class) == group ? 1 - box.IntersectionOverUnion(detection.Box) : Never;
            }
        }

        ReadOnlySpan<int> answer = _assignment.Solve(costs, _rowCount, _columnCount, limit);
        for (int row = 0; row < answer.Length; row++)
        {
            if (answer[row] != Assignment.Alone)
            {
                int detection = _columns[answer[row]];
                _states[_rows[row]].Match(_detections[detection], _at, sure);
                _detections.TakeOut(detection);
            }
        }
    }
}
