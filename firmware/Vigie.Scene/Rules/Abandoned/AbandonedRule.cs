using Vigie.Contract;
using Vigie.Core;
using Vigie.Scene.Rules.Explanations;

namespace Vigie.Scene.Rules.Abandoned;

/// <summary>
/// An object that a person brought rests, and its owner has been away for the dwell time: start; still: update; the owner is back, or
/// the object was moved or is gone, for the clear time: end. What nobody was seen to bring never counts.
/// </summary>
internal sealed class AbandonedRule : Rule
{
    // What is found in the first moments was there before.
    private static readonly TimeSpan Acquaintance = TimeSpan.FromSeconds(5);

    // An object is often told from its owner only when the two part.
    private static readonly TimeSpan OwnerSought = TimeSpan.FromSeconds(1);

    // Who is found where an owner was lost, so soon after, is the owner.
    private static readonly TimeSpan OwnerFoundAgain = TimeSpan.FromSeconds(5);

    private readonly AbandonedSettings _settings;
    private readonly ZoneTest _zone;
    private readonly Belongings _belongings;
    private TimeSpan? _began;

    public AbandonedRule(AbandonedSettings settings, FrameFormat format, int maximumTracks)
    {
        _settings = settings;
        _zone = new ZoneTest(settings.Zone, format);
        _belongings = new Belongings(maximumTracks, settings.Clear);
    }

    public override void Step(TimeSpan at, ReadOnlySpan<Track> tracks, SignalWriter signals)
    {
        _began ??= at;
        _belongings.Blink();
        foreach (ref readonly Track track in tracks)
        {
            if (_settings.Classes.Contains(track.Class))
            {
                See(track, at, signals);
            }
        }

        _belongings.Lose(at);
        for (int i = 0; i < _belongings.Count; i++)
        {
            Judge(ref _belongings[i], at, tracks, signals);
        }

        _belongings.Forget(at);
    }

    public override void Finish(TimeSpan at, SignalWriter signals)
    {
        for (int i = 0; i < _belongings.Count; i++)
        {
            End(ref _belongings[i], at, signals);
        }

        _belongings.Clear();
        _began = null;
    }

    private void See(in Track track, TimeSpan at, SignalWriter signals)
    {
        int index = _belongings.IndexOf(track);
        if (index >= 0)
        {
            _belongings[index].See(track);
        }
        else if (!_zone.Contains(track.Box))
        {
            signals.Note(at, track.Number, RuleReason.Outside);
        }
        else if (track.Seen)
        {
            _belongings.TryAdd(new Belonging(track, at, fixture: at - _began < Acquaintance));
        }
    }

    private void Judge(ref Belonging item, TimeSpan at, ReadOnlySpan<Track> tracks, SignalWriter signals)
    {
        bool moved = item.LostAt is null && item.HasMoved;
        if (moved && item.Signal == 0)
        {
            item.Settle(at);
            moved = false;
        }

        FollowOwner(ref item, at, tracks);
        bool over = moved || item.LostAt is not null || item.AwayAt is null;
        item.OverAt = over ? item.OverAt ?? at : null;
        if (item.Signal != 0 && over && at - item.OverAt >= _settings.Clear)
        {
            End(ref item, at, signals);
            item.Settle(at);
        }
        else if (item.Seen && !over)
        {
            Speak(ref item, at, tracks, signals);
        }
    }

    private void FollowOwner(ref Belonging item, TimeSpan at, ReadOnlySpan<Track> tracks)
    {
        // As long as it is carried, and a moment longer, its owner is who is nearest.
        bool isSought = item.Signal == 0 && !item.IsFixture && item.LostAt is null && at - item.Begun <= OwnerSought;
        if (isSought && Owners.TryFind(tracks, item.Box, out Track owner))
        {
            item.Own(owner);
        }
        else if (item.Owner == 0)
        {
            item.IsFixture |= !isSought && item.LostAt is null;
            return;
        }

        bool isKnown = TryFollow(item, at, tracks, out Track now);
        if (isKnown)
        {
            item.Own(now);
        }

        bool away = !isKnown || Owners.Distance(now.Box, item.Box) > _settings.Distance;
        item.AwayAt = away ? item.AwayAt ?? at : null;
    }

    private bool TryFollow(in Belonging item, TimeSpan at, ReadOnlySpan<Track> tracks, out Track owner)
    {
        foreach (ref readonly Track track in tracks)
        {
            if (track.Number == item.Owner)
            {
                owner = track;
                return true;
            }
        }

        owner = default;
        return (item.AwayAt is null || at - item.AwayAt <= OwnerFoundAgain)
            && Owners.Distance(item.OwnerBox, item.Box) <= _settings.Distance && Owners.TryFindAgain(tracks, item.OwnerBox, out owner);
    }

    private void Speak(ref Belonging item, TimeSpan at, ReadOnlySpan<Track> tracks, SignalWriter signals)
    {
        TimeSpan away = at - item.AwayAt!.Value;
        if (item.Signal != 0)
        {
            signals.Note(at, item.Track, RuleReason.SignalOpen, away.TotalSeconds, _settings.Dwell.TotalSeconds);
            if (at - item.SaidAt >= _settings.Update)
            {
                item.SaidAt = at;
                signals.Continue(EventOf(item, EventPhase.Update, at));
            }
        }
        else if (Owners.IsWorn(tracks, item.Box))
        {
            signals.Note(at, item.Track, RuleReason.RuledOut);
        }
        else
        {
            signals.Note(at, item.Track, RuleReason.Dwelling, away.TotalSeconds, _settings.Dwell.TotalSeconds);
            if (away >= _settings.Dwell)
            {
                (item.Since, item.SaidAt) = (item.AwayAt.Value, at);
                item.Signal = signals.Start(EventOf(item, EventPhase.Start, at));
            }
        }
    }

    private void End(ref Belonging item, TimeSpan at, SignalWriter signals)
    {
        if (item.Signal != 0)
        {
            signals.Continue(EventOf(item, EventPhase.End, at));
            item.Signal = 0;
        }
    }

    private SceneEvent EventOf(in Belonging item, EventPhase phase, TimeSpan at) => new(
        EventKind.Abandoned, phase, item.Signal, at, _settings.Zone.Number, item.Class, item.Confidence, item.Box, item.Track, item.Since);
}
