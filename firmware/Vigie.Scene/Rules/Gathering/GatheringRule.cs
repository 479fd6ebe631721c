using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Scene.Ground;
using Vigie.Scene.Rules.Explanations;

namespace Vigie.Scene.Rules.Gathering;

/// <summary>
/// So many persons stand together for the dwell time: start, with how many; still together: update; apart for the clear time: end.
/// A gathering keeps its signal while it grows, shrinks and splits (the larger part is it); who merges into an older one ends.
/// </summary>
internal sealed class GatheringRule : Rule
{
    private readonly GatheringSettings _settings;
    private readonly SceneGround _ground;
    private readonly ZoneTest _zone;
    private readonly Clusters _clusters;
    private readonly int[] _sizes;
    private readonly Membership _membership;
    private readonly Crowd[] _crowds;
    private int _count;
    private int _lastNumber;

    public GatheringRule(GatheringSettings settings, SceneGround ground)
    {
        int maximumTracks = ground.MaximumTracks;
        _ground = ground;
        _settings = settings;
        _zone = new ZoneTest(settings.Zone, ground.Format);
        _clusters = new Clusters(maximumTracks);
        _sizes = new int[maximumTracks];
        _membership = new Membership(maximumTracks);

        // Those together now, and those apart for less than the clear time: neither kind is more than the tracks that make it up.
        _crowds = new Crowd[maximumTracks];
    }

    public override void Step(TimeSpan at, ReadOnlySpan<Track> tracks, SignalWriter signals)
    {
        _membership.Forget(tracks);
        if (!Gather(at, tracks, signals))
        {
            return;
        }

        FollowAll(at, signals);
        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            if (IsOpenAfterSpeaking(ref _crowds[i], at, signals))
            {
                _crowds[kept++] = _crowds[i];
            }
            else
            {
                _membership.Dissolve(_crowds[i].Number);
            }
        }

        _count = kept;
    }

    public override void Finish(TimeSpan at, SignalWriter signals)
    {
        for (int i = 0; i < _count; i++)
        {
            End(_crowds[i], at, signals);
        }

        _count = 0;
        _membership.Forget([]);
    }

    // Who is hidden stands where the tracker believes; a frame in which nobody at all is seen says nothing.
    private bool Gather(TimeSpan at, ReadOnlySpan<Track> tracks, SignalWriter signals)
    {
        _clusters.Clear();
        bool looked = tracks.IsEmpty;
        for (int i = 0; i < tracks.Length; i++)
        {
            ref readonly Track track = ref tracks[i];
            looked |= track.Seen;
            bool isAmong = _settings.Classes.Contains(track.Class);
            if (isAmong && _zone.Contains(track.Box))
            {
                _clusters.Add(track, _ground.Tracks[i], _settings.Distance);
            }
            else
            {
                signals.Note(at, track.Number, isAmong ? RuleReason.Outside : RuleReason.ClassNotAmong);
            }
        }

        return looked;
    }

    private void FollowAll(TimeSpan at, SignalWriter signals)
    {
        Array.Clear(_sizes);
        for (int member = 0; member < _clusters.Count; member++)
        {
            _sizes[_clusters.RootOf(member)]++;
        }

        for (int member = 0; member < _clusters.Count; member++)
        {
            int size = _sizes[_clusters.RootOf(member)];
            if (size < _settings.Persons)
            {
                signals.Note(at, _clusters[member].Number, RuleReason.TooFew, size, _settings.Persons, "persons");
            }
        }

        // The largest first: where a gathering splits, the larger part keeps its signal.
        while (LargestLeft() is int root)
        {
            Follow(root, at, signals);
            _sizes[root] = 0;
        }
    }

    private int? LargestLeft()
    {
        int largest = 0;
        for (int root = 1; root < _clusters.Count; root++)
        {
            largest = _sizes[root] > _sizes[largest] ? root : largest;
        }

        return _clusters.Count > 0 && _sizes[largest] >= _settings.Persons ? largest : null;
    }

    private void Follow(int root, TimeSpan at, SignalWriter signals)
    {
        int index = OldestKnown(root, at);
        if (index < 0)
        {
            if (_count == _crowds.Length)
            {
                return;
            }

            index = _count++;
            _crowds[index] = new Crowd(++_lastNumber, at);
        }

        Box around = _clusters[root].Box;
        double scores = 0;
        _membership.Dissolve(_crowds[index].Number);
        for (int member = 0; member < _clusters.Count; member++)
        {
            if (_clusters.RootOf(member) == root)
            {
                around = around.Around(_clusters[member].Box);
                scores += _clusters[member].Score;
                _membership.Join(_clusters[member].Number, _crowds[index].Number);
                signals.Note(
                    at, _clusters[member].Number, _crowds[index].Signal == 0 ? RuleReason.Dwelling : RuleReason.SignalOpen,
                    (at - _crowds[index].Since).TotalSeconds, _settings.Dwell.TotalSeconds);
            }
        }

        _crowds[index].See(_sizes[root], around, scores, at);
    }

    /// <summary>The oldest gathering that one of the cluster belonged to and that has not been seen in this frame; -1 where there is none.</summary>
    private int OldestKnown(int root, TimeSpan at)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_crowds[i].SeenAt == at)
            {
                continue;
            }

            for (int member = 0; member < _clusters.Count; member++)
            {
                if (_clusters.RootOf(member) == root && _membership.Of(_clusters[member].Number) == _crowds[i].Number)
                {
                    return i;
                }
            }
        }

        return -1;
    }

    private bool IsOpenAfterSpeaking(ref Crowd crowd, TimeSpan at, SignalWriter signals)
    {
        if (crowd.SeenAt != at)
        {
            crowd.LeftAt ??= at;
            if (at - crowd.LeftAt < _settings.Clear)
            {
                return true;
            }

            End(crowd, at, signals);
            return false;
        }

        if (crowd.Signal == 0 && at - crowd.Since >= _settings.Dwell)
        {
            crowd.Signal = signals.Start(EventOf(crowd, EventPhase.Start, at));
            (crowd.SaidAt, crowd.SaidCount) = (at, crowd.Count);
        }
        else if (crowd.Signal != 0 && (at - crowd.SaidAt >= _settings.Update || Level.IsAnother(crowd.Count, crowd.SaidCount)))
        {
            signals.Continue(EventOf(crowd, EventPhase.Update, at));
            (crowd.SaidAt, crowd.SaidCount) = (at, crowd.Count);
        }

        return true;
    }

    private void End(in Crowd crowd, TimeSpan at, SignalWriter signals)
    {
        if (crowd.Signal != 0)
        {
            signals.Continue(EventOf(crowd, EventPhase.End, at) with { Count = crowd.Most });
        }
    }

    private SceneEvent EventOf(in Crowd crowd, EventPhase phase, TimeSpan at) => new(
        EventKind.Gathering, phase, crowd.Signal, at, _settings.Zone.Number, 0, crowd.Confidence, crowd.Box, 0, crowd.Since)
    {
        Count = crowd.Count,
    };
}
