using Microsoft.Data.Sqlite;
using Vigie.Contract;

namespace Vigie.Edgectl.Hub;

/// <summary>What a hub's database is asked.</summary>
internal static class HubQueries
{
    // "Gaps and islands": in a run without holes, a sequence less its rank stays the same.
    private const string Islands = """
        SELECT min(sequence), max(sequence)
        FROM (SELECT sequence, sequence - row_number() OVER (ORDER BY sequence) AS island FROM record WHERE boot = $boot)
        GROUP BY island ORDER BY 1
        """;

    /// <summary>Every box.</summary>
    public static IReadOnlyList<(long Id, Topics Device)> Devices(this HubDatabase database) => database.Read(
        "SELECT id, site, name FROM device ORDER BY site, name", row => (row.GetInt64(0), TopicsOf(row.GetString(1), row.GetString(2))));

    /// <summary>Runs of a box, the one of which something came last first.</summary>
    public static IReadOnlyList<(long Id, Boot Boot)> Boots(this HubDatabase database, long device, int most = int.MaxValue) => database.Read(
        "SELECT id, counter, nonce FROM boot WHERE device = $device ORDER BY touched DESC, id DESC LIMIT $most",
        row => (row.GetInt64(0), new Boot((uint)row.GetInt64(1), (uint)row.GetInt64(2))),
        ("$device", device), ("$most", most));

    /// <summary>The sequences that are held of a run, as ranges.</summary>
    public static IReadOnlyList<SequenceRange> Ranges(this HubDatabase database, long boot) =>
        database.Read(Islands, row => new SequenceRange((uint)row.GetInt64(0), (uint)row.GetInt64(1)), ("$boot", boot));

    /// <summary>The sequences that are held of a run of a box, as ranges: none where nothing of it came.</summary>
    public static IReadOnlyList<SequenceRange> Ranges(this HubDatabase database, Topics device, Boot boot)
    {
        IReadOnlyList<long> found = database.Read(
            "SELECT boot.id FROM boot JOIN device ON device.id = boot.device WHERE site = $site AND name = $name AND counter = $counter AND nonce = $nonce",
            row => row.GetInt64(0),
            ("$site", device.Site), ("$name", device.Device), ("$counter", (long)boot.Counter), ("$nonce", (long)boot.Nonce));
        return found is [long id] ? database.Ranges(id) : [];
    }

    /// <summary>Rows, each read by a function.</summary>
    public static IReadOnlyList<T> Read<T>(
        this HubDatabase database, string query, Func<SqliteDataReader, T> read, params (string Name, object Value)[] values) =>
        [.. database.Stream(query, read, values)];

    /// <summary>Rows, each read by a function when it is asked for.</summary>
    public static IEnumerable<T> Stream<T>(
        this HubDatabase database, string query, Func<SqliteDataReader, T> read, params (string Name, object Value)[] values)
    {
        using SqliteCommand command = database.Connection.CreateCommand();
        command.CommandText = query;
        foreach ((string name, object value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return read(reader);
        }
    }

    public static Topics TopicsOf(string site, string device) => Topics.TryCreate(site, device, out Topics? topics, out string problem)
        ? topics
        : throw new InvalidDataException($"{site}/{device}: {problem}");
}
