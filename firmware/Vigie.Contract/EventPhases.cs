namespace Vigie.Contract;

/// <summary>The names of event phases, as they stand in JSON.</summary>
public static class EventPhases
{
    /// <summary>The name of a phase: <c>start</c>, <c>update</c> or <c>end</c>.</summary>
    public static string Name(EventPhase phase) => phase switch
    {
        EventPhase.Start => "start",
        EventPhase.Update => "update",
        EventPhase.End => "end",
        _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, "a phase without a name"),
    };

    /// <summary>The phase of this name, if there is one.</summary>
    public static bool TryParse(string name, out EventPhase phase)
    {
        phase = name switch { "update" => EventPhase.Update, "end" => EventPhase.End, _ => EventPhase.Start };
        return name == Name(phase);
    }
}
