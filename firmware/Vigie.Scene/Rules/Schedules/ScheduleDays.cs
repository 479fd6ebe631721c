namespace Vigie.Scene.Rules.Schedules;

/// <summary>Days on which a span of a schedule begins. A listed holiday is a holiday and no day of the week.</summary>
[Flags]
public enum ScheduleDays
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Sundays.</summary>
    Sunday = 1,

    /// <summary>Mondays.</summary>
    Monday = 2,

    /// <summary>Tuesdays.</summary>
    Tuesday = 4,

    /// <summary>Wednesdays.</summary>
    Wednesday = 8,

    /// <summary>Thursdays.</summary>
    Thursday = 16,

    /// <summary>Fridays.</summary>
    Friday = 32,

    /// <summary>Saturdays.</summary>
    Saturday = 64,

    /// <summary>The calendar's holidays.</summary>
    Holiday = 128,

    /// <summary>Every day.</summary>
    All = 255,
}
