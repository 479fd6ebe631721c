namespace Vigie.Contract;

/// <summary>The integer keys of a receipt in CBOR. A number is never reused; new ones follow behind.</summary>
public enum ReceiptKey
{
    /// <summary>Text: the hub's name.</summary>
    Hub = 1,

    /// <summary>Milliseconds since 1970 UTC.</summary>
    Time = 2,

    /// <summary>Seconds.</summary>
    Lease = 3,

    /// <summary>Array of runs: boot counter, boot nonce, and an array of ranges, each first and last sequence.</summary>
    Runs = 4,
}
