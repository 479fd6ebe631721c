using Microsoft.Extensions.Logging.Abstractions;
using Vigie.Contract;
using Vigie.Delivery;

namespace Vigie.Chaos.Boxes;

/// <summary>Looks into the outbox of a box that does not run.</summary>
internal static class OutboxLook
{
    /// <summary>Names of the events that were not acknowledged.</summary>
    public static HashSet<RecordId> Left(string folder)
    {
        HashSet<RecordId> left = [];
        using Outbox outbox = Outbox.Open(
            new OutboxOptions { Folder = folder }, new GapMessages(WireEncoding.Cbor, TimeProvider.System).Encode, NullLogger.Instance);
        while (outbox.TryRead(Lane.Signals, out OutboxRecord? record))
        {
            if (record.Message.Topic.StartsWith("event/", StringComparison.Ordinal))
            {
                left.Add(record.Id);
            }
        }

        return left;
    }
}
