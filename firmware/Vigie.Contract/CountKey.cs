namespace Vigie.Contract;

/// <summary>The integer keys of a count record in CBOR. A number is never reused; new ones follow behind.</summary>
public enum CountKey
{
    /// <summary>Array, as in an event.</summary>
    Identity = 1,

    /// <summary>Context number.</summary>
    Context = 2,

    /// <summary>Camera number.</summary>
    Camera = 3,

    /// <summary>Number of the zone or line.</summary>
    Zone = 4,

    /// <summary>When the interval began: milliseconds since 1970 UTC.</summary>
    Time = 5,

    /// <summary>Length of the interval, seconds.</summary>
    Seconds = 6,

    /// <summary>Seconds of it in which somebody looked.</summary>
    Watched = 7,

    /// <summary>No number is of fewer.</summary>
    Floor = 8,

    /// <summary>Map from class number to counts.</summary>
    Classes = 9,

    /// <summary>Marks; absent where there are none.</summary>
    Flags = 10,
}
