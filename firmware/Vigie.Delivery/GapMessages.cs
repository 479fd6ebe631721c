using Vigie.Contract;

namespace Vigie.Delivery;

/// <summary>Encodes gaps as the contract's <see cref="GapRecord"/>, each following the one before it on the topic.</summary>
/// <param name="encoding">CBOR or JSON.</param>
/// <param name="time">Says when the loss was noticed.</param>
public sealed class GapMessages(WireEncoding encoding, TimeProvider time)
{
    /// <summary>The gap's topic below the device's root.</summary>
    public const string Topic = "gap";

    private readonly SortedSet<RecordId> _named = [];

    /// <summary>The message of one gap. Safe to call again for the same name, which then follows the same one.</summary>
    public OutboxMessage Encode(Gap gap, RecordId id)
    {
        var record = new GapRecord
        {
            Identity = new Identity(Boot.FromNumber(id.Boot), id.Sequence, PreviousOf(id)),
            Time = time.GetUtcNow(),
            Lane = (LossLane)gap.Lane,
            Reason = (LossReason)gap.Reason,
            Count = (long)Math.Min(gap.Count, (ulong)GapRecord.MaximumCount),
            First = Named(gap.First),
            Last = Named(gap.Last),
        };
        return new OutboxMessage(Topic, ContentTypes.Of(encoding), record.Encode(encoding));
    }

    private static Identity? Named(RecordId id) =>
        id == default ? null : new Identity(Boot.FromNumber(id.Boot), id.Sequence, null);

    private uint? PreviousOf(RecordId id)
    {
        _named.Add(id);
        RecordId previous = _named.GetViewBetween(default, id).Reverse().Skip(1).FirstOrDefault();
        // At most one a lane and reason waits to be said: older names are not asked for again.
        while (_named.Count > 4 * GapTable.Slots)
        {
            _named.Remove(_named.Min);
        }

        return previous.Boot == id.Boot && previous != default ? previous.Sequence : null;
    }
}
