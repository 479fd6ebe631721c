using Vigie.Contract;

namespace Vigie.Trust.Journal;

/// <summary>Compares what witnesses hold with each other and with the journal.</summary>
internal sealed class WitnessCheck(JournalWalk walk, FindingList findings)
{
    private readonly Dictionary<(string Journal, long Number), (JournalHeadRecord Head, string Witness)> _first = [];

    private readonly HashSet<(string, string, bool)> _said = [];

    /// <summary>Number up to which a witness confirms the journal.</summary>
    public long WitnessedTo { get; private set; }

    public void Check(WitnessLog witness)
    {
        if (witness.Bad.Count > 0)
        {
            findings.Add(
                FindingKind.BadWitness, null,
                $"Witness {witness.Name}: line {witness.Bad[0]}{(witness.Bad.Count > 1 ? $" and {witness.Bad.Count - 1} more" : "")} cannot be read as a head, or its signature is wrong.");
        }

        JournalHeadRecord? beyond = null;
        foreach (WitnessedHead head in witness.Heads)
        {
            JournalHeadRecord record = head.Head.Record;
            Compare(record, witness.Name);
            if (Convert.ToHexStringLower(record.Journal.Span) == walk.Journal)
            {
                beyond = IsBeyondEnd(record) && record.Number > (beyond?.Number ?? 0) ? record : beyond;
                CheckAgainstJournal(record, witness.Name);
            }
            else
            {
                findings.Add(
                    FindingKind.Replaced, record.Number,
                    $"Witness {witness.Name} holds a head ({Show(record)}) of another journal of this box: the old journal was taken away and a new one begun.");
            }
        }

        CheckBeyondEnd(beyond, witness.Name);
    }

    // One is enough to say it: the last.
    private void CheckBeyondEnd(JournalHeadRecord? record, string witness)
    {
        if (record is not null)
        {
            findings.Add(
                FindingKind.Truncated, record.Number,
                $"Witness {witness} holds {Show(record)}, but the journal ends at record {walk.Last?.Number ?? 0}: its end was cut off.");
        }
    }

    private bool IsBeyondEnd(JournalHeadRecord record) => record.Number > (walk.Last?.Number ?? 0);

    // Witnesses among themselves: two heads of one number that differ prove two histories, whatever the journal says now.
    private void Compare(JournalHeadRecord record, string witness)
    {
        var place = (Convert.ToHexStringLower(record.Journal.Span), record.Number);
        if (_first.TryAdd(place, (record, witness)))
        {
            return;
        }

        (JournalHeadRecord other, string elsewhere) = _first[place];
        if (!other.AgreesWith(record))
        {
            Differ(record, $"Witness {witness}", other, $"witness {elsewhere}", other.Boot != record.Boot);
        }
    }

    private void CheckAgainstJournal(JournalHeadRecord record, string witness)
    {
        if (walk.Last is null || IsBeyondEnd(record))
        {
            CheckWentOn(record, witness);
        }
        else if (walk.Wanted.TryGetValue(record.Number, out JournalEntry? entry))
        {
            if (entry.Hash.Span.SequenceEqual(record.Hash.Span))
            {
                WitnessedTo = Math.Max(WitnessedTo, record.Number);
            }
            else
            {
                DiffersFromJournal(record, witness, entry);
            }
        }
        else if (record.Number == walk.First - 1 && !walk.BeforeFirst.Span.SequenceEqual(record.Hash.Span))
        {
            Differ(record, $"Witness {witness}", record with { Hash = walk.BeforeFirst }, "the oldest kept record", false);
        }
    }

    private void CheckWentOn(JournalHeadRecord record, string witness)
    {
        if (walk.Last is JournalEntry last && WentOnElsewhere(last, record.Boot))
        {
            findings.Add(
                FindingKind.Restored, last.Number,
                $"Witness {witness} holds {Show(record)}, but the journal goes on in boot {last.Boot} at record {last.Number}, {last.Time:yyyy-MM-dd HH:mm:ss} UTC: an older disk was put back.");
        }
    }

    // An honest journal never counts its boots backwards: the boot of a later record is the same, or a later one.
    private bool WentOnElsewhere(JournalEntry last, Boot later)
    {
        int index = walk.Boots.ToList().FindIndex(boot => boot.Boot == later);
        return index >= 0 ? index < walk.Boots.Count - 1 : last.Boot.Counter >= later.Counter;
    }

    private void DiffersFromJournal(JournalHeadRecord record, string witness, JournalEntry entry)
    {
        if (walk.Signed is not null && record.Number <= walk.Signed.Record.Number)
        {
            Differ(record, $"Witness {witness}", Of(entry, record), "the journal", entry.Boot != record.Boot);
            return;
        }

        findings.Add(
            FindingKind.Edited, record.Number,
            $"Witness {witness} holds {Show(record)}, the journal {Show(Of(entry, record))}, without a signature of the box: it was written by another hand.");
    }

    // After the first difference all is different: it is said once for each two that disagree.
    private void Differ(JournalHeadRecord one, string who, JournalHeadRecord other, string elsewhere, bool otherBoot)
    {
        if (_said.Add((who, elsewhere, otherBoot)))
        {
            findings.Add(
                otherBoot ? FindingKind.Restored : FindingKind.Forked, one.Number,
                otherBoot
                    ? $"{who} holds {Show(one)}, {elsewhere} {Show(other)}: the box wrote these numbers twice, in two boots. An older disk was put back."
                    : $"{who} holds {Show(one)}, {elsewhere} {Show(other)}: the box's key signed two histories.");
        }
    }

    private static JournalHeadRecord Of(JournalEntry entry, JournalHeadRecord record) =>
        record with { Boot = entry.Boot, Hash = entry.Hash, Time = entry.Time };

    private static string Show(JournalHeadRecord record) =>
        $"record {record.Number} as {Convert.ToHexStringLower(record.Hash.Span[..8])}… of {record.Time:yyyy-MM-dd HH:mm:ss} UTC, boot {record.Boot}";
}
