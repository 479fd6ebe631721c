using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Scene.Ground;
using Vigie.Scene.Rules.Explanations;

namespace Vigie.Scene.Rules.Density;

/// <summary>
/// Too many in the zone for the dwell time: start, with how many; still: update; clearly fewer for the clear time: end. The number is the mean of
/// the last seconds, because a detector loses and finds one or another from frame to frame.
/// </summary>
internal sealed class DensityRule : Rule
{
    private const double Smoothing = 2;

    // Over is over at four fifths of what is too many.
    private const double Fewer = 0.8;

    private readonly DensitySettings _settings;
    private readonly ZoneTest _zone;
    private TimeSpan? _last;
    private TimeSpan? _over;
    private TimeSpan? _under;
    private TimeSpan _since;
    private TimeSpan _saidAt;
    private double _mean;
    private double _scores;
    private long _sightings;
    private int _most;
    private int _saidCount;
    private int _signal;
    private Box _around;

    public DensityRule(DensitySettings settings, SceneGround ground) =>
        (_settings, _zone) = (settings, new ZoneTest(settings.Zone, ground.Format));

    public override void Step(TimeSpan at, ReadOnlySpan<Track> tracks, SignalWriter signals)
    {
        if (Count(tracks) is not int count)
        {
            return;
        }

        double seconds = _last is null ? double.PositiveInfinity : (at - _last.Value).TotalSeconds;
        _last = at;
        _mean += (count - _mean) * (1 - Math.Exp(-seconds / Smoothing));
        _over = _mean >= _settings.Persons - 1e-3 ? _over ?? at : null;
        _under = _mean < Fewer * _settings.Persons ? _under ?? at : null;
        signals.Note(at, 0, _signal != 0 ? RuleReason.SignalOpen : _over is null ? RuleReason.BelowThreshold : RuleReason.Dwelling, _mean, _settings.Persons, "persons");
        Speak(at, signals);
    }

    public override void Finish(TimeSpan at, SignalWriter signals)
    {
        End(at, signals);
        (_last, _over, _under, _mean) = (null, null, null, 0);
    }

    private int Persons => (int)Math.Round(_mean);

    // Who is hidden stands where the tracker believes; a frame in which nobody at all is seen says nothing.
    private int? Count(ReadOnlySpan<Track> tracks)
    {
        bool looked = tracks.IsEmpty;
        int count = 0;
        double scores = 0;
        Box around = default;
        foreach (ref readonly Track track in tracks)
        {
            looked |= track.Seen;
            if (_settings.Classes.Contains(track.Class) && _zone.Contains(track.Box))
            {
                around = count == 0 ? track.Box : around.Around(track.Box);
                scores += track.Score;
                count++;
            }
        }

        if (!looked)
        {
            return null;
        }

        if (count > 0)
        {
            (_around, _scores, _sightings) = (around, _scores + scores, _sightings + count);
        }

        return count;
    }

    private void Speak(TimeSpan at, SignalWriter signals)
    {
        if (_signal == 0)
        {
            if (_over is TimeSpan over && at - over >= _settings.Dwell)
            {
                (_since, _most) = (over, Persons);
                _signal = signals.Start(EventOf(EventPhase.Start, at, Persons));
                (_saidAt, _saidCount) = (at, Persons);
            }
            else if (_over is null)
            {
                (_scores, _sightings) = (0, 0);
            }

            return;
        }

        _most = Math.Max(_most, Persons);
        if (_under is TimeSpan under && at - under >= _settings.Clear)
        {
            End(at, signals);
        }
        else if (at - _saidAt >= _settings.Update || Level.IsAnother(Persons, _saidCount))
        {
            signals.Continue(EventOf(EventPhase.Update, at, Persons));
            (_saidAt, _saidCount) = (at, Persons);
        }
    }

    private void End(TimeSpan at, SignalWriter signals)
    {
        if (_signal != 0)
        {
            signals.Continue(EventOf(EventPhase.End, at, _most));
            (_signal, _scores, _sightings) = (0, 0, 0);
        }
    }

    private SceneEvent EventOf(EventPhase phase, TimeSpan at, int count) => new(
        EventKind.Density, phase, _signal, at, _settings.Zone.Number, 0, _sightings == 0 ? 0 : (float)(_scores / _sightings), _around, 0, _since)
    {
        Count = count,
    };
}
