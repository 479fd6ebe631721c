namespace Vigie.Contract;

/// <summary>The integer keys of an event in CBOR. A number is never reused; new ones follow behind.</summary>
public enum EventKey
{
    /// <summary>Array: boot counter, boot nonce, sequence; unless it is its topic's first, also sequence - previous.</summary>
    Identity = 1,

    /// <summary>Context number.</summary>
    Context = 2,

    /// <summary>Camera number.</summary>
    Camera = 3,

    /// <summary>What happened.</summary>
    Kind = 4,

    /// <summary>Update or end; absent in a start.</summary>
    Phase = 5,

    /// <summary>Signal number; absent in a start, whose own sequence it is.</summary>
    Signal = 6,

    /// <summary>Milliseconds since 1970 UTC.</summary>
    Time = 7,

    /// <summary>Class number, in a start.</summary>
    Class = 8,

    /// <summary>Percent.</summary>
    Confidence = 9,

    /// <summary>Number of a zone or line.</summary>
    Zone = 10,

    /// <summary>In a start. Five bytes: left, top, width, height in per mille, each 10 bits, the highest first.</summary>
    Box = 11,

    /// <summary>How many.</summary>
    Count = 12,

    /// <summary>Bits of <see cref="EventMarks"/>; absent where none is set.</summary>
    Flags = 13,

    /// <summary>Signals of the same rule that a rate limit held back since its last event; absent where there were none.</summary>
    Held = 14,

    /// <summary>Speed in km/h, of kinds that tell; absent where nobody can say.</summary>
    Speed = 15,

    /// <summary>What is wrong with the camera, of kind <see cref="EventKind.Tamper"/>.</summary>
    Fault = 16,
}
