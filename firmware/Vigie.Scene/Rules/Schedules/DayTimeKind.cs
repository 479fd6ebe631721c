namespace Vigie.Scene.Rules.Schedules;

/// <summary>What a time of day goes by.</summary>
public enum DayTimeKind
{
    /// <summary>The clock of the place.</summary>
    Clock,

    /// <summary>Sunrise.</summary>
    Sunrise,

    /// <summary>Sunset.</summary>
    Sunset,
}
