namespace Vigie.Core;

/// <summary>
/// The kill switch, as the pipeline sees it: while it is pressed, no frame is looked at. Anybody may press it, at once and without a key; only the one who
/// keeps it (Vigie.Trust) can lift it, for whom somebody with a key has signed. Any thread.
/// </summary>
public sealed class AnalyticsSwitch
{
    private readonly Lock _gate = new();
    private volatile bool _pressed;

    /// <summary>A switch and, apart from it, what lifts it.</summary>
    /// <param name="pressed">Whether it was pressed when the box last ran.</param>
    /// <param name="lift">Lifts it; whoever holds this decides what it takes.</param>
    public AnalyticsSwitch(bool pressed, out Action lift)
    {
        _pressed = pressed;
        lift = () => Set(false);
    }

    /// <summary>Told of each change, with the new state, on the thread that made it. It must return at once.</summary>
    public event Action<bool>? Changed;

    /// <summary>Whether it is pressed. Asked for every frame: costs one read.</summary>
    public bool IsPressed => _pressed;

    /// <summary>Presses it. Any number of times.</summary>
    public void Press() => Set(true);

    private void Set(bool pressed)
    {
        lock (_gate)
        {
            bool changed = _pressed != pressed;
            _pressed = pressed;
            if (changed)
            {
                Changed?.Invoke(pressed);
            }
        }
    }
}
