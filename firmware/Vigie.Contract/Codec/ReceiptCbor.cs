using System.Collections.Immutable;

namespace Vigie.Contract.Codec;

/// <summary>A receipt in CBOR.</summary>
internal static class ReceiptCbor
{
    public static byte[] Encode(ReceiptRecord record) => CborOutput.Record(output =>
    {
        output.Text((int)ReceiptKey.Hub, record.Hub);
        output.Number((int)ReceiptKey.Time, record.Time.ToUnixTimeMilliseconds());
        output.Number((int)ReceiptKey.Lease, record.Lease);
        output.Runs((int)ReceiptKey.Runs, record.Runs);
    });

    public static ReceiptRecord Decode(ReadOnlyMemory<byte> payload)
    {
        CborItems items = new(payload);
        ReceiptRecord record = Blank.Receipt;
        uint seen = items.Map(key => TryReadField((ReceiptKey)key, items, ref record));
        items.Finish();
        CborItems.Require(seen, (int)ReceiptKey.Hub, (int)ReceiptKey.Time, (int)ReceiptKey.Lease, (int)ReceiptKey.Runs);
        return record;
    }

    private static bool TryReadField(ReceiptKey key, CborItems items, ref ReceiptRecord record)
    {
        switch (key)
        {
            case ReceiptKey.Hub: record = record with { Hub = items.Text("hub") }; break;
            case ReceiptKey.Time: record = record with { Time = items.Time() }; break;
            case ReceiptKey.Lease: record = record with { Lease = items.Number(0, ReceiptRecord.LongestLease, "lease") }; break;
            case ReceiptKey.Runs: record = record with { Runs = ReadRuns(items) }; break;
            default: return false;
        }

        return true;
    }

    private static ImmutableArray<ReceivedRun> ReadRuns(CborItems items)
    {
        int length = items.StartArray(0, ReceiptRecord.MostRuns, "runs");
        var runs = ImmutableArray.CreateBuilder<ReceivedRun>(length);
        for (int i = 0; i < length; i++)
        {
            items.StartArray(3, 3, "a run");
            Boot boot = new(items.Number32("boot counter"), items.Number32("boot nonce"));
            runs.Add(new ReceivedRun(boot, ReadRanges(items)));
            items.EndArray();
        }

        items.EndArray();
        return runs.MoveToImmutable();
    }

    private static ImmutableArray<SequenceRange> ReadRanges(CborItems items)
    {
        int length = items.StartArray(1, ReceiptRecord.MostRanges, "ranges");
        var ranges = ImmutableArray.CreateBuilder<SequenceRange>(length);
        for (int i = 0; i < length; i++)
        {
            items.StartArray(2, 2, "a range");
            ranges.Add(new SequenceRange(items.Number32("first sequence"), items.Number32("last sequence")));
            items.EndArray();
        }

        items.EndArray();
        return ranges.MoveToImmutable();
    }
}
