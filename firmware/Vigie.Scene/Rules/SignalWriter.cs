using Vigie.Contract;

namespace Vigie.Scene.Rules;

/// <summary>Numbers signals and collects what rules say of one frame, each within its own rate limit.</summary>
public sealed class SignalWriter
{
    // A rule that goes on speaking of a signal that was held back is not heard.
    private const int HeldBack = -1;

    private readonly SceneEvent[] _events;
    private RateLimit _limit = new(RuleSettings.DefaultLimit);
    private int _count;
    private int _lastSignal;

    internal SignalWriter(int capacity) => _events = new SceneEvent[capacity];

    internal ReadOnlySpan<SceneEvent> Events => _events.AsSpan(0, _count);

    /// <summary>Something begins.</summary>
    /// <param name="first">The event; its phase, its signal number and what was held back are set here.</param>
    /// <returns>The new signal's number, for its updates and its end: not 0.</returns>
    public int Start(in SceneEvent first)
    {
        if (!_limit.TryStart(first.At))
        {
            return HeldBack;
        }

        Add(first with { Phase = EventPhase.Start, Signal = ++_lastSignal });
        return _lastSignal;
    }

    /// <summary>Something goes on, or is over.</summary>
    public void Continue(in SceneEvent next)
    {
        if (next.Signal != HeldBack)
        {
            Add(next);
        }
    }

    internal void Clear() => _count = 0;

    internal void SpeakWithin(RateLimit limit) => _limit = limit;

    // A rule says at most two things of a track in a frame; the array is as long as that allows.
    private void Add(in SceneEvent said) => _events[_count++] = said with { Held = _limit.TakeHeld() };
}
