namespace Vigie.Contract;

/// <summary>Where in the life of a signal an event stands. All events of one signal share its number.</summary>
public enum EventPhase
{
    /// <summary>It began.</summary>
    Start = 0,

    /// <summary>It goes on, or changed.</summary>
    Update = 1,

    /// <summary>It is over.</summary>
    End = 2,
}
