namespace Vigie.Contract;

/// <summary>Why records will never arrive.</summary>
public enum LossReason
{
    /// <summary>The outbox reached the size that it may have.</summary>
    DiskCap = 0,

    /// <summary>The disk was full or refused writes, and stored telemetry made room.</summary>
    DiskFull = 1,

    /// <summary>The disk took nothing for so long that memory was full.</summary>
    MemoryFull = 2,

    /// <summary>Stored bytes were damaged when they were read back.</summary>
    Corrupt = 3,
}
