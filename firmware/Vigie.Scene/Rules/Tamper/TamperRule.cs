using Vigie.Contract;
using Vigie.Core;
using Vigie.Scene.Rules.Explanations;

namespace Vigie.Scene.Rules.Tamper;

/// <summary>
/// A fault of the camera's pictures: start; still: update; over for the clear time: end. Another fault ends the first. What a fault is, and how long it takes,
/// is for who looks at pictures to say (<see cref="PictureCondition"/>): the rule knows no pixels.
/// </summary>
internal sealed class TamperRule(TamperSettings settings) : Rule
{
    private TamperFault? _now;
    private TamperFault? _open;
    private TimeSpan _since;
    private TimeSpan _saidAt;
    private TimeSpan? _overAt;
    private int _signal;

    public override bool IsOfCamera => true;

    public override bool HasSaidMoved => _open == TamperFault.Moved;

    public override void Look(PictureCondition picture)
    {
        TamperFault? fault = FaultOf(picture);
        _now = fault is { } known && settings.Faults.Contains(known) ? known : null;
    }

    public override void Step(TimeSpan at, ReadOnlySpan<Track> tracks, SignalWriter signals)
    {
        if (_now is { } fault)
        {
            See(fault, at, signals);
        }
        else if (_open is not null)
        {
            _overAt ??= at;
            TimeSpan over = at - _overAt.Value;
            signals.Note(at, 0, RuleReason.Left, over.TotalSeconds, settings.Clear.TotalSeconds);
            if (over >= settings.Clear || _open == TamperFault.Moved)
            {
                // A moved camera is over when somebody has said so: there is nothing to wait for.
                Finish(at, signals);
            }
        }
        else
        {
            signals.Note(at, 0, RuleReason.PictureGood);
        }
    }

    public override void Finish(TimeSpan at, SignalWriter signals)
    {
        if (_open is { } fault)
        {
            signals.Continue(EventOf(fault, EventPhase.End, at));
        }

        (_open, _overAt, _signal) = (null, null, 0);
    }

    private void See(TamperFault fault, TimeSpan at, SignalWriter signals)
    {
        if (_open is not null && _open != fault)
        {
            Finish(at, signals);
        }

        _overAt = null;
        signals.Note(at, 0, ReasonOf(fault));
        if (_open is null)
        {
            (_open, _since, _saidAt) = (fault, at, at);
            _signal = signals.Start(EventOf(fault, EventPhase.Start, at));
        }
        else if (at - _saidAt >= settings.Update)
        {
            _saidAt = at;
            signals.Continue(EventOf(fault, EventPhase.Update, at));
        }
    }

    private SceneEvent EventOf(TamperFault fault, EventPhase phase, TimeSpan at) =>
        new(EventKind.Tamper, phase, _signal, at, 0, 0, 0, default, 0, _since) { Fault = fault };

    private static TamperFault? FaultOf(PictureCondition picture) => picture switch
    {
        PictureCondition.Covered or PictureCondition.Black => TamperFault.Covered,
        PictureCondition.Defocused => TamperFault.Defocused,
        PictureCondition.Moved => TamperFault.Moved,
        PictureCondition.Frozen => TamperFault.Frozen,
        _ => null,
    };

    private static RuleReason ReasonOf(TamperFault fault) => fault switch
    {
        TamperFault.Covered => RuleReason.PictureCovered,
        TamperFault.Defocused => RuleReason.PictureDefocused,
        TamperFault.Moved => RuleReason.PictureMoved,
        _ => RuleReason.PictureFrozen,
    };
}
