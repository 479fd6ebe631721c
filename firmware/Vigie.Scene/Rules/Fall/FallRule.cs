using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Scene.Rules.Explanations;

namespace Vigie.Scene.Rules.Fall;

/// <summary>
/// A person who was upright goes down quickly and stays down for the dwell time: start; still: update; up again or gone for the clear
/// time: end. Told by the box, its shape, its height against the person's own when upright, and where its top and foot went; and by postures, where somebody
/// reads those that the rule asks for.
/// </summary>
internal sealed class FallRule : Rule
{
    // Who was not seen upright for so long has lain or sat from the beginning, as far as is known.
    private static readonly TimeSpan KnownUpright = TimeSpan.FromSeconds(1);

    // Of the frame's width and height: a box that comes so near the edge is cut off by it.
    private const float Edge = 0.01f;

    private readonly FallSettings _settings;
    private readonly FrameFormat _format;
    private readonly ZoneTest _zone;
    private readonly Stance[] _persons;
    private readonly PostureReading[] _postures = new PostureReading[SceneRules.PosturesAFrame];
    private int _count;
    private int _read;
    private int _turn;

    public FallRule(FallSettings settings, FrameFormat format, int maximumTracks)
    {
        (_settings, _format) = (settings, format);
        _zone = new ZoneTest(settings.Zone, format);
        _persons = new Stance[maximumTracks];
    }

    public override void Look(ReadOnlySpan<PostureReading> postures)
    {
        _postures.AsSpan().Clear();
        _read = Math.Min(postures.Length, _postures.Length);
        postures[.._read].CopyTo(_postures);
    }

    // Who goes down, or may have: of many, those come first whose turn it is; and those last whom this frame did not show, for the next may.
    public override int Ask(Span<int> tracks)
    {
        int asked = Ask(tracks, seen: true);
        asked += Ask(tracks[asked..], seen: false);
        _turn = _count == 0 ? 0 : (_turn + 1) % _count;
        return asked;
    }

    private int Ask(Span<int> tracks, bool seen)
    {
        int asked = 0;
        for (int i = 0; i < _count && asked < tracks.Length; i++)
        {
            ref Stance person = ref _persons[(_turn + i) % _count];
            if (person.Seen == seen && IsInQuestion(person))
            {
                tracks[asked++] = person.Track;
            }
        }

        return asked;
    }

    public override void Step(TimeSpan at, ReadOnlySpan<Track> tracks, SignalWriter signals)
    {
        foreach (ref Stance person in _persons.AsSpan(0, _count))
        {
            person.Blink();
        }

        foreach (ref readonly Track track in tracks)
        {
            if (track.Seen && _settings.Classes.Contains(track.Class))
            {
                See(track, at, signals);
            }
        }

        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            bool isShown = tracks.Hold(_persons[i].Track);
            if (IsKeptAfterSpeaking(ref _persons[i], at, isShown, signals))
            {
                _persons[kept++] = _persons[i];
            }
        }

        _count = kept;
        // What was read of a person is of this frame.
        Look([]);
    }

    public override void Finish(TimeSpan at, SignalWriter signals)
    {
        for (int i = 0; i < _count; i++)
        {
            End(_persons[i], at, signals);
        }

        _count = 0;
    }

    private void See(in Track track, TimeSpan at, SignalWriter signals)
    {
        int index = IndexOf(track, at);
        if (index < 0 && _count < _persons.Length)
        {
            index = _count++;
            _persons[index] = new Stance(track, at);
        }

        if (index < 0)
        {
            return;
        }

        ref Stance person = ref _persons[index];
        person.Track = track.Number;
        if (person.DownAt is null && IsCutOff(track.Box))
        {
            signals.Note(at, track.Number, RuleReason.RuledOut);
            return;
        }

        person.See(track, at);
        NotePosture(ref person, at);
        if (person.DownAt is null && (HasGoneDown(person, track.Box, at) || HasGoneDownByPosture(person, track.Box, at)) && _zone.Contains(track.Box))
        {
            person.GoDown(at);
            person.See(track, at);
        }
    }

    // A tracker seldom takes the box of one who lies for that of one who stood: then the person has a new number.
    private int IndexOf(in Track track, TimeSpan at)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_persons[i].Track == track.Number)
            {
                return i;
            }
        }

        for (int i = 0; i < _count; i++)
        {
            ref Stance person = ref _persons[i];
            bool continues = person.DownAt is null ? HasGoneDown(person, track.Box, at) : person.LiesAt(track.Box);
            if (!person.Seen && at > person.SeenAt && continues)
            {
                return i;
            }
        }

        return -1;
    }

    private bool IsKeptAfterSpeaking(ref Stance person, TimeSpan at, bool isShown, SignalWriter signals)
    {
        if (person.DownAt is null)
        {
            // Whose track has ended may be found again, lying, a moment later.
            return isShown || (person.UprightFor >= KnownUpright && at - person.SeenAt <= _settings.Within);
        }

        // Who is hidden, or not looked at, lies as before; whose track has ended is gone, unless found again where it lay.
        if (person.Seen || !isShown)
        {
            person.OverAt = !person.Seen || person.IsOver ? person.OverAt ?? at : null;
        }

        if (person.OverAt is { } left)
        {
            signals.Note(at, person.Track, RuleReason.Left, (at - left).TotalSeconds, _settings.Clear.TotalSeconds);
            if (at - left < _settings.Clear && (person.Signal != 0 || !person.Seen))
            {
                return true;
            }

            End(person, at, signals);
            (person.DownAt, person.OverAt, person.Signal) = (null, null, 0);
            return isShown;
        }

        Speak(ref person, at, signals);
        return true;
    }

    private void Speak(ref Stance person, TimeSpan at, SignalWriter signals)
    {
        TimeSpan down = at - person.DownAt!.Value;
        if (!person.Seen)
        {
            return;
        }

        if (person.Signal == 0 && down >= _settings.Dwell && person.IsUpByPosture)
        {
            signals.Note(at, person.Track, RuleReason.RuledOut);
            person.Dismiss();
            return;
        }

        signals.Note(
            at, person.Track, person.Signal == 0 ? RuleReason.Dwelling : RuleReason.SignalOpen, down.TotalSeconds, _settings.Dwell.TotalSeconds);
        if (person.Signal == 0 && down >= _settings.Dwell)
        {
            person.SaidAt = at;
            person.Signal = signals.Start(EventOf(person, EventPhase.Start, at));
        }
        else if (person.Signal != 0 && at - person.SaidAt >= _settings.Update)
        {
            person.SaidAt = at;
            signals.Continue(EventOf(person, EventPhase.Update, at));
        }
    }

    private void End(in Stance person, TimeSpan at, SignalWriter signals)
    {
        if (person.Signal != 0)
        {
            signals.Continue(EventOf(person, EventPhase.End, at));
        }
    }

    private void NotePosture(ref Stance person, TimeSpan at)
    {
        foreach (ref readonly PostureReading reading in _postures.AsSpan(0, _read))
        {
            if (reading.Track == person.Track)
            {
                person.Note(reading.Posture, at);
            }
        }
    }

    private bool IsInQuestion(in Stance person) => person.DownAt is not null
        ? person is { Signal: 0, OverAt: null }
        : person.UprightAt != person.SeenAt && MayGoDown(person, person.SeenAt) && _zone.Contains(person.Box);

    private bool HasGoneDown(in Stance person, in Box box, TimeSpan at) => MayGoDown(person, at) && person.IsDown(box);

    private bool HasGoneDownByPosture(in Stance person, in Box box, TimeSpan at) => MayGoDown(person, at) && person.IsDownByPosture(box);

    private bool MayGoDown(in Stance person, TimeSpan at) => person.UprightFor >= KnownUpright && at - person.UprightAt <= _settings.Within;

    private bool IsCutOff(in Box box) => box.Left <= Edge * _format.Width || box.Top <= Edge * _format.Height
        || box.Right >= (1 - Edge) * _format.Width || box.Bottom >= (1 - Edge) * _format.Height;

    private SceneEvent EventOf(in Stance person, EventPhase phase, TimeSpan at) => new(
        EventKind.Fall, phase, person.Signal, at, _settings.Zone.Number, person.Class, person.Confidence, person.Box, person.Track, person.DownAt!.Value);
}
