using System.Buffers.Binary;

namespace Vigie.Contract.Codec;

/// <summary>An event in CBOR.</summary>
internal static class EventCbor
{
    private const int BoxBytes = 5;

    public static byte[] Encode(EventRecord record) => CborOutput.Record(output =>
    {
        output.Identity((int)EventKey.Identity, record.Identity);
        output.Number((int)EventKey.Context, record.Context);
        output.Number((int)EventKey.Camera, record.Camera);
        output.Number((int)EventKey.Kind, (int)record.Kind);
        if (record.Phase != EventPhase.Start)
        {
            output.Number((int)EventKey.Phase, (int)record.Phase);
            output.Number((int)EventKey.Signal, record.Signal);
        }

        output.Number((int)EventKey.Time, record.Time.ToUnixTimeMilliseconds());
        WriteIfAny(output, EventKey.Class, record.Class);
        WriteIfAny(output, EventKey.Confidence, record.Confidence);
        WriteIfAny(output, EventKey.Zone, record.Zone);
        if (record.Box is BoxPerMille box)
        {
            output.Bytes((int)EventKey.Box, Pack(box));
        }

        WriteIfAny(output, EventKey.Count, record.Count);
        WriteIfAny(output, EventKey.Flags, record.Flags == EventMarks.None ? null : (int)record.Flags);
        WriteIfAny(output, EventKey.Held, record.Held);
        WriteIfAny(output, EventKey.Speed, record.Speed);
        WriteIfAny(output, EventKey.Fault, (int?)record.Fault);
    });

    public static EventRecord Decode(ReadOnlyMemory<byte> payload)
    {
        CborItems items = new(payload);
        EventRecord record = default;
        uint seen = items.Map(key => TryReadField((EventKey)key, items, ref record));
        items.Finish();
        CborItems.Require(
            seen, (int)EventKey.Identity, (int)EventKey.Context, (int)EventKey.Camera, (int)EventKey.Kind, (int)EventKey.Time);
        if (record.Phase != EventPhase.Start)
        {
            CborItems.Require(seen, (int)EventKey.Signal);
            return record;
        }

        return (seen & (1u << (int)EventKey.Signal)) == 0
            ? record with { Signal = record.Identity.Sequence }
            : throw new FormatException("a start has a signal number: it is its own sequence");
    }

    private static bool TryReadField(EventKey key, CborItems items, ref EventRecord record)
    {
        const int Most = EventRecord.MaximumNumber;
        switch (key)
        {
            case EventKey.Identity: record = record with { Identity = items.Identity() }; break;
            case EventKey.Context: record = record with { Context = items.Number(1, Most, "context") }; break;
            case EventKey.Camera: record = record with { Camera = items.Number(1, Most, "camera") }; break;
            case EventKey.Kind: record = record with { Kind = (EventKind)items.Number(1, Most, "kind") }; break;
            // A start says nothing here: one event, one encoding.
            case EventKey.Phase: record = record with { Phase = (EventPhase)items.Number(1, 2, "phase") }; break;
            case EventKey.Signal: record = record with { Signal = items.Number32("signal") }; break;
            case EventKey.Time: record = record with { Time = items.Time() }; break;
            case EventKey.Class: record = record with { Class = items.Number(1, Most, "class") }; break;
            case EventKey.Confidence: record = record with { Confidence = items.Number(0, 100, "confidence") }; break;
            case EventKey.Zone: record = record with { Zone = items.Number(1, Most, "zone") }; break;
            case EventKey.Box: record = record with { Box = Unpack(items.Bytes(BoxBytes, "box")) }; break;
            case EventKey.Count: record = record with { Count = items.Number(0, Most, "count") }; break;
            case EventKey.Flags: record = record with { Flags = Known(items.Number(1, Most, "flags")) }; break;
            case EventKey.Held: record = record with { Held = items.Number(1, Most, "held") }; break;
            case EventKey.Speed: record = record with { Speed = items.Number(0, Most, "speed") }; break;
            case EventKey.Fault: record = record with { Fault = (TamperFault)items.Number(1, Most, "fault") }; break;
            default: return false;
        }

        return true;
    }

    private static EventMarks Known(int flags) => (EventMarks)flags & EventRecord.KnownMarks;

    private static void WriteIfAny(CborOutput output, EventKey key, int? value)
    {
        if (value is int number)
        {
            output.Number((int)key, number);
        }
    }

    // 40 bits: four numbers to 1000, ten bits each.
    private static byte[] Pack(BoxPerMille box)
    {
        ulong bits = ((ulong)box.Left << 30) | ((ulong)box.Top << 20) | ((ulong)box.Width << 10) | (uint)box.Height;
        byte[] eight = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(eight, bits);
        return eight[^BoxBytes..];
    }

    private static BoxPerMille Unpack(ReadOnlySpan<byte> bytes)
    {
        const ulong TenBits = 0x3ff;
        Span<byte> eight = stackalloc byte[sizeof(ulong)];
        eight.Clear();
        bytes.CopyTo(eight[^BoxBytes..]);
        ulong bits = BinaryPrimitives.ReadUInt64BigEndian(eight);
        return new((int)(bits >> 30), (int)((bits >> 20) & TenBits), (int)((bits >> 10) & TenBits), (int)(bits & TenBits));
    }
}
