using Vigie.Contract;
using Vigie.Core;
using Vigie.Scene.Ground;
using Vigie.Scene.Rules.Explanations;

namespace Vigie.Scene.Rules.CrowdMovement;

/// <summary>
/// Many go much faster than people usually do here, all one way or all apart, for the dwell time: start, with how many; still: update; no more
/// for the clear time: end. What is usual is learnt from the scene itself, and not from what is signalled.
/// </summary>
internal sealed class CrowdMovementRule : Rule
{
    // Sudden is four deviations above what is usual, and at a run: faster than most walk (Weidmann, "Transporttechnik der Fussgänger", 1993: 1.34 m/s,
    // deviation 0.26).
    private const double Deviations = 4;
    private const double SlowestMetres = 1.9;
    private const double SlowestHeights = 1.1;
    private const double Common = 0.7;
    private const double Apart = 0.5;
    private const int FewestToLearnFrom = 2;
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(1);

    private readonly CrowdMovementSettings _settings;
    private readonly SceneGround _ground;
    private readonly ZoneTest _zone;
    private readonly CrowdMotion _motion;
    private readonly UsualPace _usual = new();
    private TimeSpan? _last;
    private TimeSpan? _since;
    private TimeSpan _overAt;
    private TimeSpan _saidAt;
    private int _signal;
    private int _most;
    private double _fastest;

    public CrowdMovementRule(CrowdMovementSettings settings, SceneGround ground)
    {
        (_settings, _ground) = (settings, ground);
        _zone = new ZoneTest(settings.Zone, ground.Format);
        _motion = new CrowdMotion(ground.MaximumTracks);
    }

    public override void Step(TimeSpan at, ReadOnlySpan<Track> tracks, SignalWriter signals)
    {
        if (!Look(tracks))
        {
            return;
        }

        double seconds = _last is null ? 0 : Math.Min((at - _last.Value).TotalSeconds, LongestStep.TotalSeconds);
        _last = at;
        bool isJudging = _usual.Seen >= _settings.Learn.TotalSeconds;
        bool moves = isJudging && _motion.Count >= _settings.Persons && _motion.Median >= Sudden && (_motion.Order >= Common || _motion.Dispersal >= Apart);
        if (!moves && _signal == 0 && _motion.Count >= FewestToLearnFrom)
        {
            _usual.Learn(_motion.Median, seconds);
        }

        Explain(at, isJudging, moves, signals);
        if (moves)
        {
            (_since, _overAt) = (_since ?? at, at);
            Speak(at, signals);
        }
        else if (_signal == 0)
        {
            _since = null;
        }
        else if (at - _overAt >= _settings.Clear)
        {
            End(at, signals);
        }
    }

    public override void Finish(TimeSpan at, SignalWriter signals)
    {
        End(at, signals);
        _last = null;
    }

    private double Sudden =>
        Math.Max(_usual.Mean + Deviations * _usual.Deviation, _ground.Plane is null ? SlowestHeights : SlowestMetres);

    // A frame that nobody looked at says nothing.
    private bool Look(ReadOnlySpan<Track> tracks)
    {
        bool looked = tracks.IsEmpty;
        _motion.Clear();
        for (int i = 0; i < tracks.Length; i++)
        {
            ref readonly Track track = ref tracks[i];
            ref readonly GroundTrack moved = ref _ground.Tracks[i];
            looked |= track.Seen;
            bool isMeasured = track.Seen && moved.HasVelocity && (moved.IsPlaced || _ground.Plane is null);
            if (isMeasured && _settings.Classes.Contains(track.Class) && _zone.Contains(track.Box))
            {
                _motion.Add(track, moved);
            }
        }

        _motion.Measure();
        return looked;
    }

    private void Explain(TimeSpan at, bool isJudging, bool moves, SignalWriter signals)
    {
        if (!isJudging)
        {
            signals.Note(at, 0, RuleReason.Learning, _usual.Seen, _settings.Learn.TotalSeconds);
        }
        else if (moves || _signal != 0)
        {
            signals.Note(at, 0, _signal == 0 ? RuleReason.Dwelling : RuleReason.SignalOpen, (at - (_since ?? at)).TotalSeconds, _settings.Dwell.TotalSeconds);
        }
        else if (_motion.Count < _settings.Persons)
        {
            signals.Note(at, 0, RuleReason.TooFew, _motion.Count, _settings.Persons, "persons");
        }
        else
        {
            signals.Note(at, 0, RuleReason.BelowThreshold, _motion.Median, Sudden, _ground.Plane is null ? "heights/s" : "m/s");
        }
    }

    private void Speak(TimeSpan at, SignalWriter signals)
    {
        if (_signal == 0)
        {
            if (at - _since >= _settings.Dwell)
            {
                (_most, _fastest) = (_motion.Count, _motion.Median);
                _signal = signals.Start(EventOf(EventPhase.Start, at, _motion.Count, _motion.Median));
                _saidAt = at;
            }

            return;
        }

        (_most, _fastest) = (Math.Max(_most, _motion.Count), Math.Max(_fastest, _motion.Median));
        if (at - _saidAt >= _settings.Update)
        {
            signals.Continue(EventOf(EventPhase.Update, at, _motion.Count, _motion.Median));
            _saidAt = at;
        }
    }

    private void End(TimeSpan at, SignalWriter signals)
    {
        if (_signal != 0)
        {
            signals.Continue(EventOf(EventPhase.End, at, _most, _fastest));
        }

        (_signal, _since) = (0, null);
    }

    private SceneEvent EventOf(EventPhase phase, TimeSpan at, int count, double speed) => new(
        EventKind.CrowdMovement, phase, _signal, at, _settings.Zone.Number, 0, _motion.Score, _motion.Around, 0, _since ?? at)
    {
        Count = count,
        KilometresAnHour = _ground.KilometresAnHour(speed),
    };
}
