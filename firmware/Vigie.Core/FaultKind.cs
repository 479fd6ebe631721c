namespace Vigie.Core;

/// <summary>What went wrong, by what is to be done about it. The table is in firmware/README.md.</summary>
public enum FaultKind
{
    /// <summary>What was asked cannot be done as asked: say all complaints at once, change nothing, exit code 2.</summary>
    Config,

    /// <summary>A peer, file or device is not there: retry with back-off; a command ends with exit code 3.</summary>
    Unavailable,

    /// <summary>A peer or device did not answer in time: retry with back-off; exit code 3.</summary>
    Timeout,

    /// <summary>A peer refused us, or a permit is missing: do not hammer, tell people; exit code 4.</summary>
    Denied,

    /// <summary>Bytes are not what they claim to be: quarantine the file and go on; exit code 5.</summary>
    Corrupt,

    /// <summary>Disk, memory or a limit of our own is used up: shed the least valuable load and count it; exit code 6.</summary>
    Exhausted,

    /// <summary>We are wrong: stop that worker, raise an alarm, keep the evidence; exit code 70.</summary>
    Bug,
}
