namespace Vigie.Trust.Journal;

/// <summary>What a verification of a journal found. From <see cref="WrongKey"/> on, the journal is not what the box wrote; the worst comes last.</summary>
public enum FindingKind
{
    /// <summary>The oldest records fell to retention and left a signed stub: allowed.</summary>
    Rotated,

    /// <summary>After a crash something was put right, and recorded.</summary>
    Recovered,

    /// <summary>The last records carry no signature: whoever has the disk can have written them. Normal for the moment of a power cut.</summary>
    UnsignedEnd,

    /// <summary>The last bytes are no whole record: what a power cut leaves, until the box starts again.</summary>
    TornEnd,

    /// <summary>The journal says itself that records were lost, because its disk took none.</summary>
    Overflowed,

    /// <summary>Lines of a witness are no heads, or their signature is wrong.</summary>
    BadWitness,

    /// <summary>Signed by another key than the one that was given.</summary>
    WrongKey,

    /// <summary>Bytes in it cannot be read: a bad disk, or a clumsy hand.</summary>
    Damaged,

    /// <summary>Records are missing in the middle.</summary>
    Removed,

    /// <summary>The oldest records are missing, and no stub says that they fell to retention.</summary>
    StartMissing,

    /// <summary>Records stand in another order than they were written in, or twice.</summary>
    Reordered,

    /// <summary>A record is not what the box signed.</summary>
    Edited,

    /// <summary>Records are missing at the end: a witness holds a later head.</summary>
    Truncated,

    /// <summary>Another journal than the one that a witness saw: the old one was taken away.</summary>
    Replaced,

    /// <summary>An older state of the disk was put back, and the box went on from there.</summary>
    Restored,

    /// <summary>The box's key signed two different histories.</summary>
    Forked,
}
