namespace Vigie.Contract;

/// <summary>The integer keys of a command in CBOR.</summary>
public enum CommandKey
{
    /// <summary>Number of the action.</summary>
    Action = 1,

    /// <summary>Text, <c>SITE/DEVICE</c>.</summary>
    Box = 2,

    /// <summary>Counts up with each command of one key.</summary>
    Counter = 3,

    /// <summary>Milliseconds since 1970 UTC.</summary>
    Expires = 4,

    /// <summary>Text.</summary>
    Reason = 5,
}
