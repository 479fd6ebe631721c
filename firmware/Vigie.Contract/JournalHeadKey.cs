namespace Vigie.Contract;

/// <summary>The integer keys of a journal's head in CBOR. A number is never reused; new ones follow behind.</summary>
public enum JournalHeadKey
{
    /// <summary>Array: boot counter, boot nonce of the journal.</summary>
    Boot = 1,

    /// <summary>Text, <c>SITE/DEVICE</c>.</summary>
    Box = 2,

    /// <summary>Identifier of the journal, 16 bytes.</summary>
    Journal = 3,

    /// <summary>Number of the record that it signs.</summary>
    Number = 4,

    /// <summary>SHA-256 of that record, 32 bytes.</summary>
    Hash = 5,

    /// <summary>Milliseconds since 1970 UTC.</summary>
    Time = 6,

    /// <summary>Whether the box could trust its clock.</summary>
    TimeTrusted = 7,

    /// <summary>Number of the oldest record that is still kept.</summary>
    FirstKept = 8,
}
