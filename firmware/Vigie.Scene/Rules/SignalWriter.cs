using Vigie.Contract;
using Vigie.Scene.Rules.Explanations;

namespace Vigie.Scene.Rules;

/// <summary>
/// Numbers signals and collects what rules say of one frame, each within its own rate limit and after its own shadow time; and takes, where
/// somebody asked, why they did or did not speak.
/// </summary>
public sealed class SignalWriter
{
    // A rule that goes on speaking of a signal that was held back is not heard.
    private const int HeldBack = -1;

    private readonly SceneEvent[] _events;
    private readonly RuleTrace? _trace;
    private readonly List<IntervalCount> _counts = [];
    private RuleWatch? _speaker;
    private int _count;
    private int _lastSignal;

    internal SignalWriter(int capacity, RuleTrace? trace = null) => (_events, _trace) = (new SceneEvent[capacity], trace);

    /// <summary>Whether somebody asked why: what costs something to find out is found out only then.</summary>
    public bool Explains => _trace is not null;

    internal ReadOnlySpan<SceneEvent> Events => _events.AsSpan(0, _count);

    /// <summary>
    /// Says why a rule is silent, or is not, about a track in this frame: one reason a track and frame. The same reason in the next frame
    /// makes one spell. Free where nobody asked.
    /// </summary>
    /// <param name="at">The frame's time.</param>
    /// <param name="track">The track's number; 0: many, or the rule itself.</param>
    /// <param name="reason">Why.</param>
    /// <param name="reached">What was reached, where the reason has a measure.</param>
    /// <param name="asked">What it takes; 0: no measure.</param>
    /// <param name="unit">Unit of both: a constant.</param>
    public void Note(TimeSpan at, int track, RuleReason reason, double reached = 0, double asked = 0, string unit = "s")
    {
        if (_trace is not null)
        {
            _trace.Note(new RuleSpell(Speaker, track, reason, at, at, reached, asked, unit));
        }
    }

    /// <summary>Something begins.</summary>
    /// <param name="first">The event; its phase, its signal number and what was held back are set here.</param>
    /// <returns>The new signal's number, for its updates and its end: not 0.</returns>
    public int Start(in SceneEvent first)
    {
        if (_speaker is { } speaker)
        {
            bool isWithinLimit = speaker.Limit.TryStart(first.At);
            if (speaker.IsInShadow)
            {
                CountShadow(speaker, first, isWithinLimit);
                return HeldBack;
            }

            if (!isWithinLimit)
            {
                Mark(first, RuleReason.HeldBack);
                return HeldBack;
            }
        }

        Add(first with { Phase = EventPhase.Start, Signal = ++_lastSignal });
        Mark(first, RuleReason.Started);
        return _lastSignal;
    }

    /// <summary>Something goes on, or is over.</summary>
    public void Continue(in SceneEvent next)
    {
        if (next.Signal != HeldBack)
        {
            Add(next);
            Mark(next, next.Phase == EventPhase.End ? RuleReason.Ended : RuleReason.Updated);
        }
    }

    /// <summary>An interval of the clock came to this.</summary>
    public void Report(IntervalCount count) => _counts.Add(count);

    internal IReadOnlyList<IntervalCount> Counts => _counts;

    internal void Clear()
    {
        _count = 0;
        _counts.Clear();
    }

    /// <summary>Whose rule speaks now; null: one without a limit, whose words nobody sends.</summary>
    internal void SpeakFor(RuleWatch? speaker) => _speaker = speaker;

    private int Speaker => _speaker?.Index ?? 0;

    private void CountShadow(RuleWatch speaker, in SceneEvent first, bool isWithinLimit)
    {
        if (isWithinLimit)
        {
            speaker.CountShadow(first);
            Mark(first, RuleReason.InShadow);
        }
        else
        {
            speaker.Shadow!.Hold();
            Mark(first, RuleReason.HeldBack);
        }
    }

    private void Mark(in SceneEvent said, RuleReason reason)
    {
        if (_trace is not null)
        {
            _trace.Mark(new RuleSpell(Speaker, said.Track, reason, said.At, said.At, 0, 0, ""));
        }
    }

    // A rule says at most two things of a track in a frame; the array is as long as that allows.
    private void Add(in SceneEvent said) => _events[_count++] = said with { Held = _speaker?.Limit.TakeHeld() ?? 0 };
}
