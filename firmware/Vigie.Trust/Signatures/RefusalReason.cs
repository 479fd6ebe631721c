namespace Vigie.Trust.Signatures;

/// <summary>Why a document was refused. The names are the journal's: they are never changed, only added to.</summary>
public enum RefusalReason
{
    /// <summary>More bytes than any document may have.</summary>
    TooLarge = 1,

    /// <summary>Cut short, or no such document at all.</summary>
    Malformed,

    /// <summary>The right content in another encoding than the one that is allowed.</summary>
    NotCanonical,

    /// <summary>A document of another type.</summary>
    OtherType,

    /// <summary>Signed by a key that no anchor names.</summary>
    UnknownKey,

    /// <summary>Signed by a key that is not in date.</summary>
    KeyNotInDate,

    /// <summary>Signed by a known key whose role does not sign such documents.</summary>
    WrongRole,

    /// <summary>The signature is not the key's over these bytes.</summary>
    BadSignature,

    /// <summary>It holds a field that is not known here, and might say anything.</summary>
    UnknownField,

    /// <summary>A field is missing, or outside what it may be.</summary>
    BadField,

    /// <summary>What it says contradicts itself.</summary>
    Contradiction,

    /// <summary>It refers to a profile that is not on this box.</summary>
    UnknownProfile,

    /// <summary>It says more than its profile allows.</summary>
    BeyondProfile,

    /// <summary>Mandate and profile are signed by the same key.</summary>
    OwnProfile,

    /// <summary>It is over.</summary>
    Expired,

    /// <summary>It has not begun.</summary>
    NotYetValid,

    /// <summary>It is for other boxes.</summary>
    OtherBox,

    /// <summary>A newer document of this signer was here before.</summary>
    Replayed,

    /// <summary>Another mandate is in force for the same camera at the same time.</summary>
    TwoAtOnce,

    /// <summary>The authority revoked it.</summary>
    Revoked,

    /// <summary>The box does not know for certain what time it is.</summary>
    NoTrustedTime,

    /// <summary>A file that belongs to it is not the one that was signed.</summary>
    OtherContent,

    /// <summary>It came where no such thing is taken.</summary>
    OtherTopic,

    /// <summary>More came than are looked at.</summary>
    TooMany,

    /// <summary>It was stopped in another way than this lifts.</summary>
    StoppedElsewhere,

    /// <summary>The disk did not take what must be on it first.</summary>
    NotKept,
}
