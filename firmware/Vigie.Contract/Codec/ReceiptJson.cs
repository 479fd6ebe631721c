namespace Vigie.Contract.Codec;

/// <summary>A receipt in JSON.</summary>
internal static class ReceiptJson
{
    public static byte[] Encode(ReceiptRecord record) => JsonOutput.Record(writer =>
    {
        writer.WriteString("hub", record.Hub);
        JsonOutput.Time(writer, record.Time);
        writer.WriteNumber("lease", record.Lease);
        writer.WriteStartArray("runs");
        foreach (ReceivedRun run in record.Runs)
        {
            writer.WriteStartObject();
            writer.WriteString("boot", run.Boot.ToString());
            writer.WriteStartArray("ranges");
            foreach (SequenceRange range in run.Ranges)
            {
                writer.WriteStartObject();
                writer.WriteNumber("first", range.First);
                writer.WriteNumber("last", range.Last);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    public static ReceiptRecord Decode(ReadOnlyMemory<byte> payload) => JsonFields.Record(payload, fields => new ReceiptRecord
    {
        Hub = fields.Text("hub"),
        Time = fields.Time(),
        Lease = fields.Number("lease"),
        Runs =
        [
            .. fields.Objects("runs").Take(ReceiptRecord.MostRuns + 1).Select(run => new ReceivedRun(
                run.Boot(),
                [
                    .. run.Objects("ranges").Take(ReceiptRecord.MostRanges + 1)
                        .Select(range => new SequenceRange(range.Number32("first"), range.Number32("last"))),
                ])),
        ],
    });
}
