using Microsoft.Data.Sqlite;
using Vigie.Contract;

namespace Vigie.Edgectl.Hub;

/// <summary>Writes what came into the database, a batch a transaction: all of it or nothing. For one thread.</summary>
internal sealed class HubStore(HubDatabase database) : IDisposable
{
    /// <summary>Most messages that are kept aside; what is beyond is counted.</summary>
    public const int MostAside = 10_000;

    private const int MostAsideBytes = 4096;

    private readonly Statements _statements = new(database.Connection);
    private readonly Dictionary<Topics, long> _devices = [];
    private readonly Dictionary<(Topics, Boot), long> _boots = [];
    private readonly HashSet<long> _touched = [];
    private Stored _stored = new();
    private long _aside = database.Number("SELECT count(*) FROM aside");

    /// <summary>Writes a batch. When this returns, it is on disk.</summary>
    /// <exception cref="SqliteException">It is not: nothing of it was written.</exception>
    public Stored Commit(IReadOnlyCollection<HubItem> batch)
    {
        _stored = new Stored();
        _touched.Clear();
        long aside = _aside;
        try
        {
            using SqliteTransaction transaction = database.Connection.BeginTransaction();
            _statements.Transaction = transaction;
            foreach (HubItem item in batch)
            {
                Write(item);
            }

            transaction.Commit();
            return _stored;
        }
        catch (SqliteException)
        {
            // What was numbered in it is not there.
            _devices.Clear();
            _boots.Clear();
            _aside = aside;
            throw;
        }
    }

    /// <summary>An earlier receipt of this hub named what the database does not hold: the file is an old copy.</summary>
    public Stored Miss(Topics device, IReadOnlyList<ReceivedRun> runs, DateTimeOffset now)
    {
        _stored = new Stored();
        using SqliteTransaction transaction = database.Connection.BeginTransaction();
        _statements.Transaction = transaction;
        long id = DeviceId(device);
        long count = 0;
        foreach ((ReceivedRun run, SequenceRange range) in runs.SelectMany(run => run.Ranges.Select(range => (run, range))))
        {
            count += range.Last - range.First + 1L;
            _statements.Do(
                "INSERT INTO promised (device, counter, nonce, first, last, noticed) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
                id, (long)run.Boot.Counter, (long)run.Boot.Nonce, (long)range.First, (long)range.Last, now.ToUnixTimeMilliseconds());
        }

        string which = string.Join(", ", runs.Select(run => $"{run.Boot}: {string.Join(' ', run.Ranges.Select(range => $"{range.First}-{range.Last}"))}"));
        Alarm(id, device, "database-old", $"this hub confirmed {count} records that its database does not hold ({which}): it is an old copy, and the box may have forgotten them", now);
        transaction.Commit();
        return _stored;
    }

    public void Dispose() => _statements.Dispose();

    private void Write(HubItem item)
    {
        switch (item)
        {
            case HubItem.Numbered numbered: WriteRecord(numbered); break;
            case HubItem.OfHead head: WriteHead(head); break;
            case HubItem.OfState state: WriteState(state); break;
            case HubItem.Unreadable unreadable: PutAside(unreadable.Message, unreadable.Problem); break;
        }
    }

    private void WriteRecord(HubItem.Numbered item)
    {
        long boot = BootId(item);
        (HubMessage message, Identity identity) = (item.Message, item.Identity);
        int added = _statements.Do(
            """
            INSERT INTO record (boot, sequence, previous, topic, time, received, retained, json, problem, payload)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING
            """,
            boot, (long)identity.Sequence, (long?)identity.Previous, item.Name, item.Time?.ToUnixTimeMilliseconds(), message.Received.ToUnixTimeMilliseconds(),
            message.Retained ? 1 : 0, HubReader.EncodingOf(message.Payload) == WireEncoding.Json ? 1 : 0, item.Problem, message.Payload);
        if (added == 0 && !IsSame(boot, item))
        {
            string text = $"two records are named {identity.Boot}/{identity.Sequence}: the first is kept, the other is put aside";
            PutAside(message, text);
            Alarm(DeviceId(item.Device), item.Device, "record-conflict", text, message.Received);
        }

        _stored.New += added;
        // The broker's kept copy comes at each subscription.
        _stored.Repeated += added == 0 && !message.Retained ? 1 : 0;
        _stored.Held.Add((item.Device, identity));
        if (_touched.Add(boot))
        {
            _statements.Do("UPDATE boot SET touched = max(touched, ?2) WHERE id = ?1", boot, message.Received.ToUnixTimeMilliseconds());
        }
    }

    // What comes again may come as historical: it is the same.
    private bool IsSame(long boot, HubItem.Numbered item) => _statements.Ask(
        "SELECT payload FROM record WHERE boot = ?1 AND sequence = ?2 AND topic = ?3", boot, (long)item.Identity.Sequence, item.Name) is byte[] held
        && HistoricalMark.AreSame(item.Name, held, item.Message.Payload);

    private void WriteHead(HubItem.OfHead item)
    {
        (long device, JournalHeadRecord record) = (DeviceId(item.Device), item.Record);
        byte[] journal = record.Journal.ToArray();
        // Enough to contradict it: the same number and all later ones of its journal, its journal's latest, and the latest of all.
        List<JournalHeadRecord> held = _statements.Rows(
            """
            SELECT message FROM head WHERE device = ?1 AND ((journal = ?2 AND number >= ?3) OR id IN (
                SELECT max(id) FROM head WHERE device = ?1 UNION SELECT max(id) FROM head WHERE device = ?1 AND journal = ?2)) ORDER BY id
            """,
            row => HeadOf((byte[])row[0]),
            device, journal, record.Number);
        int added = _statements.Do(
            """
            INSERT INTO head (device, journal, number, hash, counter, nonce, time, trusted, received, message)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING
            """,
            device, journal, record.Number, record.Hash.ToArray(), (long)record.Boot.Counter, (long)record.Boot.Nonce,
            record.Time.ToUnixTimeMilliseconds(), record.TimeTrusted ? 1 : 0, item.Message.Received.ToUnixTimeMilliseconds(), item.Message.Payload);
        foreach ((string kind, string text) in added == 0 ? [] : Witness.Contradictions(record, held))
        {
            Alarm(device, item.Device, kind, text, item.Message.Received);
        }
    }

    private void WriteState(HubItem.OfState item)
    {
        (long device, HubMessage message) = (DeviceId(item.Device), item.Message);
        byte[]? latest = (byte[]?)_statements.Ask("SELECT payload FROM state WHERE device = ?1 AND topic = ?2 ORDER BY id DESC LIMIT 1", device, item.Name);
        if (latest.AsSpan().SequenceEqual(message.Payload))
        {
            return;
        }

        if (!item.KeepsHistory)
        {
            _statements.Do("DELETE FROM state WHERE device = ?1 AND topic = ?2", device, item.Name);
        }

        _statements.Do(
            "INSERT INTO state (device, topic, received, payload) VALUES (?1, ?2, ?3, ?4)",
            device, item.Name, message.Received.ToUnixTimeMilliseconds(), message.Payload);
    }

    private void PutAside(HubMessage message, string problem)
    {
        _stored.Aside++;
        _statements.Do("INSERT INTO tally VALUES ('aside', 1) ON CONFLICT DO UPDATE SET count = count + 1");
        if (_aside < MostAside)
        {
            _aside++;
            _statements.Do(
                "INSERT INTO aside (topic, received, problem, length, payload) VALUES (?1, ?2, ?3, ?4, ?5)",
                message.Topic, message.Received.ToUnixTimeMilliseconds(), problem, message.Payload.Length, message.Payload[..Math.Min(message.Payload.Length, MostAsideBytes)]);
        }
    }

    private void Alarm(long id, Topics device, string kind, string text, DateTimeOffset now)
    {
        if (_statements.Do(
            "INSERT INTO alarm (device, kind, text, noticed) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING", id, kind, text, now.ToUnixTimeMilliseconds()) > 0)
        {
            _stored.Alarms.Add($"{device.Site}/{device.Device}: {kind}: {text}");
        }
    }

    private long DeviceId(Topics device)
    {
        if (!_devices.TryGetValue(device, out long id))
        {
            _statements.Do("INSERT INTO device (site, name) VALUES (?1, ?2) ON CONFLICT DO NOTHING", device.Site, device.Device);
            id = (long)_statements.Ask("SELECT id FROM device WHERE site = ?1 AND name = ?2", device.Site, device.Device)!;
            _devices.Add(device, id);
        }

        return id;
    }

    private long BootId(HubItem.Numbered item)
    {
        if (_boots.TryGetValue((item.Device, item.Identity.Boot), out long id))
        {
            return id;
        }

        (long device, Boot boot, long now) = (DeviceId(item.Device), item.Identity.Boot, item.Message.Received.ToUnixTimeMilliseconds());
        if (_statements.Do("INSERT INTO boot (device, counter, nonce, touched) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING", device, (long)boot.Counter, (long)boot.Nonce, now) > 0
            && _statements.Ask("SELECT nonce FROM boot WHERE device = ?1 AND counter = ?2 AND nonce <> ?3", device, (long)boot.Counter, (long)boot.Nonce) is long other)
        {
            string text = $"boot {boot} came, and {new Boot(boot.Counter, (uint)other)} before: an older disk was put back, or two boxes have one name";
            Alarm(device, item.Device, "boot-repeated", text, item.Message.Received);
        }

        id = (long)_statements.Ask("SELECT id FROM boot WHERE device = ?1 AND counter = ?2 AND nonce = ?3", device, (long)boot.Counter, (long)boot.Nonce)!;
        _boots.Add((item.Device, boot), id);
        return id;
    }

    private static JournalHeadRecord HeadOf(byte[] message) => JournalHeadRecord.TryDecodeUnverified(message, out JournalHeadRecord? record, out string problem)
        ? record
        : throw new InvalidDataException($"a head in the database cannot be read: {problem}");
}
