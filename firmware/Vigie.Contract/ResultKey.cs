namespace Vigie.Contract;

/// <summary>The integer keys of a result in CBOR. A number is never reused; new ones follow behind.</summary>
public enum ResultKey
{
    /// <summary>SHA-256 of what was signed, 32 bytes.</summary>
    Document = 1,

    /// <summary>Milliseconds since 1970 UTC.</summary>
    Time = 2,

    /// <summary>Whether it was done.</summary>
    Done = 3,

    /// <summary>Number of the action; absent for a revocation.</summary>
    Action = 4,

    /// <summary>Counter of the command; absent for a revocation.</summary>
    Counter = 5,

    /// <summary>Text.</summary>
    Words = 6,

    /// <summary>Text: the health record in JSON.</summary>
    Health = 7,
}
