namespace Vigie.Contract.Codec;

/// <summary>A status record in JSON.</summary>
internal static class StatusJson
{
    public static byte[] Encode(StatusRecord record) => JsonOutput.Record(writer =>
    {
        writer.WriteBoolean("online", record.Online);
        writer.WriteString("boot", record.Boot.ToString());
        writer.WriteString("software", record.Software);
        JsonOutput.Encoding(writer, record.Encoding);
        JsonOutput.TextIfAny(writer, "reason", record.Reason);
    });

    public static StatusRecord Decode(ReadOnlyMemory<byte> payload) => JsonFields.Record(payload, fields => new StatusRecord
    {
        Online = fields.Boolean("online"),
        Boot = fields.Boot(),
        Software = fields.Text("software"),
        Encoding = fields.Encoding(),
        Reason = fields.OptionalText("reason"),
    });
}
