using Microsoft.Extensions.Logging;
using Vigie.Core;

namespace Vigie.Delivery;

/// <summary>
/// Records of one lane that the broker took and the hub has not confirmed yet, in order. The outbox forgets a prefix: what the hub has, and what
/// it need not have. Without a hub in force that is all of them. For one thread.
/// </summary>
internal sealed class Confirmations(
    Lane lane, Outbox outbox, ReceiptDesk desk, TimeSpan patience, Random random, TimeProvider time, ILogger logger)
{
    /// <summary>Most of them: what is beyond waits on disk, unsent. Without payloads, they take 1 MB.</summary>
    public const int Most = 20_000;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    private readonly Backoff _backoff = new(patience, random);
    private readonly Queue<(ulong Number, RecordId Id, long SentAt, bool Waits)> _taken = new();
    private long _notBefore;

    /// <summary>How many wait for the hub.</summary>
    public int Count => _taken.Count;

    /// <summary>Whether there is room for one more.</summary>
    public bool HasRoom => _taken.Count < Most;

    /// <summary>Whether the hub has a record that comes from the disk once more: then it need not be sent.</summary>
    public bool IsHeld(OutboxRecord record) => desk.Hub is not null && desk.Holds(record.Id);

    /// <summary>
    /// The broker took it, or the hub had it already. In the order of their numbers: the outbox forgets all up to the last that is confirmed.
    /// </summary>
    public void Add(OutboxRecord record)
    {
        _taken.Enqueue((record.Number, record.Id, time.GetTimestamp(), Waits(record)));
        Settle();
    }

    /// <summary>Lets the outbox forget what is confirmed.</summary>
    public void Settle()
    {
        bool inForce = desk.Hub is not null;
        ulong? last = null;
        while (_taken.TryPeek(out var oldest) && (!inForce || !oldest.Waits || desk.Holds(oldest.Id)))
        {
            last = _taken.Dequeue().Number;
        }

        if (last is ulong number)
        {
            outbox.Advance(lane, number);
            _backoff.Reset();
        }
    }

    /// <summary>
    /// Whether the hub should have named the oldest by now, and has not: the broker lost it. Asked again no sooner than after a pause.
    /// </summary>
    public bool IsMissed()
    {
        if (desk.Hub is not { } hub || !_taken.TryPeek(out var oldest) || time.GetTimestamp() < _notBefore
            || time.GetElapsedTime(oldest.SentAt, desk.HeardAt) < patience)
        {
            return false;
        }

        _notBefore = time.GetTimestamp() + (long)(_backoff.Next(LongestPause).TotalSeconds * time.TimestampFrequency);
        ReceiptLog.SendingAgain(logger, hub, _taken.Count(record => !desk.Holds(record.Id)), oldest.Id.Sequence);
        return true;
    }

    /// <summary>All of them come from the disk once more.</summary>
    public void Clear() => _taken.Clear();

    // Telemetry expires; a journal's head carries no sequence by which a hub could name it, and the next one says all that it did.
    private bool Waits(OutboxRecord record) => lane == Lane.Signals && record.Message.Topic != "journal";
}
