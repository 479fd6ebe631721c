using Vigie.Contract;

namespace Vigie.Scene.Rules;

/// <summary>Numbers signals and collects what rules say of one frame.</summary>
public sealed class SignalWriter
{
    private readonly SceneEvent[] _events;
    private int _count;
    private int _lastSignal;

    internal SignalWriter(int capacity) => _events = new SceneEvent[capacity];

    internal ReadOnlySpan<SceneEvent> Events => _events.AsSpan(0, _count);

    /// <summary>Something begins.</summary>
    /// <param name="first">The event; its phase and signal number are set here.</param>
    /// <returns>The new signal's number, for its updates and its end.</returns>
    public int Start(in SceneEvent first)
    {
        Add(first with { Phase = EventPhase.Start, Signal = ++_lastSignal });
        return _lastSignal;
    }

    /// <summary>Something goes on, or is over.</summary>
    public void Continue(in SceneEvent next) => Add(next);

    internal void Clear() => _count = 0;

    // A rule says at most one thing of a track in a frame; the array is as long as that allows.
    private void Add(in SceneEvent said) => _events[_count++] = said;
}
