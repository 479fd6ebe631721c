namespace Vigie.Contract;

/// <summary>
/// What an event says happened. Numbers 1 to 8 are the eight events of French decree 2023-828, article 3, in its order; a number
/// is never reused. Kinds that the box cannot detect yet have no name here.
/// </summary>
public enum EventKind
{
    /// <summary>An object that a person left, who is away (article 3, 1st event).</summary>
    Abandoned = 1,

    /// <summary>A thing that may be a weapon is held by or next to a person (article 3, 2nd event).</summary>
    Weapon = 2,

    /// <summary>A person or vehicle moves against the direction of a zone (article 3, 3rd event).</summary>
    WrongWay = 3,

    /// <summary>A person or vehicle is in a zone where nobody is to be (article 3, 4th event).</summary>
    Intrusion = 4,

    /// <summary>A person went down and stays down (article 3, 5th event).</summary>
    Fall = 5,

    /// <summary>Many suddenly move together, or apart (article 3, 6th event).</summary>
    CrowdMovement = 6,

    /// <summary>Too many persons are in a zone (article 3, 7th event).</summary>
    Density = 7,

    /// <summary>The foot point of a person or vehicle crossed a line.</summary>
    Line = 9,

    /// <summary>The same person stays in a zone for long.</summary>
    Loitering = 10,

    /// <summary>Several persons stand together for long.</summary>
    Gathering = 11,

    /// <summary>A vehicle is at rest where none may stop.</summary>
    StoppedVehicle = 12,

    /// <summary>How many there were: no kind of an event, but of a rule, a permit and a <see cref="CountRecord"/>.</summary>
    Count = 13,

    /// <summary>The camera is covered, out of focus, turned away or frozen: it does not see what it was put there to see.</summary>
    Tamper = 14,
}
