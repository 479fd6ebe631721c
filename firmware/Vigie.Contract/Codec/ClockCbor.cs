namespace Vigie.Contract.Codec;

/// <summary>A clock record in CBOR.</summary>
internal static class ClockCbor
{
    public static byte[] Encode(ClockRecord record) => CborOutput.Record(output =>
    {
        output.Identity((int)ClockKey.Identity, record.Identity);
        output.Number((int)ClockKey.Time, record.Time.ToUnixTimeMilliseconds());
        if (record.Was is { } was)
        {
            output.Number((int)ClockKey.Was, was.ToUnixTimeMilliseconds());
        }

        if (record.Uncertainty is int uncertainty)
        {
            output.Number((int)ClockKey.Uncertainty, uncertainty);
        }
    });

    public static ClockRecord Decode(ReadOnlyMemory<byte> payload)
    {
        CborItems items = new(payload);
        ClockRecord record = Blank.Clock;
        uint seen = items.Map(key => TryReadField((ClockKey)key, items, ref record));
        items.Finish();
        CborItems.Require(seen, (int)ClockKey.Identity, (int)ClockKey.Time);
        return record;
    }

    private static bool TryReadField(ClockKey key, CborItems items, ref ClockRecord record)
    {
        switch (key)
        {
            case ClockKey.Identity: record = record with { Identity = items.Identity() }; break;
            case ClockKey.Time: record = record with { Time = items.Time() }; break;
            case ClockKey.Was: record = record with { Was = items.Time() }; break;
            case ClockKey.Uncertainty: record = record with { Uncertainty = items.Number(1, ClockRecord.MaximumUncertainty, "uncertainty") }; break;
            default: return false;
        }

        return true;
    }
}
