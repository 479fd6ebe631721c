using MQTTnet;
using Vigie.Contract;
using Vigie.Delivery;

namespace Vigie.Chaos.Receiving;

/// <summary>What arrived, by name. Safe for threads.</summary>
internal sealed class Arrivals
{
    private const int LatestRuns = 64;
    private readonly Lock _gate = new();
    private readonly HashSet<RecordId> _events = [];
    private readonly Dictionary<RecordId, GapRecord> _gaps = [];
    private readonly Dictionary<ulong, SequenceRanges> _held = [];
    private readonly HashSet<ulong> _fresh = [];
    private string? _broken;

    /// <summary>All that came as an event, twice where it came twice.</summary>
    public long Total { get; private set; }

    /// <summary>What could not be read, or was not what a box writes; null: nothing.</summary>
    public string? Broken => _broken;

    public long Duplicates => Total - Count;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _events.Count;
            }
        }
    }

    /// <summary>How many records the boxes say to have given up.</summary>
    public long GivenUp
    {
        get
        {
            lock (_gate)
            {
                return _gaps.Values.Sum(gap => gap.Count);
            }
        }
    }

    public void Take(MqttApplicationMessage message)
    {
        byte[] payload = System.Buffers.BuffersExtensions.ToArray(message.Payload);
        lock (_gate)
        {
            if (message.Topic.Contains("/event/", StringComparison.Ordinal))
            {
                TakeEvent(payload);
            }
            else if (message.Topic.EndsWith("/gap", StringComparison.Ordinal))
            {
                TakeGap(payload);
            }
        }
    }

    /// <summary>Those of the names that have not come.</summary>
    public List<RecordId> Missing(IEnumerable<RecordId> told)
    {
        lock (_gate)
        {
            return [.. told.Where(id => !_events.Contains(id))];
        }
    }

    /// <summary>Whether each of the names lies within a gap that was said.</summary>
    public bool Explains(IEnumerable<RecordId> missing)
    {
        lock (_gate)
        {
            return missing.All(id => _gaps.Values.Any(gap => gap.First is null || (NameOf(gap.First.Value) <= id && id <= NameOf(gap.Last!.Value))));
        }
    }

    /// <summary>
    /// What there is of the runs of which something came since this was asked before, as many together as a receipt names; fewer only where
    /// there are no more.
    /// </summary>
    public List<ReceivedRun[]> TakeFresh()
    {
        lock (_gate)
        {
            List<ulong[]> receipts = [.. _fresh.Order().Chunk(ReceiptRecord.MostRuns)];
            _fresh.Clear();
            return [.. receipts.Select(fresh => fresh.Union(_held.Keys).Take(ReceiptRecord.MostRuns).Order()
                .Select(boot => new ReceivedRun(Boot.FromNumber(boot), _held[boot].Latest(ReceiptRecord.MostRanges))).ToArray())];
        }
    }

    /// <summary>The latest runs are to be told once more.</summary>
    public void Freshen()
    {
        lock (_gate)
        {
            _fresh.UnionWith(_held.Keys.OrderDescending().Take(LatestRuns));
        }
    }

    private void TakeEvent(byte[] payload)
    {
        Total++;
        if (!EventRecord.TryDecode(payload, WireEncoding.Cbor, out EventRecord record, out string problem))
        {
            _broken ??= problem;
        }
        else if (record.Signal != record.Identity.Sequence || record.Zone != 2 || record.Confidence != 71)
        {
            _broken ??= $"{record.Identity} is not what a box wrote";
        }
        else
        {
            _events.Add(NameOf(record.Identity));
            Hold(record.Identity);
        }
    }

    private void TakeGap(byte[] payload)
    {
        if (GapRecord.TryDecode(payload, WireEncoding.Cbor, out GapRecord? record, out string problem))
        {
            _gaps[NameOf(record.Identity)] = record;
            Hold(record.Identity);
        }
        else
        {
            _broken ??= problem;
        }
    }

    private void Hold(Identity identity)
    {
        ulong boot = identity.Boot.Number;
        if (!_held.TryGetValue(boot, out SequenceRanges? ranges))
        {
            _held.Add(boot, ranges = new SequenceRanges());
        }

        ranges.Add(identity.Sequence);
        _fresh.Add(boot);
    }

    private static RecordId NameOf(Identity identity) => new(identity.Boot.Number, identity.Sequence);
}
