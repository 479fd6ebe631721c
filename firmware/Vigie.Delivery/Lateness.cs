using Vigie.Contract;

namespace Vigie.Delivery;

/// <summary>
/// Marks as historical what is sent long after it happened, so that nobody is alarmed by it. What this process made is judged by the monotonic clock.
/// What an earlier one left is judged by its own time against the wall clock; where the two are far apart either way, it is late.
/// </summary>
/// <param name="outbox">Where records come from: knows since when they are in it.</param>
/// <param name="time">Wall clock.</param>
internal sealed class Lateness(Outbox outbox, TimeProvider time)
{
    /// <summary>What to send of a record: the same, or marked.</summary>
    public OutboxRecord Mark(OutboxRecord record) =>
        IsLate(record) && HistoricalMark.TrySet(record.Message.Topic, record.Message.Payload, out byte[]? marked)
            ? record with { Message = record.Message with { Payload = marked } }
            : record;

    private bool IsLate(OutboxRecord record) => outbox.IsLate(record) is { } late
        ? late
        : HistoricalMark.TryReadTime(record.Message.Topic, record.Message.Payload, out DateTimeOffset happened)
            && (time.GetUtcNow() - happened).Duration() > outbox.Recent;
}
