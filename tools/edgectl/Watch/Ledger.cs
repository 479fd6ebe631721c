using Vigie.Contract;

namespace Vigie.Edgectl.Watch;

/// <summary>
/// Knows what has come, and so what comes again and what is missing. A record is the same by (device, boot, sequence). One is
/// missing where a later one on its topic names it as its previous and it has not come; a topic's first arrival accuses nobody,
/// because the subscription may be younger than the record before it.
/// </summary>
public sealed class Ledger
{
    private readonly Dictionary<(string Device, Boot Boot), Run> _runs = [];

    // The earliest boot of which each topic has shown anything: from there on its first records are expected too.
    private readonly Dictionary<string, uint> _heardSince = [];

    /// <summary>How many records came more than once, each time counted.</summary>
    public int Duplicates { get; private set; }

    /// <summary>How many gaps are open: records that were named as the previous one and have not come.</summary>
    public int Gaps => _runs.Values.Sum(run => run.Missing.Count);

    /// <summary>Enters an arrival.</summary>
    /// <param name="device">Site and device.</param>
    /// <param name="topic">The whole topic.</param>
    /// <param name="identity">The record's own numbers.</param>
    /// <param name="retained">
    /// Whether it is the broker's kept copy: that it comes again is no duplicate, and that others were before it no gap.
    /// </param>
    public Entry Enter(string device, string topic, Identity identity, bool retained)
    {
        if (!_runs.TryGetValue((device, identity.Boot), out Run? run))
        {
            run = new Run();
            _runs.Add((device, identity.Boot), run);
        }

        uint? after = run.Last.TryGetValue(topic, out uint last) ? last : null;
        if (!run.Seen.Add(identity.Sequence))
        {
            Duplicates += retained ? 0 : 1;
            return new Entry(Repeated: true, Late: false, null, after);
        }

        bool late = run.Missing.Remove(identity.Sequence);
        uint? missing = !retained && IsMissing(run, topic, identity) ? identity.Previous : null;
        if (missing is uint sequence)
        {
            run.Missing.Add(sequence);
        }

        run.Last[topic] = Math.Max(last, identity.Sequence);
        _heardSince.TryAdd(topic, identity.Boot.Counter);
        return new Entry(Repeated: false, late, missing, after);
    }

    private bool IsMissing(Run run, string topic, Identity identity) =>
        identity.Previous is uint previous && !run.Seen.Contains(previous) && !run.Missing.Contains(previous)
        && _heardSince.TryGetValue(topic, out uint since) && since <= identity.Boot.Counter;

    private sealed class Run
    {
        public SequenceSet Seen { get; } = new();

        public HashSet<uint> Missing { get; } = [];

        public Dictionary<string, uint> Last { get; } = [];
    }
}
