using Vigie.Contract;
using Vigie.Trust.Signatures;

namespace Vigie.Trust.Journal;

/// <summary>
/// Walks a journal from its oldest record to its end and checks the chain, the signed heads and the stub. Holds one file in memory, the hashes at
/// the numbers that were asked for, and where each boot lies.
/// </summary>
internal sealed class JournalWalk(PublicKey key, IReadOnlySet<long> wanted, FindingList findings)
{
    private const int MostBoots = 100_000;

    private readonly Dictionary<long, JournalEntry> _wanted = [];
    private readonly List<(Boot Boot, long First)> _boots = [];
    private readonly SortedSet<long> _missing = [];
    private JournalEntry? _last;
    private bool _damageBefore;

    public string Journal { get; private set; } = "";

    public long First { get; private set; }

    public JournalEntry? Last => _last;

    public JournalHead? Signed { get; private set; }

    /// <summary>The last record that says that older ones fell to retention.</summary>
    public JournalEntry? Stub { get; private set; }

    /// <summary>Hash of the last record that fell to retention, as the oldest kept record holds it.</summary>
    public ReadOnlyMemory<byte> BeforeFirst { get; private set; }

    /// <summary>The records at the numbers that were asked for.</summary>
    public IReadOnlyDictionary<long, JournalEntry> Wanted => _wanted;

    /// <summary>Boots in the order of their records, with the number of the first record of each.</summary>
    public IReadOnlyList<(Boot Boot, long First)> Boots => _boots;

    public void Walk(string name, IEnumerable<JournalItem> items, bool isLastFile)
    {
        JournalItem[] all = [.. items];
        for (int i = 0; i < all.Length; i++)
        {
            JournalItem item = all[i];
            switch (item.Kind)
            {
                case JournalItemKind.Header: OnHeader(name, item); break;
                case JournalItemKind.Record: OnRecord(name, item); break;
                case JournalItemKind.Head: OnHead(name, item); break;
                default: OnDamage(name, item, atEnd: isLastFile && i == all.Length - 1); break;
            }
        }
    }

    /// <summary>Says what can be said only at the end.</summary>
    public void Finish()
    {
        foreach ((long from, long to) in Ranges(_missing))
        {
            string which = from == to ? $"Record {from} is" : $"Records {from} to {to} are";
            findings.Add(FindingKind.Removed, from, $"{which} missing in the middle of the journal.");
        }

        if (_last is null || findings.Has(FindingKind.WrongKey))
        {
            return;
        }

        if (Signed is null)
        {
            findings.Add(FindingKind.Edited, null, "No record is covered by a signature of the box: whoever has the disk can have written all of it.");
        }
        else if (Signed.Record.Number < _last.Number)
        {
            long from = Signed.Record.Number + 1;
            findings.Add(FindingKind.UnsignedEnd, from, $"Records {from} to {_last.Number} carry no signature: whoever has the disk can have written them.");
        }
    }

    private void OnHeader(string name, JournalItem item)
    {
        byte[]? journal = JournalFile.JournalOf(item.Payload);
        string found = journal is null ? "" : Convert.ToHexStringLower(journal);
        if (Journal.Length == 0)
        {
            Journal = found;
        }
        else if (Journal != found)
        {
            findings.Add(FindingKind.Edited, null, $"File {name} says that it belongs to another journal.");
        }
    }

    private void OnDamage(string name, JournalItem item, bool atEnd)
    {
        if (atEnd)
        {
            findings.Add(FindingKind.TornEnd, null, $"The last {item.Length} bytes of {name} are no whole record: a power cut leaves such an end.");
            return;
        }

        _damageBefore = true;
        findings.Add(FindingKind.Damaged, _last?.Number + 1, $"{item.Length} bytes at {item.Offset} of {name}, after record {_last?.Number ?? 0}, cannot be read.");
    }

    private void OnRecord(string name, JournalItem item)
    {
        if (!JournalRecordCodec.TryDecode(item.Payload, out JournalEntry? entry))
        {
            findings.Add(FindingKind.Edited, _last?.Number + 1, $"What stands at {item.Offset} of {name}, after record {_last?.Number ?? 0}, is no record that a box writes.");
            return;
        }

        if (wanted.Contains(entry.Number))
        {
            _wanted.TryAdd(entry.Number, entry);
        }

        if (_last is null)
        {
            (First, BeforeFirst) = (entry.Number, entry.Previous);
            Take(entry);
        }
        else if (entry.Number <= _last.Number)
        {
            OnEarlier(entry);
        }
        else
        {
            OnLater(entry);
        }
    }

    private void OnEarlier(JournalEntry entry)
    {
        bool wasMissing = _missing.Remove(entry.Number);
        string how = wasMissing ? $"stands behind record {_last!.Number}" : "stands twice";
        findings.Add(FindingKind.Reordered, entry.Number, $"Record {entry.Number} {how}: records were put in another order.");
    }

    private void OnLater(JournalEntry entry)
    {
        long expected = _last!.Number + 1;
        if (entry.Number > expected)
        {
            NoteMissing(expected, entry.Number);
        }
        else if (!entry.Follows(_last))
        {
            _damageBefore = false;
            findings.Add(
                FindingKind.Edited, _last.Number,
                $"Record {_last.Number} is not the one that record {entry.Number} was written after: it was changed, or exchanged.");
        }

        Take(entry);
    }

    // What damage swallowed was said as damage. A hole of millions is held as its ends, not number by number.
    private void NoteMissing(long from, long to)
    {
        const int MostHeld = 10_000;
        if (_damageBefore)
        {
            _damageBefore = false;
            return;
        }

        if (to - from > MostHeld)
        {
            findings.Add(FindingKind.Removed, from, $"Records {from} to {to - 1} are missing in the middle of the journal.");
            return;
        }

        for (long number = from; number < to && _missing.Count < MostHeld; number++)
        {
            _missing.Add(number);
        }
    }

    private void Take(JournalEntry entry)
    {
        _last = entry;
        if ((_boots.Count == 0 || _boots[^1].Boot != entry.Boot) && _boots.Count < MostBoots)
        {
            _boots.Add((entry.Boot, entry.Number));
        }

        switch (entry.Kind)
        {
            case JournalKind.Rotated:
                Stub = entry;
                break;
            case JournalKind.Recovered:
                findings.Add(FindingKind.Recovered, entry.Number, $"Record {entry.Number}, {entry.Time:yyyy-MM-dd HH:mm:ss} UTC: put right after a crash ({entry.Detail}).");
                break;
            case JournalKind.Overflowed:
                findings.Add(FindingKind.Overflowed, entry.Number, $"Record {entry.Number}: the box says that it lost {entry.Detail.Number("count")} records, because its disk took none.");
                break;
        }
    }

    private void OnHead(string name, JournalItem item)
    {
        if (!SignedDocument.TryOpen(item.Payload, JournalHead.DocumentType, key, out SignedDocument? document, out Refusal? refusal))
        {
            FindingKind kind = refusal.Reason == RefusalReason.UnknownKey ? FindingKind.WrongKey : FindingKind.Edited;
            findings.Add(kind, kind == FindingKind.WrongKey ? null : _last?.Number, kind == FindingKind.WrongKey
                ? "The journal's heads were signed by another key than the one you gave: it is another box's journal, or that box's key was replaced."
                : $"The signature after record {_last?.Number ?? 0} in {name} is wrong.");
            return;
        }

        if (!JournalHeadRecord.TryDecodeBody(document.Payload, out JournalHeadRecord? record, out string problem))
        {
            findings.Add(FindingKind.Edited, _last?.Number, $"The head after record {_last?.Number ?? 0} cannot be read: {problem}.");
            return;
        }

        OnSigned(new JournalHead(record, item.Payload));
    }

    private void OnSigned(JournalHead head)
    {
        JournalHeadRecord record = head.Record;
        string journal = Convert.ToHexStringLower(record.Journal.Span);
        if (Journal.Length == 0 || (Signed is null && Journal != journal))
        {
            Journal = journal;
        }

        if (journal != Journal)
        {
            findings.Add(FindingKind.Edited, record.Number, $"The head of record {record.Number} is of another journal of this box.");
        }
        else if (_damageBefore && record.Number > (_last?.Number ?? 0))
        {
            // It signs what the damage swallowed, which was said.
            return;
        }
        else if (_last is null || record.Number != _last.Number)
        {
            findings.Add(
                record.Number > (_last?.Number ?? 0) ? FindingKind.Removed : FindingKind.Reordered, record.Number,
                $"The box signed record {record.Number} where record {_last?.Number ?? 0} stands now.");
        }
        else if (!record.Hash.Span.SequenceEqual(_last.Hash.Span))
        {
            findings.Add(
                FindingKind.Edited, record.Number,
                $"Record {record.Number} is not the one that the box signed: it, or one after record {Signed?.Record.Number ?? 0}, was changed.");
        }
        else if (Signed is null || record.Number > Signed.Record.Number)
        {
            Signed = head;
        }
    }

    private static IEnumerable<(long From, long To)> Ranges(SortedSet<long> numbers)
    {
        long? from = null;
        long to = 0;
        foreach (long number in numbers)
        {
            if (from is long start && number != to + 1)
            {
                yield return (start, to);
                from = null;
            }

            from ??= number;
            to = number;
        }

        if (from is long last)
        {
            yield return (last, to);
        }
    }
}
