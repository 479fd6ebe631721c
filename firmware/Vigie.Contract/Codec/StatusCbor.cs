namespace Vigie.Contract.Codec;

/// <summary>A status record in CBOR.</summary>
internal static class StatusCbor
{
    public static byte[] Encode(StatusRecord record) => CborOutput.Record(output =>
    {
        output.Boolean((int)StatusKey.Online, record.Online);
        output.Boot((int)StatusKey.Boot, record.Boot);
        output.Text((int)StatusKey.Software, record.Software);
        output.Number((int)StatusKey.Encoding, (int)record.Encoding);
        if (record.Reason is not null)
        {
            output.Text((int)StatusKey.Reason, record.Reason);
        }
    });

    public static StatusRecord Decode(ReadOnlyMemory<byte> payload)
    {
        CborItems items = new(payload);
        StatusRecord record = Blank.Status;
        uint seen = items.Map(key => TryReadField((StatusKey)key, items, ref record));
        items.Finish();
        CborItems.Require(seen, (int)StatusKey.Online, (int)StatusKey.Boot, (int)StatusKey.Software, (int)StatusKey.Encoding);
        return record;
    }

    private static bool TryReadField(StatusKey key, CborItems items, ref StatusRecord record)
    {
        switch (key)
        {
            case StatusKey.Online: record = record with { Online = items.Boolean("online") }; break;
            case StatusKey.Boot: record = record with { Boot = items.Boot() }; break;
            case StatusKey.Software: record = record with { Software = items.Text("software") }; break;
            case StatusKey.Encoding: record = record with { Encoding = (WireEncoding)items.Number(0, 1, "encoding") }; break;
            case StatusKey.Reason: record = record with { Reason = items.Text("reason") }; break;
            default: return false;
        }

        return true;
    }
}
