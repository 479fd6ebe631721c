using Vigie.Contract;
using Vigie.Core;
using Vigie.Scene.Rules.Crossing;
using Vigie.Scene.Rules.Explanations;

namespace Vigie.Scene.Rules.Count;

/// <summary>
/// Counts, by class and interval of the clock, who comes in and goes out of a zone, how many are there and how long they stayed; or who crosses a line. What
/// leaves it has passed <see cref="Suppression"/>.
/// </summary>
internal sealed class CountRule : Rule
{
    private readonly CountSettings _settings;
    private readonly ZoneTest? _zone;
    private readonly CrossingRule? _line;
    private readonly SignalWriter _crossings;
    private readonly ClassTally[] _tallies;
    private readonly Stay[] _stays;
    private int _count;
    private TimeSpan? _last;

    public CountRule(CountSettings settings, FrameFormat format, int maximumTracks)
    {
        _settings = settings;
        _zone = settings.Zone is null ? null : new ZoneTest(settings.Zone, format);
        _line = settings.Line is null ? null : new CrossingRule(new CrossingSettings(settings.Line, settings.Classes, TimeSpan.Zero), format, maximumTracks);

        // Of a track that ended or crossed, a start and its end.
        _crossings = new SignalWriter(2 * maximumTracks);
        _tallies = [.. settings.Classes.Select(_ => new ClassTally())];
        _stays = new Stay[_zone is null ? 0 : maximumTracks];
    }

    public override TimeSpan? Interval => _settings.Every;

    public override void Step(TimeSpan at, ReadOnlySpan<Track> tracks, SignalWriter signals)
    {
        if (_line is not null)
        {
            _crossings.Clear();
            _line.Step(at, tracks, _crossings);
            CountCrossings();
            return;
        }

        TimeSpan since = at - (_last ?? at);
        _last = at;
        ForgetEnded(at, tracks);
        foreach (ref readonly Track track in tracks)
        {
            if (track.Seen)
            {
                See(track, at, signals);
            }
        }

        foreach (ClassTally tally in _tallies)
        {
            tally.Look(since);
        }
    }

    public override void Finish(TimeSpan at, SignalWriter signals)
    {
        // Who is there when nobody looks any more has not gone out.
        _crossings.Clear();
        _line?.Finish(at, _crossings);
        _count = 0;
        _last = null;
        foreach (ClassTally tally in _tallies)
        {
            tally.Leave();
        }
    }

    public override void Close(in ClockInterval interval, SignalWriter signals)
    {
        Dictionary<int, ClassCounts> classes = [];
        for (int i = 0; i < _tallies.Length; i++)
        {
            ClassCounts counts = Suppression.Of(_tallies[i], interval.Watched, _settings.Floor);
            if (!counts.IsEmpty)
            {
                classes[_settings.Classes[i]] = counts;
            }

            _tallies[i].Begin();
        }

        signals.Report(new IntervalCount(_settings.Place, interval, _settings.Floor, classes));
    }

    private void CountCrossings()
    {
        foreach (ref readonly SceneEvent said in _crossings.Events)
        {
            if (said.Phase != EventPhase.End)
            {
                _tallies[_settings.Classes.IndexOf(said.Class)].Cross(said.Outward);
            }
        }
    }

    private void See(in Track track, TimeSpan at, SignalWriter signals)
    {
        int index = IndexOf(track.Number);
        if (index >= 0)
        {
            signals.Note(at, track.Number, RuleReason.Dwelling);
            if (!_zone!.StillContains(track.Box))
            {
                GoOut(index, at);
            }

            return;
        }

        int kind = _settings.Classes.IndexOf(track.Class);
        if (kind < 0)
        {
            signals.Note(at, track.Number, RuleReason.ClassNotAmong);
        }
        else if (!_zone!.Contains(track.Box))
        {
            signals.Note(at, track.Number, RuleReason.Outside);
        }
        else
        {
            _stays[_count++] = new Stay(track.Number, kind, at);
            _tallies[kind].ComeIn();
        }
    }

    private void ForgetEnded(TimeSpan at, ReadOnlySpan<Track> tracks)
    {
        for (int i = _count - 1; i >= 0; i--)
        {
            if (!tracks.Hold(_stays[i].Track))
            {
                GoOut(i, at);
            }
        }
    }

    private void GoOut(int index, TimeSpan at)
    {
        Stay stay = _stays[index];
        _tallies[stay.Kind].GoOut(at - stay.Since);
        _stays[index] = _stays[--_count];
    }

    private int IndexOf(int track)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_stays[i].Track == track)
            {
                return i;
            }
        }

        return -1;
    }
}
