namespace Vigie.Trust.Mandates;

/// <summary>What a notice is about. The names are the journal's.</summary>
public enum MandateNoticeKind
{
    /// <summary>A mandate is in force from now on.</summary>
    InForce = 1,

    /// <summary>A mandate lies here and waits for its first second, or for trusted time.</summary>
    Waits,

    /// <summary>A mandate is over.</summary>
    Ended,

    /// <summary>A mandate is not used: revoked, or trusted no more.</summary>
    Stopped,

    /// <summary>A mandate was taken off the box, or replaced by a newer version.</summary>
    Removed,

    /// <summary>A mandate ends in 30, 7 or 1 days.</summary>
    EndsSoon,

    /// <summary>The box knows the time for certain.</summary>
    TimeTrusted,

    /// <summary>The box does not know the time for certain: no mandate is in date.</summary>
    TimeLost,

    /// <summary>The system's clock was set back; trusted time goes on.</summary>
    ClockSetBack,

    /// <summary>A document was refused on this box; the hash is that of the file that came.</summary>
    Refused,

    /// <summary>What stopped a mandate is gone: its signer lifted the revocation.</summary>
    Lifted,
}
