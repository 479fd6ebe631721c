namespace Vigie.Contract;

/// <summary>The integer keys of a clock record in CBOR. A number is never reused; new ones follow behind.</summary>
public enum ClockKey
{
    /// <summary>Array, as in an event.</summary>
    Identity = 1,

    /// <summary>Milliseconds since 1970 UTC.</summary>
    Time = 2,

    /// <summary>Milliseconds since 1970 UTC, by the clock as it went before; absent where it was not set.</summary>
    Was = 3,

    /// <summary>Milliseconds; absent where nobody vouches for the clock.</summary>
    Uncertainty = 4,
}
