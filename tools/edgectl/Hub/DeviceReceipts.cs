using System.Collections.Immutable;
using Vigie.Contract;

namespace Vigie.Edgectl.Hub;

/// <summary>The receipts of one box: what is to be said next, and when.</summary>
/// <param name="device">Whose they are.</param>
internal sealed class DeviceReceipts(Topics device)
{
    // What is older than these is read from the database again, should the box send it again.
    private const int MostInMemory = 2 * ReceiptRecord.MostRuns;

    private readonly List<ReceivedBoot> _boots = [];
    private DateTimeOffset _lastTime;
    private DateTimeOffset? _firstWritten;

    public Topics Device => device;

    /// <summary>When the next one is due at the latest: a timestamp of the clock that is given.</summary>
    public long NextAt { get; set; }

    /// <summary>When the next one may go out at the soonest.</summary>
    public long NotBefore { get; set; }

    /// <summary>Whether something came that no receipt has named yet.</summary>
    public bool IsPending => _boots.Exists(boot => boot.Pending is not null);

    public ReceivedBoot? Find(Boot boot) => _boots.Find(known => known.Boot == boot);

    public ReceivedBoot Add(ReceivedBoot boot)
    {
        if (_boots.Count >= MostInMemory && _boots.Where(known => known.Pending is null).MinBy(known => known.Touched) is { } oldest)
        {
            _boots.Remove(oldest);
        }

        _boots.Add(boot);
        return boot;
    }

    /// <summary>A receipt of this time is on the broker: ours must be later, or the box takes it for an old one.</summary>
    public void Heard(DateTimeOffset time) => _lastTime = time > _lastTime ? time : _lastTime;

    /// <summary>
    /// Whether this hub has written a receipt of this time since it started. One from before may come late, behind all that waits in the session.
    /// </summary>
    public bool HasSaid(DateTimeOffset time) => _firstWritten <= time && time <= _lastTime;

    /// <summary>
    /// The next receipt: first what no receipt has named yet, in the order in which it came, for a box forgets in order; then the runs of which
    /// something came last. What stands behind a run that is not named to its end is named again next time, else the box would have passed it.
    /// </summary>
    public ReceiptRecord Write(string hub, DateTimeOffset now, int lease)
    {
        _lastTime = now > _lastTime ? now : _lastTime.AddMilliseconds(1);
        _firstWritten ??= _lastTime;
        IEnumerable<ReceivedBoot> first = _boots.Where(boot => boot.Pending is not null).OrderBy(boot => boot.Pending)
            .Concat(_boots.Where(boot => boot.Pending is null).OrderByDescending(boot => boot.Touched));
        List<ReceivedRun> runs = [];
        bool counts = true;
        foreach (ReceivedBoot boot in first.Where(boot => boot.Ranges.Count > 0).Take(ReceiptRecord.MostRuns).ToArray())
        {
            (ImmutableArray<SequenceRange> ranges, bool whole) = boot.Name(counts);
            runs.Add(new ReceivedRun(boot.Boot, ranges));
            counts &= whole;
        }

        return new ReceiptRecord { Hub = hub, Time = _lastTime, Lease = lease, Runs = [.. runs.OrderBy(run => run.Boot.Number)] };
    }
}
