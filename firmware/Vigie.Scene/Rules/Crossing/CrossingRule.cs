using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Scene.Rules.Explanations;

namespace Vigie.Scene.Rules.Crossing;

/// <summary>
/// The foot point's way leads over the line, and on until it is clear of it: start, with the direction. Back within the clear time:
/// update, with the other direction. Then, or when the track ends: end.
/// </summary>
internal sealed class CrossingRule : Rule
{
    // Boxes tremble by a few hundredths of their height. Who is within this part of its own height of the line is on neither side.
    private const float Margin = 0.1f;

    private readonly CrossingSettings _settings;
    private readonly Point _from;
    private readonly Point _to;
    private readonly Walker[] _walkers;
    private int _count;

    public CrossingRule(CrossingSettings settings, FrameFormat format, int maximumTracks)
    {
        _settings = settings;
        _from = new Point(settings.Line.From.X * format.Width, settings.Line.From.Y * format.Height);
        _to = new Point(settings.Line.To.X * format.Width, settings.Line.To.Y * format.Height);
        _walkers = new Walker[maximumTracks];
    }

    public override void Step(TimeSpan at, ReadOnlySpan<Track> tracks, SignalWriter signals)
    {
        ForgetEnded(at, tracks, signals);
        foreach (ref readonly Track track in tracks)
        {
            if (!_settings.Classes.Contains(track.Class))
            {
                signals.Note(at, track.Number, RuleReason.ClassNotAmong);
            }
            else if (track.Seen)
            {
                See(track, at, signals);
            }
        }

        foreach (ref Walker walker in _walkers.AsSpan(0, _count))
        {
            if (walker.Signal != 0 && at - walker.CrossedAt >= _settings.Clear)
            {
                End(ref walker, at, signals);
            }
        }
    }

    public override void Finish(TimeSpan at, SignalWriter signals) => ForgetEnded(at, [], signals);

    private void ForgetEnded(TimeSpan at, ReadOnlySpan<Track> tracks, SignalWriter signals)
    {
        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            if (tracks.Hold(_walkers[i].Track))
            {
                _walkers[kept++] = _walkers[i];
            }
            else
            {
                End(ref _walkers[i], at, signals);
            }
        }

        _count = kept;
    }

    private void See(in Track track, TimeSpan at, SignalWriter signals)
    {
        ref Walker walker = ref Find(track);
        Point foot = track.Box.Foot;
        walker.IsAcross ^= Crosses(walker.Foot, foot);
        walker.Foot = foot;
        walker.See(track);
        int side = SideOf(foot, Margin * track.Box.Height);
        if (side == 0)
        {
            signals.Note(at, track.Number, RuleReason.OnTheLine);
            return;
        }

        signals.Note(at, track.Number, Judge(walker, side));

        // Who came round the end of the line is on the other side without having crossed it.
        if (walker.Side != 0 && side != walker.Side && walker.IsAcross)
        {
            Cross(ref walker, at, outward: side < 0, signals);
        }

        walker.Side = side;
        walker.IsAcross = false;
    }

    private static RuleReason Judge(in Walker walker, int side) => true switch
    {
        _ when walker.Signal != 0 => RuleReason.SignalOpen,
        _ when walker.Side != 0 && side != walker.Side && !walker.IsAcross => RuleReason.RoundTheEnd,
        _ => RuleReason.NotAcross,
    };

    private ref Walker Find(in Track track)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_walkers[i].Track == track.Number)
            {
                return ref _walkers[i];
            }
        }

        _walkers[_count] = new Walker(track.Number, track.Box.Foot);
        return ref _walkers[_count++];
    }

    private void Cross(ref Walker walker, TimeSpan at, bool outward, SignalWriter signals)
    {
        walker.CrossedAt = at;
        walker.Outward = outward;
        if (walker.Signal != 0)
        {
            signals.Continue(EventOf(walker, EventPhase.Update, at));
            return;
        }

        walker.Since = at;
        walker.Signal = signals.Start(EventOf(walker, EventPhase.Start, at));
    }

    private void End(ref Walker walker, TimeSpan at, SignalWriter signals)
    {
        if (walker.Signal != 0)
        {
            signals.Continue(EventOf(walker, EventPhase.End, at));
            walker.Signal = 0;
        }
    }

    private SceneEvent EventOf(in Walker walker, EventPhase phase, TimeSpan at) => new(
        EventKind.Line, phase, walker.Signal, at, _settings.Line.Number, walker.Class,
        walker.Confidence, walker.Box, walker.Track, walker.Since)
    {
        Outward = walker.Outward,
    };

    /// <summary>-1 left, 1 right of the line and its extension, seen from its first point; 0 within the margin, in pixels.</summary>
    private int SideOf(Point point, float margin)
    {
        float length = MathF.Sqrt((_to.X - _from.X) * (_to.X - _from.X) + (_to.Y - _from.Y) * (_to.Y - _from.Y));
        float distance = Turn(_from, _to, point) / length;
        return MathF.Abs(distance) <= margin ? 0 : MathF.Sign(distance);
    }

    // Half-open: a way that ends on the line has not crossed it, the one that goes on from there has.
    private bool Crosses(Point before, Point now) =>
        Turn(_from, _to, before) > 0 != Turn(_from, _to, now) > 0
        && Turn(before, now, _from) >= 0 != Turn(before, now, _to) >= 0;

    // Twice the area of the triangle; more than 0 where c lies right of the way from a to b, y pointing down.
    private static float Turn(Point a, Point b, Point c) => (b.X - a.X) * (c.Y - a.Y) - (b.Y - a.Y) * (c.X - a.X);
}
