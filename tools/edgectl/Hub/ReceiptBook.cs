using Vigie.Contract;

namespace Vigie.Edgectl.Hub;

/// <summary>
/// Knows what the database holds of each box, and which receipts are due: soon where something came, else as a heartbeat that renews the lease.
/// It never names what is not durable. Safe for threads.
/// </summary>
/// <param name="options">Name, lease, pace, heartbeat.</param>
/// <param name="load">Reads from the database what it holds of a run.</param>
/// <param name="time">When receipts are due, and their time.</param>
internal sealed class ReceiptBook(HubOptions options, Func<Topics, Boot, RangeSet> load, TimeProvider time)
{
    // A box knows what the broker lost by a receipt that is 15 s younger than what it sent: after a burst it shall not wait for long.
    private static readonly TimeSpan FollowUp = TimeSpan.FromSeconds(20);

    private readonly Dictionary<Topics, DeviceReceipts> _devices = [];
    private readonly Lock _gate = new();
    private long _order;

    /// <summary>How many boxes.</summary>
    public int Devices
    {
        get
        {
            lock (_gate)
            {
                return _devices.Count;
            }
        }
    }

    /// <summary>The database holds this run of a box: as it is when the hub starts.</summary>
    public void Know(Topics device, Boot boot)
    {
        lock (_gate)
        {
            DeviceReceipts receipts = Of(device);
            if (receipts.Find(boot) is null)
            {
                receipts.Add(new ReceivedBoot(boot, load(device, boot)));
            }
        }
    }

    /// <summary>A record came, new or again, and the database holds it.</summary>
    public void Add(Topics device, Identity identity)
    {
        lock (_gate)
        {
            DeviceReceipts receipts = Of(device);
            ReceivedBoot boot = receipts.Find(identity.Boot) ?? receipts.Add(new ReceivedBoot(identity.Boot, load(device, identity.Boot)));
            boot.Add(identity.Sequence, ++_order);
        }
    }

    /// <summary>A receipt in this hub's name lies at the broker.</summary>
    /// <returns>What it says that the database does not hold: none where this hub wrote it since it started.</returns>
    public IReadOnlyList<ReceivedRun> Hear(Topics device, ReceiptRecord receipt)
    {
        lock (_gate)
        {
            DeviceReceipts receipts = Of(device);
            if (receipts.HasSaid(receipt.Time))
            {
                return [];
            }

            receipts.Heard(receipt.Time);
            return [.. receipt.Runs
                .Select(run => run with { Ranges = [.. run.Ranges.SelectMany(range => Held(receipts, run.Boot).Missing(range))] })
                .Where(run => !run.Ranges.IsEmpty)];
        }
    }

    /// <summary>A new connection: each box hears this hub at once, and again soon.</summary>
    public void Connected()
    {
        lock (_gate)
        {
            foreach (DeviceReceipts receipts in _devices.Values)
            {
                (receipts.NextAt, receipts.NotBefore) = (long.MinValue, long.MinValue);
            }
        }
    }

    /// <summary>The receipts that are due now.</summary>
    /// <param name="last">Whether all that is pending is, since the hub ends.</param>
    public IReadOnlyList<(Topics Device, ReceiptRecord Receipt)> TakeDue(bool last = false)
    {
        long now = time.GetTimestamp();
        lock (_gate)
        {
            return [.. _devices.Values
                .Where(receipts => receipts.IsPending ? last || now >= receipts.NotBefore : !last && now >= receipts.NextAt)
                .Select(receipts => (receipts.Device, Write(receipts, now)))];
        }
    }

    /// <summary>One was not taken: it is due again when another one may go out.</summary>
    public void Failed(Topics device)
    {
        lock (_gate)
        {
            Of(device).NextAt = Of(device).NotBefore;
        }
    }

    /// <summary>Takes leave of every box: from then on the broker's word is enough.</summary>
    public IReadOnlyList<(Topics Device, ReceiptRecord Receipt)> Leave()
    {
        lock (_gate)
        {
            return [.. _devices.Values.Select(receipts => (receipts.Device, receipts.Write(options.Name, time.GetUtcNow(), lease: 0)))];
        }
    }

    private ReceiptRecord Write(DeviceReceipts receipts, long now)
    {
        bool isNews = receipts.IsPending || receipts.NextAt == long.MinValue;
        TimeSpan next = isNews && options.Heartbeat > FollowUp ? FollowUp : options.Heartbeat;
        receipts.NextAt = now + Ticks(next);
        receipts.NotBefore = now + Ticks(options.Pace);
        return receipts.Write(options.Name, time.GetUtcNow(), (int)options.Lease.TotalSeconds);
    }

    private RangeSet Held(DeviceReceipts receipts, Boot boot) => receipts.Find(boot)?.Ranges ?? load(receipts.Device, boot);

    private DeviceReceipts Of(Topics device)
    {
        if (!_devices.TryGetValue(device, out DeviceReceipts? receipts))
        {
            receipts = new DeviceReceipts(device) { NextAt = long.MinValue, NotBefore = long.MinValue };
            _devices.Add(device, receipts);
        }

        return receipts;
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
