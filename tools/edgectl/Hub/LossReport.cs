using Vigie.Contract;

namespace Vigie.Edgectl.Hub;

/// <summary>
/// Tells what is missing. A hole between two sequences is no loss by itself, for sequences count over all topics and some records carry no number;
/// what a later record on the same topic names as its previous one was there. Before the first live record of the first run that the hub heard
/// nobody is accused: the hub is younger.
/// </summary>
internal sealed class LossReport(HubDatabase database)
{
    /// <summary>The losses of every box, by box and run.</summary>
    public IEnumerable<Loss> Read()
    {
        foreach ((long id, Topics device) in database.Devices())
        {
            List<(long Id, Boot Boot)> boots = [.. database.Boots(id).OrderBy(boot => boot.Id)];
            ILookup<Boot, SequenceRange> declared = Declared(id, boots);
            ILookup<Boot, SequenceRange> promised = Promised(id);
            bool heard = false;
            foreach ((long bootId, Boot boot) in boots)
            {
                long? live = FirstLive(bootId);
                uint since = heard ? 1 : live is long first ? (uint)first : uint.MaxValue;
                heard |= live is not null;
                foreach (Loss loss in Of(device, boot, bootId, since, [.. declared[boot]], [.. promised[boot]]))
                {
                    yield return loss;
                }
            }

            foreach (Loss loss in promised.Where(run => !boots.Exists(boot => boot.Boot == run.Key)).SelectMany(run => run.Select(range => Promise(device, run.Key, range))))
            {
                yield return loss;
            }
        }
    }

    private IEnumerable<Loss> Of(Topics device, Boot boot, long bootId, uint since, SequenceRange[] declared, SequenceRange[] promised)
    {
        RangeSet held = new(database.Ranges(bootId));
        RangeSet told = new();
        foreach (SequenceRange lacking in promised.SelectMany(held.Missing))
        {
            yield return Promise(device, boot, lacking);
            Enter(told, lacking);
        }

        foreach ((uint sequence, string topic, uint next) in Named(bootId, since).Where(named => !held.Holds(named.Sequence) && !told.Holds(named.Sequence)))
        {
            told.Add(sequence);
            var one = new SequenceRange(sequence, sequence);
            yield return declared.Any(range => range.Holds(sequence))
                ? new Loss(device, boot, one, LossKind.Declared, $"on {topic}, given up by the box")
                : new Loss(device, boot, one, LossKind.Missing, $"on {topic}, named by {next}");
        }

        if (held.Count == 0 || held[held.Count - 1].Last < since)
        {
            yield break;
        }

        foreach (SequenceRange hole in held.Missing(new SequenceRange(since, held[held.Count - 1].Last)).SelectMany(told.Missing))
        {
            foreach (Loss loss in Split(device, boot, hole, declared))
            {
                yield return loss;
            }
        }
    }

    private static Loss Promise(Topics device, Boot boot, SequenceRange range) =>
        new(device, boot, range, LossKind.Missing, "confirmed by this hub, whose database was then put back from an old copy");

    private static IEnumerable<Loss> Split(Topics device, Boot boot, SequenceRange hole, SequenceRange[] declared)
    {
        RangeSet rest = new(declared
            .Select(range => new SequenceRange(Math.Max(range.First, hole.First), Math.Min(range.Last, hole.Last)))
            .Where(range => range.First <= range.Last).OrderBy(range => range.First));
        for (int i = 0; i < rest.Count; i++)
        {
            yield return new Loss(device, boot, rest[i], LossKind.Declared, "between the first and the last that the box says it gave up");
        }

        foreach (SequenceRange other in rest.Missing(hole))
        {
            yield return new Loss(device, boot, other, LossKind.Unknown, "no record names them");
        }
    }

    private static void Enter(RangeSet set, SequenceRange range)
    {
        for (ulong sequence = range.First; sequence <= range.Last; sequence++)
        {
            set.Add((uint)sequence);
        }
    }

    private long? FirstLive(long boot) => database.Read(
        "SELECT min(sequence) FROM record WHERE boot = $boot AND retained = 0", row => row.IsDBNull(0) ? (long?)null : row.GetInt64(0), ("$boot", boot))[0];

    private IEnumerable<(uint Sequence, string Topic, uint Next)> Named(long boot, uint since) => database.Read(
        "SELECT previous, topic, min(sequence) FROM record WHERE boot = $boot AND previous >= $since GROUP BY previous, topic ORDER BY previous",
        row => ((uint)row.GetInt64(0), row.GetString(1), (uint)row.GetInt64(2)),
        ("$boot", boot), ("$since", (long)since));

    private ILookup<Boot, SequenceRange> Promised(long device) => database.Read(
        "SELECT counter, nonce, first, last FROM promised WHERE device = $device ORDER BY counter, nonce, first",
        row => (Boot: new Boot((uint)row.GetInt64(0), (uint)row.GetInt64(1)), Range: new SequenceRange((uint)row.GetInt64(2), (uint)row.GetInt64(3))),
        ("$device", device)).ToLookup(row => row.Boot, row => row.Range);

    // A gap's first and last may lie in two runs: then it reaches over the end of the one, the beginning of the other and all between.
    private ILookup<Boot, SequenceRange> Declared(long device, IReadOnlyList<(long Id, Boot Boot)> boots)
    {
        IEnumerable<GapRecord> gaps = database.Read(
            "SELECT payload FROM record JOIN boot ON boot.id = record.boot WHERE device = $device AND topic = 'gap' AND problem IS NULL",
            row => (byte[])row[0],
            ("$device", device)).Select(GapOf);
        return gaps.Where(gap => gap is { First: not null, Last: not null })
            .SelectMany(gap => boots.Select(boot => boot.Boot).Where(boot => IsWithin(boot, gap.First!.Value.Boot, gap.Last!.Value.Boot)).Select(boot => (
                Boot: boot,
                Range: new SequenceRange(
                    boot == gap.First!.Value.Boot ? gap.First.Value.Sequence : 1, boot == gap.Last!.Value.Boot ? gap.Last.Value.Sequence : uint.MaxValue))))
            .ToLookup(pair => pair.Boot, pair => pair.Range);
    }

    private static bool IsWithin(Boot boot, Boot first, Boot last) =>
        boot == first || boot == last || (boot.Counter > first.Counter && boot.Counter < last.Counter);

    private static GapRecord GapOf(byte[] payload) => GapRecord.TryDecode(payload, HubReader.EncodingOf(payload), out GapRecord? gap, out string problem)
        ? gap
        : throw new InvalidDataException($"a gap record in the database cannot be read: {problem}");
}
