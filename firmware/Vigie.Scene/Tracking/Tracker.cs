using Vigie.Core;

namespace Vigie.Scene.Tracking;

/// <summary>
/// Follows objects from frame to frame: Kalman filters and association in two stages, as ByteTrack does (Zhang et al., ECCV 2022):
/// first all tracks with the detections of high score, then those left over with the doubtful ones, which carry a track over a gap but
/// neither begin nor keep one. What differs from ByteTrack, and why, is in README.md of this folder. Knows no clock but the frames' times. All memory is allocated at construction. Not safe for threads.
/// </summary>
public sealed class Tracker
{
    private readonly TrackerOptions _options;
    private readonly TrackState[] _states;
    private readonly Track[] _tracks;
    private readonly DetectionList _detections;
    private readonly Association _association;
    private int _count;
    private int _lastNumber;
    private TimeSpan? _lastAt;

    /// <summary>Makes a tracker that has seen nothing yet.</summary>
    /// <exception cref="ArgumentException">Options out of range.</exception>
    public Tracker(TrackerOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaximumTracks);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaximumDetections);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.OcclusionMemory, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Consider, options.Confirm);
        _options = options;
        _states = new TrackState[options.MaximumTracks];
        _tracks = new Track[options.MaximumTracks];
        _detections = new DetectionList(options);
        _association = new Association(_states, _detections, options.MaximumDetections);
    }

    /// <summary>The detector looked at this frame: matches what it found with the tracks.</summary>
    /// <param name="at">The frame's time, later than that of the last call.</param>
    /// <param name="detections">What was found, in any order.</param>
    /// <returns>The confirmed tracks, by number: those seen, and those remembered (<see cref="Track.Seen"/> false). Valid until the next call.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Time ran backwards.</exception>
    public ReadOnlySpan<Track> Step(TimeSpan at, ReadOnlySpan<Detection> detections)
    {
        TimeSpan passed = Advance(at);
        foreach (ref TrackState state in _states.AsSpan(0, _count))
        {
            state.Predict(passed.TotalSeconds);
        }

        _detections.Take(detections);
        _association.Begin(_count, at);
        _association.MatchConfirmed();
        _association.MatchDoubtful();
        _association.MatchTentative();
        AgeAll(passed);
        EndDoubles();
        Forget();
        Begin(at);
        return Publish();
    }

    /// <summary>
    /// Nobody looked at this frame. That is not "saw nothing": no track grows older towards its end, none is confirmed, and a box
    /// moves on for a moment at most.
    /// </summary>
    /// <param name="at">The frame's time, later than that of the last call.</param>
    /// <returns>The confirmed tracks, by number, none of them seen. Valid until the next call.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Time ran backwards.</exception>
    public ReadOnlySpan<Track> Coast(TimeSpan at)
    {
        TimeSpan passed = Advance(at);
        foreach (ref TrackState state in _states.AsSpan(0, _count))
        {
            state.Coast(passed.TotalSeconds);
        }

        return Publish();
    }

    private TimeSpan Advance(TimeSpan at)
    {
        TimeSpan passed = at - (_lastAt ?? at);
        ArgumentOutOfRangeException.ThrowIfLessThan(passed, TimeSpan.Zero, nameof(at));
        _lastAt = at;
        return passed;
    }

    private void AgeAll(TimeSpan passed)
    {
        foreach (ref TrackState state in _states.AsSpan(0, _count))
        {
            state.Age(passed, _options.OcclusionMemory);
            if (state is { Seen: true, Stage: TrackStage.Tentative })
            {
                state.Confirm(++_lastNumber);
            }
        }
    }

    /// <summary>A lost track that lies upon a followed one is the same object, found again as a new one: the lost one ends.</summary>
    private void EndDoubles()
    {
        // ByteTrack's remove_duplicate_stracks.
        const float SameObject = 0.85f;
        Span<TrackState> states = _states.AsSpan(0, _count);
        for (int lost = 0; lost < states.Length; lost++)
        {
            for (int followed = 0; followed < states.Length && states[lost].Stage == TrackStage.Lost; followed++)
            {
                ref TrackState other = ref states[followed];
                if (other.Stage == TrackStage.Followed && other.Group == states[lost].Group
                    && other.Box.IntersectionOverUnion(states[lost].Box) > SameObject)
                {
                    states[lost].End();
                }
            }
        }
    }

    private void Forget()
    {
        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            if (_states[i].Stage != TrackStage.Ended)
            {
                _states[kept++] = _states[i];
            }
        }

        _count = kept;
    }

    private void Begin(TimeSpan at)
    {
        for (int i = 0; i < _detections.High && _count < _states.Length; i++)
        {
            if (!_detections.IsTaken(i) && _detections[i].Score >= LeastOf(_detections[i].Class))
            {
                _states[_count++] = new TrackState(_detections[i], at);
            }
        }
    }

    private float LeastOf(int objectClass) => _options.BeginOf.TryGetValue(objectClass, out float least) ? least : _options.Begin;

    private ReadOnlySpan<Track> Publish()
    {
        int published = 0;
        foreach (ref TrackState state in _states.AsSpan(0, _count))
        {
            if (state.Stage != TrackStage.Tentative)
            {
                _tracks[published++] = state.ToTrack();
            }
        }

        return _tracks.AsSpan(0, published);
    }
}
