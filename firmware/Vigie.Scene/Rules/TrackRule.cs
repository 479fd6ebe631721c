using Vigie.Contract;
using Vigie.Core;
using Vigie.Scene.Rules.Explanations;

namespace Vigie.Scene.Rules;

/// <summary>
/// A rule of one object at a time: a condition (inside the zone, as a rule) holds for the dwell time: start; still: update; it has not
/// held for the clear time, or the track ended: end. What is not seen is held: neither hidden nor unlooked-at objects come or go.
/// </summary>
internal abstract class TrackRule : Rule
{
    private readonly TrackRuleSettings _settings;
    private readonly ZoneTest _zone;
    private readonly Presence[] _presences;
    private int _count;

    protected TrackRule(TrackRuleSettings settings, FrameFormat format, int maximumTracks)
    {
        _settings = settings;
        _zone = new ZoneTest(settings.Zone, format);
        _presences = new Presence[maximumTracks];
    }

    /// <summary>How long the condition may fail before a dwell that is not yet a signal begins anew.</summary>
    protected virtual TimeSpan Patience => TimeSpan.Zero;

    /// <summary>In how many looks the condition must have held, however long it did.</summary>
    protected virtual int LeastSightings => 1;

    /// <inheritdoc/>
    public override void Step(TimeSpan at, ReadOnlySpan<Track> tracks, SignalWriter signals)
    {
        ForgetEnded(at, tracks, signals);
        foreach (ref readonly Track track in tracks)
        {
            if (track.Seen)
            {
                See(track, at, signals);
            }
        }

        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            if (IsOpenAfterSpeaking(ref _presences[i], at, signals))
            {
                _presences[kept++] = _presences[i];
            }
        }

        _count = kept;
    }

    /// <inheritdoc/>
    public override void Finish(TimeSpan at, SignalWriter signals) => ForgetEnded(at, [], signals);

    private void ForgetEnded(TimeSpan at, ReadOnlySpan<Track> tracks, SignalWriter signals)
    {
        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            if (tracks.Hold(_presences[i].Track))
            {
                _presences[kept++] = _presences[i];
            }
            else
            {
                End(_presences[i], at, signals);
            }
        }

        _count = kept;
    }

    private void See(in Track track, TimeSpan at, SignalWriter signals)
    {
        int index = IndexOf(track.Number);
        if (!Holds(track, held: index >= 0 && _presences[index].LeftAt is null))
        {
            if (index >= 0)
            {
                _presences[index].SeeOutside(track, at);
            }
            else
            {
                SayWhyNot(track, at, signals);
            }

            return;
        }

        if (index < 0)
        {
            index = _count++;
            _presences[index] = new Presence(track, at);
        }

        _presences[index].SeeInside(track, at);
    }

    /// <summary>Whether the condition holds for a track that is seen in this frame; by default, whether it stands in the zone.</summary>
    /// <param name="track">The track.</param>
    /// <param name="held">Whether it held when the track was last seen.</param>
    protected virtual bool Holds(in Track track, bool held) =>
        _settings.Classes.Contains(track.Class) && (held ? _zone.StillContains(track.Box) : _zone.Contains(track.Box));

    /// <summary>Says why a track that is seen in this frame is none of the rule's.</summary>
    protected virtual void SayWhyNot(in Track track, TimeSpan at, SignalWriter signals) =>
        signals.Note(at, track.Number, _settings.Classes.Contains(track.Class) ? RuleReason.Outside : RuleReason.ClassNotAmong);

    /// <summary>How fast a track is, in km/h, in an event of this phase; 0: the rule says nothing of it.</summary>
    protected virtual double SpeedOf(int track, EventPhase phase) => 0;

    private bool IsOpenAfterSpeaking(ref Presence presence, TimeSpan at, SignalWriter signals)
    {
        if (presence.LeftAt is TimeSpan left)
        {
            // A dwell that was broken off begins anew; a signal waits for the clear time.
            TimeSpan given = presence.Signal == 0 ? Patience : _settings.Clear;
            signals.Note(at, presence.Track, RuleReason.Left, (at - left).TotalSeconds, given.TotalSeconds);
            if (at - left >= given)
            {
                End(presence, at, signals);
                return false;
            }
        }
        else if (presence.SeenAt == at)
        {
            Speak(ref presence, at, signals);
        }

        return true;
    }

    private void Speak(ref Presence presence, TimeSpan at, SignalWriter signals)
    {
        TimeSpan dwelt = at - presence.Since;
        signals.Note(at, presence.Track, presence.Signal == 0 ? RuleReason.Dwelling : RuleReason.SignalOpen, dwelt.TotalSeconds, _settings.Dwell.TotalSeconds);
        if (presence.Signal == 0 && dwelt >= _settings.Dwell && presence.Sightings >= LeastSightings)
        {
            presence.Signal = signals.Start(EventOf(presence, EventPhase.Start, at));
            presence.SaidAt = at;
        }
        else if (presence.Signal != 0 && at - presence.SaidAt >= _settings.Update)
        {
            signals.Continue(EventOf(presence, EventPhase.Update, at));
            presence.SaidAt = at;
        }
    }

    private void End(in Presence presence, TimeSpan at, SignalWriter signals)
    {
        if (presence.Signal != 0)
        {
            signals.Continue(EventOf(presence, EventPhase.End, at));
        }
    }

    private SceneEvent EventOf(in Presence presence, EventPhase phase, TimeSpan at) => new(
        _settings.Kind, phase, presence.Signal, at, _settings.Zone.Number, presence.Class,
        presence.Confidence, presence.Box, presence.Track, presence.Since)
    {
        KilometresAnHour = SpeedOf(presence.Track, phase),
    };

    private int IndexOf(int track)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_presences[i].Track == track)
            {
                return i;
            }
        }

        return -1;
    }
}
