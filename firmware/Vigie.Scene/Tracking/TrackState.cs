using Vigie.Core;
using Vigie.Core.Geometry;

namespace Vigie.Scene.Tracking;

/// <summary>All that is known of one object. Lives in the tracker's array: nothing is allocated for it.</summary>
internal struct TrackState
{
    // Where nobody looks, a box moves on for so long and then stands: the gate that spares the detector does so because nothing
    // moves, and a parked car whose velocity is a thousandth wrong must not have wandered off by the morning.
    private const double CoastsFor = 0.5;

    // Over a longer silence of the stream than this a velocity says nothing.
    private const double ExtrapolatesFor = 1;

    // More steps say nothing new of a straight way.
    private const int MostSteps = 32;

    private BoxFilter _filter;
    private BoxFilter _atLastSight;
    private int _missed;
    private ClassVotes _votes;
    private double _coasted;
    private TimeSpan _unsure;
    private bool _sure;

    /// <summary>Begins with the object's first detection.</summary>
    public TrackState(in Detection detection, TimeSpan at)
    {
        _filter = _atLastSight = new BoxFilter(detection.Box);
        _votes.Add(detection.Class, detection.Score);
        Group = LookAlikes.GroupOf(detection.Class);
        Observed = detection.Box;
        Score = detection.Score;
        Since = LastSeen = at;
        Seen = true;
    }

    /// <summary>Where in its life it stands.</summary>
    public TrackStage Stage { get; private set; }

    /// <summary>From 1 when confirmed, 0 before.</summary>
    public int Number { get; private set; }

    /// <summary>See <see cref="LookAlikes"/>.</summary>
    public int Group { get; }

    /// <summary>The last detection's box.</summary>
    public Box Observed { get; private set; }

    /// <summary>The last detection's score.</summary>
    public float Score { get; private set; }

    /// <summary>Time of the first detection.</summary>
    public TimeSpan Since { get; }

    /// <summary>Time of the last detection.</summary>
    public TimeSpan LastSeen { get; private set; }

    /// <summary>Whether this frame showed it.</summary>
    public bool Seen { get; private set; }

    /// <summary>Estimated box at the time predicted to.</summary>
    public readonly Box Box => _filter.Box;

    /// <summary>Lets time pass before a frame that is looked at.</summary>
    public void Predict(double seconds)
    {
        if (Stage == TrackStage.Lost)
        {
            _filter.FreezeSize();
        }

        Seen = false;
        _sure = false;
        _filter.Predict(seconds, Math.Min(seconds, ExtrapolatesFor));
    }

    /// <summary>Lets time pass in which nobody looks.</summary>
    public void Coast(double seconds)
    {
        Seen = false;
        _filter.FreezeSize();
        _filter.Predict(seconds, Math.Clamp(CoastsFor - _coasted, 0, seconds));
        _coasted += seconds;
    }

    /// <summary>Was looked for and found.</summary>
    /// <param name="detection">As what.</param>
    /// <param name="at">The frame's time.</param>
    /// <param name="sure">Whether the score is high.</param>
    public void Match(in Detection detection, TimeSpan at, bool sure)
    {
        Correct(detection.Box, at);
        _votes.Add(detection.Class, detection.Score);
        Observed = detection.Box;
        Score = detection.Score;
        LastSeen = at;
        Seen = true;
        _sure = sure;
        _coasted = 0;
        _missed = 0;
    }

    // Only where it was looked for all the while: what nobody looked at may have stood still.
    private void Correct(in Box found, TimeSpan at)
    {
        if (_missed > 0 && _coasted == 0)
        {
            _filter = _atLastSight;
            _filter.Retrace(Observed, found, (at - LastSeen).TotalSeconds, Math.Min(_missed + 1, MostSteps));
        }
        else
        {
            _filter.Correct(found);
        }

        _atLastSight = _filter;
    }

    /// <summary>Is made known under this number.</summary>
    public void Confirm(int number)
    {
        Number = number;
        Stage = TrackStage.Followed;
    }

    /// <summary>
    /// Closes a frame that was looked at. Doubtful detections stand for what is half hidden, which does not last; a fixed thing that
    /// looks a little like a person lasts for ever, and must not hold a track whose person went away.
    /// </summary>
    /// <param name="passed">Time since the last frame, looked at or not: while nobody looks, nothing is missed.</param>
    /// <param name="memory">For how long a confirmed track is kept without a sure detection; others are not.</param>
    public void Age(TimeSpan passed, TimeSpan memory)
    {
        _unsure = _sure ? TimeSpan.Zero : _unsure + passed;
        _missed += Seen ? 0 : 1;
        if (_unsure > memory || (Stage == TrackStage.Tentative && !Seen))
        {
            Stage = TrackStage.Ended;
        }
        else if (Stage != TrackStage.Tentative)
        {
            Stage = Seen ? TrackStage.Followed : TrackStage.Lost;
        }
    }

    /// <summary>Ends it.</summary>
    public void End() => Stage = TrackStage.Ended;

    /// <summary>What the other rooms see.</summary>
    public readonly Track ToTrack() => new(Number, _filter.Box, _votes.Winner, Score, Since, LastSeen, Seen);
}
