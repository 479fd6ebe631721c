namespace Vigie.Contract.Codec;

/// <summary>A result in CBOR.</summary>
internal static class ResultCbor
{
    private const int HashBytes = 32;

    public static bool IsHash(string text) => text.Length == 2 * HashBytes && text.All(char.IsAsciiHexDigitLower);

    public static byte[] Encode(ResultRecord record) => CborOutput.Record(output =>
    {
        output.Bytes((int)ResultKey.Document, Convert.FromHexString(record.Document));
        output.Number((int)ResultKey.Time, record.Time.ToUnixTimeMilliseconds());
        output.Boolean((int)ResultKey.Done, record.Done);
        if (record.Action is { } action)
        {
            output.Number((int)ResultKey.Action, (int)action);
        }

        if (record.Counter is { } counter)
        {
            output.Number((int)ResultKey.Counter, counter);
        }

        if (record.Words is not null)
        {
            output.Text((int)ResultKey.Words, record.Words);
        }

        if (record.Health is not null)
        {
            output.Text((int)ResultKey.Health, record.Health);
        }
    });

    public static ResultRecord Decode(ReadOnlyMemory<byte> payload)
    {
        CborItems items = new(payload);
        ResultRecord record = new() { Document = "", Time = default, Done = false };
        uint seen = items.Map(key => TryReadField((ResultKey)key, items, ref record));
        items.Finish();
        CborItems.Require(seen, (int)ResultKey.Document, (int)ResultKey.Time, (int)ResultKey.Done);
        return record;
    }

    private static bool TryReadField(ResultKey key, CborItems items, ref ResultRecord record)
    {
        switch (key)
        {
            case ResultKey.Document: record = record with { Document = Convert.ToHexStringLower(items.Bytes(HashBytes, "document")) }; break;
            case ResultKey.Time: record = record with { Time = items.Time() }; break;
            case ResultKey.Done: record = record with { Done = items.Boolean("done") }; break;
            case ResultKey.Action: record = record with { Action = (CommandAction)items.Number(1, EventRecord.MaximumNumber, "action") }; break;
            case ResultKey.Counter: record = record with { Counter = (long)items.Number(1, CommandRecord.MaximumCounter, "counter") }; break;
            case ResultKey.Words: record = record with { Words = items.Text("words") }; break;
            case ResultKey.Health: record = record with { Health = items.Text("health") }; break;
            default: return false;
        }

        return true;
    }
}
