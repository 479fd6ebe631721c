namespace Vigie.Contract;

/// <summary>The integer keys of a shadow record in CBOR. A number is never reused; new ones follow behind.</summary>
public enum ShadowKey
{
    /// <summary>Array, as in an event.</summary>
    Identity = 1,

    /// <summary>Context number.</summary>
    Context = 2,

    /// <summary>Camera number.</summary>
    Camera = 3,

    /// <summary>Kind of the rule, numbered as in an event.</summary>
    Kind = 4,

    /// <summary>Number of the rule's zone or line; absent where it has none.</summary>
    Zone = 5,

    /// <summary>What the rule is called.</summary>
    Rule = 6,

    /// <summary>When it was told: milliseconds since 1970 UTC.</summary>
    Time = 7,

    /// <summary>For how long the rule had watched: seconds.</summary>
    Watched = 8,

    /// <summary>No number but 0 is of fewer.</summary>
    Floor = 9,

    /// <summary>Signals that it would have sent; absent where they are few.</summary>
    Signals = 10,

    /// <summary>Further ones that its limit would have held back; absent where they are few.</summary>
    Held = 11,

    /// <summary>Of the signals: arrays of hour of the day and count.</summary>
    Hours = 12,

    /// <summary>Array: parts of the picture side by side, and one above the other.</summary>
    Grid = 13,

    /// <summary>Of the signals: arrays of column, row and count.</summary>
    Cells = 14,
}
