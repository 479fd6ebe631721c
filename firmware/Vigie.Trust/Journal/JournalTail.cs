using Vigie.Contract;

namespace Vigie.Trust.Journal;

/// <summary>Where the chain ends: what the next record follows.</summary>
/// <param name="Number">Of the last record; 0 where there is none.</param>
/// <param name="Hash">Of the last record.</param>
/// <param name="Time">Its wall time.</param>
/// <param name="Boot">Its boot.</param>
internal sealed record JournalTail(long Number, ReadOnlyMemory<byte> Hash, DateTimeOffset Time, Boot Boot)
{
    public static JournalTail None { get; } = new(0, JournalRecordCodec.NoHash, DateTimeOffset.UnixEpoch, default);

    public static JournalTail Of(JournalEntry entry) => new(entry.Number, entry.Hash, entry.Time, entry.Boot);
}
