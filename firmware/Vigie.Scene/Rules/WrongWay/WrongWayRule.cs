using Vigie.Contract;
using Vigie.Core;
using Vigie.Scene.Ground;
using Vigie.Scene.Rules.Explanations;

namespace Vigie.Scene.Rules.WrongWay;

/// <summary>
/// Who goes against the zone's arrow for the distance: start; still: update; no more for the clear time, or the track ended: end. What was
/// walked with the arrow is taken off what was walked against it, and who stands or crosses walks neither.
/// </summary>
internal sealed class WrongWayRule : TrackRule
{
    // Against is within 60 degrees of straight against.
    private const double Against = 0.5;

    // Slower than this is standing: metres, or heights, a second. So is what is not clear of its own trembling.
    private const double SlowestMetres = 0.4;
    private const double SlowestHeights = 0.25;
    private const double Tremble = 2;

    // What was not seen for longer was not followed.
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(1);

    private readonly SceneGround _ground;
    private readonly WrongWaySettings _settings;
    private readonly ZoneTest _zone;
    private readonly GroundPoint _way;
    private readonly Length _distance;
    private readonly WrongWalk[] _walks;
    private int _count;

    public WrongWayRule(WrongWaySettings settings, SceneGround ground)
        : base(settings, ground.Format, ground.MaximumTracks)
    {
        (_settings, _ground) = (settings, ground);
        _zone = new ZoneTest(settings.Zone, ground.Format);
        _distance = settings.Distance.In(ground.Plane is not null);
        _walks = new WrongWalk[ground.MaximumTracks];
        ground.TryDirection(settings.From, settings.To, out _way);
    }

    public override void Step(TimeSpan at, ReadOnlySpan<Track> tracks, SignalWriter signals)
    {
        for (int i = 0; i < tracks.Length; i++)
        {
            if (tracks[i].Seen && _settings.Classes.Contains(tracks[i].Class))
            {
                Follow(tracks[i], _ground.Tracks[i], at);
            }
        }

        base.Step(at, tracks, signals);
        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            if (tracks.Hold(_walks[i].Track))
            {
                _walks[kept++] = _walks[i];
            }
        }

        _count = kept;
    }

    public override void Finish(TimeSpan at, SignalWriter signals)
    {
        base.Finish(at, signals);
        _count = 0;
    }

    protected override bool Holds(in Track track, bool held)
    {
        int index = IndexOf(track.Number);
        return index >= 0 && _walks[index] is { IsInside: true, IsAgainst: true } walk && (held || walk.Distance >= _distance.Value);
    }

    protected override void SayWhyNot(in Track track, TimeSpan at, SignalWriter signals)
    {
        int index = IndexOf(track.Number);
        if (index >= 0 && _walks[index].IsInside)
        {
            signals.Note(at, track.Number, RuleReason.BelowThreshold, _walks[index].Distance, _distance.Value, _distance.Unit);
        }
        else
        {
            base.SayWhyNot(track, at, signals);
        }
    }

    protected override double SpeedOf(int track, EventPhase phase)
    {
        int index = IndexOf(track);
        return index < 0 ? 0 : _ground.KilometresAnHour(phase == EventPhase.End ? _walks[index].Fastest : _walks[index].Speed);
    }

    private void Follow(in Track track, in GroundTrack moved, TimeSpan at)
    {
        int index = IndexOf(track.Number);
        bool isInside = index >= 0 && _walks[index].IsInside ? _zone.StillContains(track.Box) : _zone.Contains(track.Box);
        if (index < 0)
        {
            if (!isInside || _count == _walks.Length)
            {
                return;
            }

            index = _count++;
            _walks[index] = new WrongWalk(track.Number, at);
        }

        ref WrongWalk walk = ref _walks[index];
        double seconds = Math.Min((at - walk.SeenAt).TotalSeconds, LongestStep.TotalSeconds);
        walk.See(at, isInside);
        double along = moved.Velocity.Along(_way), speed = moved.Speed;
        bool isMoving = moved.HasVelocity && speed >= (_ground.Plane is null ? SlowestHeights : SlowestMetres) && speed > Tremble * moved.Uncertainty;
        if (!isInside || !isMoving)
        {
            return;
        }

        if (along <= -Against * speed)
        {
            walk.GoAgainst(-along * seconds, speed);
        }
        else if (along > 0)
        {
            walk.GoWith(along * seconds);
        }
    }

    private int IndexOf(int track)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_walks[i].Track == track)
            {
                return i;
            }
        }

        return -1;
    }
}
