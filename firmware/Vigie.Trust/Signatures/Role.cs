namespace Vigie.Trust.Signatures;

/// <summary>What a key may sign. A key has the roles that its anchor says, and no other.</summary>
[Flags]
public enum Role
{
    /// <summary>None: what the box signs itself is checked against its own key, not against an anchor.</summary>
    None = 0,

    /// <summary>Firmware, models, and the list of those that are approved.</summary>
    Maker = 1,

    /// <summary>Configuration and enrolment.</summary>
    Installer = 2,

    /// <summary>Mandates, their revocations, and the profiles that bound them.</summary>
    Authority = 4,

    /// <summary>Commands, answers to signals, and what lifts the kill switch.</summary>
    Operator = 8,

    /// <summary>Receipts, of events and of time.</summary>
    Hub = 16,
}
