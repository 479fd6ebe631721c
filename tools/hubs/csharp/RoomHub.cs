// roomhub mqtt://HOST:PORT FILE NAME: keeps what boxes say in SQLite, acknowledges it once it is durable, and confirms it to them.
using System.Buffers;
using Microsoft.Data.Sqlite;
using MQTTnet;
using Vigie.Contract;

internal sealed class RoomHub(SqliteConnection db, string name)
{
    private const string Islands = "SELECT min(sequence), max(sequence) FROM (SELECT sequence, sequence - row_number() OVER (ORDER BY sequence) AS island FROM record WHERE box = ?1 AND boot = ?2) GROUP BY island HAVING max(sequence) >= ?3 ORDER BY 1 LIMIT 32";
    private readonly OrderedDictionary<(string Box, long Boot), long> _unnamed = []; // in order of arrival: the oldest sequence that no receipt has named yet
    private DateTimeOffset _time;

    public static async Task Main(string[] args)
    {
        using SqliteConnection db = new($"Data Source={args[1]};Pooling=False");
        db.Open();
        RoomHub hub = new(db, args[2]);
        hub.Ask("PRAGMA synchronous = FULL; CREATE TABLE IF NOT EXISTS record (box TEXT, boot INTEGER, sequence INTEGER, topic TEXT, payload BLOB, PRIMARY KEY (box, boot, sequence)) WITHOUT ROWID; PRAGMA journal_mode = WAL");
        TaskCompletionSource<string> ended = new();
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        client.DisconnectedAsync += lost => Task.FromResult(ended.TrySetResult($"{lost.Reason}"));
        client.ApplicationMessageReceivedAsync += received => // MQTTnet acknowledges when this is over, after SQLite has flushed; what SQLite refuses, the broker sends again
        {
            try { lock (db) { hub.Keep(received.ApplicationMessage.Topic.Split('/', 5), received.ApplicationMessage.Payload.ToArray()); } }
            catch (SqliteException error) { received.AutoAcknowledge = !ended.TrySetException(error) && ended.Task.IsCompletedSuccessfully; }
            catch (Exception error) { Console.Error.WriteLine($"{received.ApplicationMessage.Topic}: {error.Message}"); }
            return Task.CompletedTask;
        };
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithConnectionUri(args[0]).WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500).WithClientId(args[2]).WithCleanStart(false).WithSessionExpiryInterval(30 * 86400).Build());
        await client.SubscribeAsync("vigie/1/+/+/#", MQTTnet.Protocol.MqttQualityOfServiceLevel.AtLeastOnce);
        Console.Error.WriteLine("connected");
        for (int second = 1; !ended.Task.IsCompleted; second++, await Task.WhenAny(ended.Task, Task.Delay(1000)))
        {
            (string Box, byte[] Receipt)[] due; // something is new, or 20 s are over, by which a box knows what the broker lost
            lock (db) { due = [.. (second % 20 == 0 ? hub.Ask("SELECT DISTINCT box FROM record").Select(row => row.GetString(0)) : hub._unnamed.Keys.Select(run => run.Box).Distinct()).ToArray().Select(box => (box, hub.Write(box)))]; }
            foreach ((string box, byte[] receipt) in due) await client.PublishBinaryAsync($"vigie/1/{box}/receipt", receipt, MQTTnet.Protocol.MqttQualityOfServiceLevel.AtLeastOnce, retain: true);
        }
        throw new IOException(await ended.Task); // whoever started it starts it again
    }

    private void Keep(string[] topic, byte[] payload)
    {
        if (topic[4] == "receipt" && ReceiptRecord.TryDecode(payload, WireEncoding.Cbor, out ReceiptRecord? own, out _) && own.Time > _time) _time = own.Time;
        if (topic[4] is "receipt" or "journal" or "status" or "health" or "command" or "answer" or "revocation" or "result" || topic[4].StartsWith("home/") || topic[4].StartsWith("onvif-ej/")) return;
        (string box, (long boot, long sequence)) = ($"{topic[2]}/{topic[3]}", payload is [(byte)'{', ..] ? OfJson(System.Text.Json.JsonDocument.Parse(payload).RootElement) : OfCbor(new System.Formats.Cbor.CborReader(payload)));
        Ask("INSERT OR IGNORE INTO record VALUES (?1, ?2, ?3, ?4, ?5)", box, boot, sequence, topic[4], payload);
        _unnamed[(box, boot)] = Math.Min(_unnamed.GetValueOrDefault((box, boot), sequence), sequence);
    }

    private static (long, long) OfJson(System.Text.Json.JsonElement json) => (Boot.TryParse(json.GetProperty("boot").GetString()!, out Boot boot) ? (long)boot.Number : throw new FormatException("no boot"), json.GetProperty("sequence").GetUInt32());

    // Key 1 of every record is [boot counter, boot nonce, sequence, …].
    private static (long, long) OfCbor(System.Formats.Cbor.CborReader reader) => (reader.ReadStartMap(), reader.ReadUInt32(), reader.ReadStartArray(), (long)new Boot(reader.ReadUInt32(), reader.ReadUInt32()).Number, reader.ReadUInt32()) is var (_, _, _, boot, sequence) ? (boot, sequence) : default;

    private byte[] Write(string box) // at most 4 runs of 32 ranges: first what no receipt named yet, from the oldest on, for a box forgets in order
    {
        List<ReceivedRun> runs = [];
        long[] waiting = [.. _unnamed.Keys.Where(run => run.Box == box).Select(run => run.Boot).Take(4)];
        foreach (long boot in waiting.Length > 0 ? waiting : [.. Ask("SELECT DISTINCT boot FROM record WHERE box = ?1 ORDER BY 1 DESC LIMIT 4", box).Select(row => row.GetInt64(0))])
        {
            SequenceRange[] ranges = [.. Ask(Islands, box, boot, _unnamed.GetValueOrDefault((box, boot))).Select(row => new SequenceRange((uint)row.GetInt64(0), (uint)row.GetInt64(1)))];
            if (ranges.Length > 0) runs.Add(new ReceivedRun(Boot.FromNumber((ulong)boot), [.. ranges]));
            if (ranges.Length < 32) _unnamed.Remove((box, boot)); else { _unnamed[(box, boot)] = ranges[^1].Last + 1L; break; }
        }
        _time = _time.AddMilliseconds(1) > DateTimeOffset.UtcNow ? _time.AddMilliseconds(1) : DateTimeOffset.UtcNow; // a box passes over an earlier one
        return new ReceiptRecord { Hub = name, Time = _time, Lease = 7 * 86400, Runs = [.. runs.OrderBy(run => run.Boot.Number)] }.Encode(WireEncoding.Cbor);
    }

    private List<System.Data.IDataRecord> Ask(string query, params object[] values)
    {
        using SqliteCommand command = new(query, db);
        command.Parameters.AddRange(values.Select((value, i) => new SqliteParameter($"?{i + 1}", value)));
        return [.. command.ExecuteReader().Cast<System.Data.IDataRecord>()];
    }
}
