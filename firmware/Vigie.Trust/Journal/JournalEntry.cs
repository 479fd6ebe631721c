using Vigie.Contract;

namespace Vigie.Trust.Journal;

/// <summary>One record of the journal, as it was read.</summary>
/// <param name="Number">From 1, without a hole.</param>
/// <param name="Time">Wall time: UTC, whole milliseconds.</param>
/// <param name="TimeTrusted">Whether the box could trust its clock then.</param>
/// <param name="Elapsed">Monotonic time since the journal's boot, which no clock change moves.</param>
/// <param name="Boot">The journal's boot.</param>
/// <param name="Kind">What it says.</param>
/// <param name="Detail">And beyond that.</param>
/// <param name="Previous">SHA-256 of the bytes of the record before it; 32 zeros in the first.</param>
/// <param name="Hash">SHA-256 of its own bytes.</param>
public sealed record JournalEntry(
    long Number,
    DateTimeOffset Time,
    bool TimeTrusted,
    TimeSpan Elapsed,
    Boot Boot,
    JournalKind Kind,
    JournalDetail Detail,
    ReadOnlyMemory<byte> Previous,
    ReadOnlyMemory<byte> Hash)
{
    /// <summary>Whether it is the record that follows another: the next number, and its hash.</summary>
    internal bool Follows(JournalEntry before) => Number == before.Number + 1 && Previous.Span.SequenceEqual(before.Hash.Span);
}
