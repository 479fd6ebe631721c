namespace Vigie.Trust.Journal;

/// <summary>A record that waits for the disk; numbered and chained when it is written.</summary>
/// <param name="Time">Wall time when it was taken.</param>
/// <param name="TimeTrusted">Whether the clock could be trusted then.</param>
/// <param name="Elapsed">Monotonic time since the boot.</param>
/// <param name="Kind">What it says.</param>
/// <param name="Detail">And beyond that.</param>
/// <param name="Durable">Who waits for it, if anybody.</param>
internal sealed record PendingRecord(
    DateTimeOffset Time,
    bool TimeTrusted,
    TimeSpan Elapsed,
    JournalKind Kind,
    JournalDetail Detail,
    TaskCompletionSource<long>? Durable);
