using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Vigie.Contract;

namespace Vigie.Edgectl.Watch;

/// <summary>
/// A line of JSON for each reading; <c>record</c> tells which. What concerns the connection goes to standard error.
/// </summary>
public sealed class JsonView(TextWriter output, TextWriter errors) : IView
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <inheritdoc/>
    public Task RunAsync(Func<Task> work) => work();

    /// <inheritdoc/>
    public void Show(Reading reading)
    {
        switch (reading)
        {
            case Reading.OfEvent happened:
                Missing(happened.Arrival, happened.Record.Identity, happened.Entry);
                Line("event", happened.Arrival, writer => Write(writer, happened));
                break;
            case Reading.OfGap loss:
                Numbered("gap", loss, loss.Device, loss.Encoding, loss.Record.Identity, loss.Entry, loss.Record.Encode(WireEncoding.Json));
                break;
            case Reading.OfCount count:
                Numbered("count", count, count.Device, count.Encoding, count.Record.Identity, count.Entry, count.Record.Encode(WireEncoding.Json, count.Context));
                break;
            case Reading.OfShadow shadow:
                Numbered("shadow", shadow, shadow.Device, shadow.Encoding, shadow.Record.Identity, shadow.Entry, shadow.Record.Encode(WireEncoding.Json, shadow.Context));
                break;
            case Reading.OfClock clock:
                Numbered("clock", clock, clock.Device, clock.Encoding, clock.Record.Identity, clock.Entry, clock.Record.Encode(WireEncoding.Json));
                break;
            case Reading.OfContext context:
                byte[] twin = (context.Record with { Encoding = WireEncoding.Json }).Encode();
                Numbered("context", context, context.Device, context.Encoding, context.Record.Identity, context.Entry, twin);
                break;
            case Reading.OfStatus status:
                byte[] state = (status.Record with { Encoding = WireEncoding.Json }).Encode();
                Line("status", status.Arrival, writer => Twin(writer, "status", status.Device, status.Encoding, state, default));
                break;
            case Reading.Unreadable unreadable:
                Line("unreadable", unreadable.Arrival, writer => writer.WriteString("problem", unreadable.Problem));
                break;
        }
    }

    /// <inheritdoc/>
    public void Say(string line) => errors.WriteLine(line);

    /// <inheritdoc/>
    public void Finish(WatchTotals totals) => Line("summary", null, writer =>
    {
        writer.WriteNumber("events", totals.Events);
        writer.WriteNumber("duplicates", totals.Duplicates);
        writer.WriteNumber("gaps", totals.Gaps);
        writer.WriteNumber("payloadBytes", totals.PayloadBytes);
        writer.WriteNumber("packetBytes", totals.PacketBytes);
    });

    private static void Write(Utf8JsonWriter writer, Reading.OfEvent reading)
    {
        EventRecord record = reading.Record;
        if (reading.Context is not null && reading.Context.TryLink(record.Camera, record.Time, out string link))
        {
            writer.WriteString("link", link);
        }

        Twin(writer, "event", reading.Device, reading.Encoding, record.Encode(WireEncoding.Json, reading.Context), reading.Entry);
    }

    private void Numbered(string name, Reading reading, Topics device, WireEncoding encoding, Identity identity, Entry entry, byte[] json)
    {
        Missing(reading.Arrival, identity, entry);
        Line(name, reading.Arrival, writer => Twin(writer, name, device, encoding, json, entry));
    }

    private static void Twin(Utf8JsonWriter writer, string name, Topics device, WireEncoding encoding, byte[] json, Entry entry)
    {
        writer.WriteString("site", device.Site);
        writer.WriteString("device", device.Device);
        writer.WriteString("contentType", ContentTypes.Of(encoding));
        writer.WriteBoolean("duplicate", entry.Repeated);
        writer.WriteBoolean("late", entry.Late);
        writer.WritePropertyName(name);
        writer.WriteRawValue(json);
    }

    private void Missing(Arrival arrival, Identity identity, Entry entry)
    {
        if (entry.Missing is not uint missing)
        {
            return;
        }

        Line("missing", arrival, writer =>
        {
            writer.WriteString("boot", identity.Boot.ToString());
            writer.WriteNumber("missing", missing);
            writer.WriteNumber("before", identity.Sequence);
            if (entry.After is uint after)
            {
                writer.WriteNumber("after", after);
            }
        });
    }

    private void Line(string record, Arrival? arrival, Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new(512);
        using (Utf8JsonWriter writer = new(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("record", record);
            if (arrival is not null)
            {
                writer.WriteString("topic", arrival.Topic);
                writer.WriteNumber("payloadBytes", arrival.Payload.Length);
                writer.WriteNumber("packetBytes", arrival.PacketBytes);
                writer.WriteBoolean("retained", arrival.Retained);
            }

            write(writer);
            writer.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
        output.Flush();
    }
}
