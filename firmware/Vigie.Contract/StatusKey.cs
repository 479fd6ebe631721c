namespace Vigie.Contract;

/// <summary>The integer keys of a status record in CBOR. A number is never reused; new ones follow behind.</summary>
public enum StatusKey
{
    /// <summary>True while connected.</summary>
    Online = 1,

    /// <summary>Array: boot counter, boot nonce.</summary>
    Boot = 2,

    /// <summary>Version of the software.</summary>
    Software = 3,

    /// <summary>Number of the encoding that the events have.</summary>
    Encoding = 4,

    /// <summary>Why, for people; absent where there is nothing to say.</summary>
    Reason = 5,
}
