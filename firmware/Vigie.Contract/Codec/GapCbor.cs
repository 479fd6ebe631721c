namespace Vigie.Contract.Codec;

/// <summary>A gap record in CBOR.</summary>
internal static class GapCbor
{
    public static byte[] Encode(GapRecord record) => CborOutput.Record(output =>
    {
        output.Identity((int)GapKey.Identity, record.Identity);
        output.Number((int)GapKey.Time, record.Time.ToUnixTimeMilliseconds());
        output.Number((int)GapKey.Lane, (int)record.Lane);
        output.Number((int)GapKey.Reason, (int)record.Reason);
        output.Number((int)GapKey.Count, record.Count);
        if (record is { First: Identity first, Last: Identity last })
        {
            output.Identity((int)GapKey.First, first);
            output.Identity((int)GapKey.Last, last);
        }
    });

    public static GapRecord Decode(ReadOnlyMemory<byte> payload)
    {
        CborItems items = new(payload);
        GapRecord record = Blank.Gap;
        uint seen = items.Map(key => TryReadField((GapKey)key, items, ref record));
        items.Finish();
        CborItems.Require(seen, (int)GapKey.Identity, (int)GapKey.Time, (int)GapKey.Lane, (int)GapKey.Reason, (int)GapKey.Count);
        return record;
    }

    private static bool TryReadField(GapKey key, CborItems items, ref GapRecord record)
    {
        const int Most = EventRecord.MaximumNumber;
        switch (key)
        {
            case GapKey.Identity: record = record with { Identity = items.Identity() }; break;
            case GapKey.Time: record = record with { Time = items.Time() }; break;
            case GapKey.Lane: record = record with { Lane = (LossLane)items.Number(0, Most, "lane") }; break;
            case GapKey.Reason: record = record with { Reason = (LossReason)items.Number(0, Most, "reason") }; break;
            case GapKey.Count: record = record with { Count = (long)items.Number(1, GapRecord.MaximumCount, "count") }; break;
            case GapKey.First: record = record with { First = items.Identity() }; break;
            case GapKey.Last: record = record with { Last = items.Identity() }; break;
            default: return false;
        }

        return true;
    }
}
