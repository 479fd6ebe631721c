using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Scene.Ground;
using Vigie.Scene.Rules.Explanations;

namespace Vigie.Scene.Rules.StoppedVehicle;

/// <summary>
/// A vehicle is at rest in the zone for the dwell time: start; still: update; gone, or moving, for the clear time: end. Who waits among others at
/// rest is in a queue, where time counts a third; one that is lost and found at the same place is the same.
/// </summary>
internal sealed class StoppedVehicleRule : Rule
{
    // Overlap with the place where it came to rest. A box trembles by hundredths of its size, and who passes before it cuts off more; a vehicle that
    // creeps has left its place after a third of its length.
    private const float SamePlace = 0.5f;

    // Within three of its own lengths others are ahead of it or behind it.
    private const float Reach = 3;
    private const int QueueFactor = 3;
    private static readonly TimeSpan AtRest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AMoment = TimeSpan.FromSeconds(10);

    private readonly StoppedVehicleSettings _settings;
    private readonly ZoneTest _zone;
    private readonly Rest[] _rests;
    private int _count;

    public StoppedVehicleRule(StoppedVehicleSettings settings, SceneGround ground)
    {
        (_settings, _zone) = (settings, new ZoneTest(settings.Zone, ground.Format));

        // One for each track, and as many that were just lost.
        _rests = new Rest[2 * ground.MaximumTracks];
    }

    public override void Step(TimeSpan at, ReadOnlySpan<Track> tracks, SignalWriter signals)
    {
        for (int i = 0; i < _count; i++)
        {
            _rests[i].IsLost |= !tracks.Hold(_rests[i].Track);
        }

        foreach (ref readonly Track track in tracks)
        {
            if (track.Seen)
            {
                See(track, at, signals);
            }
            else if (IndexOf(track.Number) is var index and >= 0)
            {
                // Behind a lorry, or unlooked at because nothing moves: it is still there.
                _rests[index].ThereAt = at;
            }
        }

        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            if (IsOpenAfterSpeaking(i, at, signals))
            {
                _rests[kept++] = _rests[i];
            }
        }

        _count = kept;
    }

    public override void Finish(TimeSpan at, SignalWriter signals)
    {
        for (int i = 0; i < _count; i++)
        {
            End(_rests[i], at, signals);
        }

        _count = 0;
    }

    private void See(in Track track, TimeSpan at, SignalWriter signals)
    {
        int index = IndexOf(track.Number);
        TimeSpan? rested = null;
        if (index >= 0 && !IsThere(_rests[index], track))
        {
            rested = at - _rests[index].Since >= AtRest ? at : _rests[index].RestedBefore;

            // It moves. One that is signalled waits for the clear time; another begins anew from here.
            if (_rests[index].Signal == 0)
            {
                _rests[index] = _rests[--_count];
            }
            else
            {
                _rests[index].IsLost = true;
            }

            index = -1;
        }

        if (index < 0 && !_settings.Classes.Contains(track.Class))
        {
            signals.Note(at, track.Number, RuleReason.ClassNotAmong);
        }
        else if (index < 0 && !_zone.Contains(track.Box))
        {
            signals.Note(at, track.Number, RuleReason.Outside);
        }
        else if (index >= 0 || TryAdd(track, at, rested, out index))
        {
            (_rests[index].ThereAt, _rests[index].IsLost) = (at, false);
            _rests[index].See(track);
        }
    }

    private bool TryAdd(in Track track, TimeSpan at, TimeSpan? rested, out int index)
    {
        for (index = 0; index < _count; index++)
        {
            if (_rests[index].IsLost && IsThere(_rests[index], track))
            {
                _rests[index].Track = track.Number;
                return true;
            }
        }

        if (_count == _rests.Length)
        {
            return false;
        }

        _rests[_count++] = new Rest(track, at) { RestedBefore = rested };
        return true;
    }

    private static bool IsThere(in Rest rest, in Track track) => rest.Place.IntersectionOverUnion(track.Box) >= SamePlace;

    private bool IsOpenAfterSpeaking(int index, TimeSpan at, SignalWriter signals)
    {
        ref Rest rest = ref _rests[index];
        if (rest.IsLost && at - rest.ThereAt >= _settings.Clear)
        {
            End(rest, at, signals);
            return false;
        }

        if (rest.IsLost)
        {
            return true;
        }

        bool isQueued = rest.Signal == 0 && IsInQueue(index, at);
        rest.Wait(at, isQueued ? QueueFactor : 1);
        signals.Note(
            at, rest.Track, rest.Signal != 0 ? RuleReason.SignalOpen : isQueued ? RuleReason.InQueue : RuleReason.Dwelling, rest.Waited.TotalSeconds, _settings.Dwell.TotalSeconds);
        if (rest.Signal == 0 && rest.Waited >= _settings.Dwell)
        {
            rest.Signal = signals.Start(EventOf(rest, EventPhase.Start, at));
            rest.SaidAt = at;
        }
        else if (rest.Signal != 0 && at - rest.SaidAt >= _settings.Update)
        {
            signals.Continue(EventOf(rest, EventPhase.Update, at));
            rest.SaidAt = at;
        }

        return true;
    }

    // Another vehicle in the zone, near in its own measure, that is at rest, or moves and was at rest a moment ago.
    private bool IsInQueue(int index, TimeSpan at)
    {
        Box place = _rests[index].Place;
        float reach = Reach * MathF.Max(place.Width, place.Height);
        for (int i = 0; i < _count; i++)
        {
            Box other = _rests[i].Place;
            float x = place.Foot.X - other.Foot.X, y = place.Foot.Y - other.Foot.Y;
            bool isWaiting = at - _rests[i].Since >= AtRest || at - _rests[i].RestedBefore <= AMoment;
            if (i != index && !_rests[i].IsLost && isWaiting && x * x + y * y <= reach * reach)
            {
                return true;
            }
        }

        return false;
    }

    private void End(in Rest rest, TimeSpan at, SignalWriter signals)
    {
        if (rest.Signal != 0)
        {
            signals.Continue(EventOf(rest, EventPhase.End, at));
        }
    }

    private SceneEvent EventOf(in Rest rest, EventPhase phase, TimeSpan at) => new(
        EventKind.StoppedVehicle, phase, rest.Signal, at, _settings.Zone.Number, rest.Class, rest.Confidence, rest.Place, rest.Track, rest.Since);

    private int IndexOf(int track)
    {
        for (int i = 0; i < _count; i++)
        {
            if (!_rests[i].IsLost && _rests[i].Track == track)
            {
                return i;
            }
        }

        return -1;
    }
}
