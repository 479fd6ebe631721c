namespace Vigie.Contract;

/// <summary>The integer keys of a gap record in CBOR. A number is never reused; new ones follow behind.</summary>
public enum GapKey
{
    /// <summary>Array, as in an event.</summary>
    Identity = 1,

    /// <summary>Milliseconds since 1970 UTC.</summary>
    Time = 2,

    /// <summary>Number of the lane.</summary>
    Lane = 3,

    /// <summary>Number of the reason.</summary>
    Reason = 4,

    /// <summary>How many records.</summary>
    Count = 5,

    /// <summary>Array: boot counter, boot nonce, sequence of the first lost record; absent where damage hides it.</summary>
    First = 6,

    /// <summary>Array: boot counter, boot nonce, sequence of the last lost record; absent where damage hides it.</summary>
    Last = 7,
}
