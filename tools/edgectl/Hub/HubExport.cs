using System.Globalization;
using Microsoft.Data.Sqlite;
using Vigie.Contract;

namespace Vigie.Edgectl.Hub;

/// <summary>All records as lines of JSON. Names of cameras, zones and classes are those of the context that the record was made with.</summary>
internal sealed class HubExport(HubDatabase database)
{
    private const string Records = """
        SELECT site, name, counter, nonce, sequence, topic, received, problem, payload
        FROM record JOIN boot ON boot.id = record.boot JOIN device ON device.id = boot.device
        ORDER BY site, name, boot.id, sequence
        """;

    private readonly Dictionary<int, ContextRecord> _contexts = [];
    private string? _run;

    public IEnumerable<string> Lines() => database.Stream(Records, Line);

    private string Line(SqliteDataReader row)
    {
        string run = $"{row.GetString(0)}/{row.GetString(1)}/{row.GetInt64(2)}/{row.GetInt64(3)}";
        if (run != _run)
        {
            _contexts.Clear();
            _run = run;
        }

        (string topic, byte[] payload) = (row.GetString(5), (byte[])row[8]);
        byte[]? twin = row.IsDBNull(7) ? Twin(topic, payload, HubReader.EncodingOf(payload)) : null;
        return HubJson.Line(writer =>
        {
            writer.WriteString("site", row.GetString(0));
            writer.WriteString("device", row.GetString(1));
            writer.WriteString("topic", topic);
            writer.WriteString("boot", new Boot((uint)row.GetInt64(2), (uint)row.GetInt64(3)).ToString());
            writer.WriteNumber("sequence", row.GetInt64(4));
            writer.WriteString("received", DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(6)).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            if (twin is not null)
            {
                writer.WritePropertyName("record");
                writer.WriteRawValue(twin);
            }
            else
            {
                writer.WriteString("problem", row.IsDBNull(7) ? "it cannot be read" : row.GetString(7));
                writer.WriteBase64String("payload", payload);
            }
        });
    }

    private byte[]? Twin(string topic, byte[] payload, WireEncoding encoding)
    {
        switch (topic)
        {
            case Topics.ContextName when ContextRecord.TryDecode(payload, encoding, out ContextRecord? context, out _):
                _contexts[context.Number] = context;
                return (context with { Encoding = WireEncoding.Json }).Encode();
            case Topics.CountName when CountRecord.TryDecode(payload, encoding, out CountRecord? count, out _):
                return count.Encode(WireEncoding.Json, _contexts.GetValueOrDefault(count.Context));
            case Topics.ShadowName when ShadowRecord.TryDecode(payload, encoding, out ShadowRecord? shadow, out _):
                return shadow.Encode(WireEncoding.Json, _contexts.GetValueOrDefault(shadow.Context));
            case "gap" when GapRecord.TryDecode(payload, encoding, out GapRecord? gap, out _):
                return gap.Encode(WireEncoding.Json);
            case not null when topic.StartsWith("event/", StringComparison.Ordinal) && EventRecord.TryDecode(payload, encoding, out EventRecord record, out _):
                return record.Encode(WireEncoding.Json, _contexts.GetValueOrDefault(record.Context));
            default:
                return null;
        }
    }
}
