using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Geometry;

namespace Vigie.Scene.Rules.Intrusion;

/// <summary>
/// The foot point of a person or vehicle enters or stays in a zone for the dwell time: start; still there: update; out for the
/// clear time, or the track ended: end. What is not seen is held: neither hidden nor unlooked-at objects come or go.
/// </summary>
internal sealed class IntrusionRule : Rule
{
    // Boxes tremble by a few hundredths of their height from frame to frame. Who is inside is out only when further than this part
    // of its own height beyond the edge.
    private const float LeaveMargin = 0.1f;

    // The unit square's right and lower edges belong to the frame: a zone that ends there contains who stands there.
    private const float LastInside = 1 - 1e-6f;

    private readonly IntrusionSettings _settings;
    private readonly FrameFormat _format;
    private readonly Presence[] _presences;
    private int _count;

    public IntrusionRule(IntrusionSettings settings, FrameFormat format, int maximumTracks)
    {
        _settings = settings;
        _format = format;
        _presences = new Presence[maximumTracks];
    }

    public override void Step(TimeSpan at, ReadOnlySpan<Track> tracks, SignalWriter signals)
    {
        ForgetEnded(at, tracks, signals);
        foreach (ref readonly Track track in tracks)
        {
            if (track.Seen)
            {
                See(track, at);
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

    public override void Finish(TimeSpan at, SignalWriter signals) => ForgetEnded(at, [], signals);

    private void ForgetEnded(TimeSpan at, ReadOnlySpan<Track> tracks, SignalWriter signals)
    {
        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            if (IsAmong(tracks, _presences[i].Track))
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

    private void See(in Track track, TimeSpan at)
    {
        int index = IndexOf(track.Number);
        if (!IsInside(track, wasInside: index >= 0 && _presences[index].LeftAt is null))
        {
            if (index >= 0)
            {
                _presences[index].SeeOutside(track, at);
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

    private bool IsInside(in Track track, bool wasInside)
    {
        if (!_settings.Classes.Contains(track.Class))
        {
            return false;
        }

        // The filter's box may reach beyond the frame; what can be seen of the object stands at the frame's edge.
        Point foot = track.Box.Foot;
        var place = new Point(
            Math.Clamp(foot.X / _format.Width, 0, LastInside), Math.Clamp(foot.Y / _format.Height, 0, LastInside));
        return _settings.Zone.Shape.Contains(place)
            || (wasInside && _settings.Zone.Shape.DistanceToEdge(place) <= LeaveMargin * track.Box.Height / _format.Height);
    }

    private bool IsOpenAfterSpeaking(ref Presence presence, TimeSpan at, SignalWriter signals)
    {
        if (presence.LeftAt is TimeSpan left)
        {
            // A dwell that was broken off begins anew; a signal waits for the clear time.
            if (presence.Signal == 0)
            {
                return false;
            }

            if (at - left >= _settings.Clear)
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
        if (presence.Signal == 0 && at - presence.Since >= _settings.Dwell)
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
        EventKind.Intrusion, phase, presence.Signal, at, _settings.Zone.Number, presence.Class,
        presence.Confidence, presence.Box, presence.Track, presence.Since);

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

    private static bool IsAmong(ReadOnlySpan<Track> tracks, int number)
    {
        foreach (ref readonly Track track in tracks)
        {
            if (track.Number == number)
            {
                return true;
            }
        }

        return false;
    }
}
