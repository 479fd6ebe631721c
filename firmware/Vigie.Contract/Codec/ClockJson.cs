namespace Vigie.Contract.Codec;

/// <summary>A clock record in JSON.</summary>
internal static class ClockJson
{
    public static byte[] Encode(ClockRecord record) => JsonOutput.Record(writer =>
    {
        JsonOutput.Identity(writer, record.Identity);
        JsonOutput.Time(writer, record.Time);
        JsonOutput.TextIfAny(writer, "was", record.Was is { } was ? WireTime.Write(was) : null);
        JsonOutput.NumberIfAny(writer, "uncertainty", record.Uncertainty);
    });

    public static ClockRecord Decode(ReadOnlyMemory<byte> payload) => JsonFields.Record(payload, fields => new ClockRecord
    {
        Identity = fields.Identity(),
        Time = fields.Time(),
        Was = fields.Has("was") ? fields.Time("was") : null,
        Uncertainty = fields.OptionalNumber("uncertainty"),
    });
}
