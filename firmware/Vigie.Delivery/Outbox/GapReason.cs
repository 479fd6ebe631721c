namespace Vigie.Delivery;

/// <summary>Why records will never arrive.</summary>
public enum GapReason
{
    /// <summary>The outbox reached its size limit: telemetry goes first, then the oldest signals.</summary>
    DiskCap = 0,

    /// <summary>The disk was full or refused writes: telemetry already stored made room for signals.</summary>
    DiskFull = 1,

    /// <summary>The disk took nothing for so long that the memory in front of it was full: the newest were refused.</summary>
    MemoryFull = 2,

    /// <summary>Stored bytes were damaged or missing when they were read back.</summary>
    Corrupt = 3,
}
