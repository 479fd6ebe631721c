using System.Formats.Cbor;

namespace Vigie.Contract.Codec;

/// <summary>What is signed of a command, in CBOR.</summary>
internal static class CommandCbor
{
    public static byte[] Encode(CommandRecord record) => CborOutput.Record(output =>
    {
        output.Number((int)CommandKey.Action, (int)record.Action);
        output.Text((int)CommandKey.Box, record.Box);
        output.Number((int)CommandKey.Counter, record.Counter);
        output.Number((int)CommandKey.Expires, record.Expires.ToUnixTimeMilliseconds());
        if (record.Reason is not null)
        {
            output.Text((int)CommandKey.Reason, record.Reason);
        }
    });

    public static CommandRecord Decode(ReadOnlyMemory<byte> body)
    {
        CborItems items = new(body);
        CommandRecord record = new() { Action = default, Box = "", Counter = 0, Expires = default };
        uint seen = items.Map(key => Read((CommandKey)key, items, ref record));
        items.Finish();
        CborItems.Require(seen, (int)CommandKey.Action, (int)CommandKey.Box, (int)CommandKey.Counter, (int)CommandKey.Expires);
        return record;
    }

    private static bool Read(CommandKey key, CborItems items, ref CommandRecord record)
    {
        record = key switch
        {
            CommandKey.Action => record with { Action = (CommandAction)items.Number(1, EventRecord.MaximumNumber, "action") },
            CommandKey.Box => record with { Box = items.Text("box") },
            CommandKey.Counter => record with { Counter = (long)items.Number(1, CommandRecord.MaximumCounter, "counter") },
            CommandKey.Expires => record with { Expires = items.Time() },
            CommandKey.Reason => record with { Reason = items.Text("reason") },
            _ => throw new CborContentException($"it has a key that is not known here, {(int)key}, which might restrict the rest"),
        };
        return true;
    }
}
