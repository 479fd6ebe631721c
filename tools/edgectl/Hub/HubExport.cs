using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Vigie.Contract;

namespace Vigie.Edgectl.Hub;

/// <summary>
/// All records as lines of JSON. Names of cameras, zones and classes are those of the context that the record was made with. Where the box's clock
/// was set later in the same boot, a line also has the time by the clock as it was set; the record stays as it came.
/// </summary>
internal sealed class HubExport(HubDatabase database)
{
    private const string Records = """
        SELECT site, name, counter, nonce, sequence, topic, received, problem, payload, time, boot.id
        FROM record JOIN boot ON boot.id = record.boot JOIN device ON device.id = boot.device
        ORDER BY site, name, boot.id, sequence
        """;

    private readonly Dictionary<int, ContextRecord> _contexts = [];
    private ClockBook _clock = new();
    private string? _run;

    public IEnumerable<string> Lines() => database.Stream(Records, Line);

    private string Line(SqliteDataReader row)
    {
        string run = $"{row.GetString(0)}/{row.GetString(1)}/{row.GetInt64(2)}/{row.GetInt64(3)}";
        if (run != _run)
        {
            _contexts.Clear();
            _clock = ReadClock(row.GetInt64(10));
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
            writer.WriteString("received", Time(row.GetInt64(6), TimeSpan.Zero));
            if (topic is not (Topics.ClockName or "gap") && !row.IsDBNull(9))
            {
                WriteClock(writer, row.GetInt64(9), (uint)row.GetInt64(4));
            }

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

    private void WriteClock(Utf8JsonWriter writer, long time, uint sequence)
    {
        if (_clock.CorrectionOf(sequence) is { Ticks: not 0 } correction)
        {
            writer.WriteString("corrected", Time(time, correction));
        }

        if (_clock.UncertaintyOf(sequence) is int uncertainty)
        {
            writer.WriteNumber("uncertainty", uncertainty);
        }
    }

    private ClockBook ReadClock(long boot)
    {
        ClockBook book = new();
        foreach (byte[] payload in database.Read("SELECT payload FROM record WHERE boot = $boot AND topic = 'clock'", row => (byte[])row[0], ("$boot", boot)))
        {
            if (ClockRecord.TryDecode(payload, HubReader.EncodingOf(payload), out ClockRecord? record, out _))
            {
                book.Add(record);
            }
        }

        return book;
    }

    // A sum of steps may lead out of the calendar: then the box's own time is all there is.
    private static string Time(long milliseconds, TimeSpan correction)
    {
        DateTimeOffset time = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        bool fits = correction <= DateTimeOffset.MaxValue - time && correction >= DateTimeOffset.MinValue - time;
        return (fits ? time + correction : time).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
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
            case Topics.ClockName when ClockRecord.TryDecode(payload, encoding, out ClockRecord? clock, out _):
                return clock.Encode(WireEncoding.Json);
            case "gap" when GapRecord.TryDecode(payload, encoding, out GapRecord? gap, out _):
                return gap.Encode(WireEncoding.Json);
            case not null when topic.StartsWith("event/", StringComparison.Ordinal) && EventRecord.TryDecode(payload, encoding, out EventRecord record, out _):
                return record.Encode(WireEncoding.Json, _contexts.GetValueOrDefault(record.Context));
            default:
                return null;
        }
    }
}
