using System.Buffers.Binary;

namespace Vigie.Delivery;

/// <summary>What the outbox remembers beside its segments. Cursor and next number by lane; gaps by slot.</summary>
internal sealed class LedgerState
{
    private const int GapBytes = Gap.Bytes + 16;
    private const int GapsAt = 40;

    /// <summary>Bytes that <see cref="Write"/> needs.</summary>
    public const int Bytes = GapsAt + (GapTable.Slots * GapBytes);

    /// <summary>Boots counted so far.</summary>
    public uint Boots { get; set; }

    /// <summary>By lane: number of the first record that was not acknowledged.</summary>
    public ulong[] Cursors { get; } = [1, 1];

    /// <summary>By lane: number that the next record gets.</summary>
    public ulong[] Nexts { get; } = [1, 1];

    /// <summary>Gaps whose record is not durable yet.</summary>
    public PendingGap[] Gaps { get; } = new PendingGap[GapTable.Slots];

    public void Write(Span<byte> into)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(into, Boots);
        for (int lane = 0; lane < 2; lane++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(into[(8 + (lane * 16))..], Cursors[lane]);
            BinaryPrimitives.WriteUInt64LittleEndian(into[(16 + (lane * 16))..], Nexts[lane]);
        }

        for (int slot = 0; slot < Gaps.Length; slot++)
        {
            Span<byte> place = into.Slice(GapsAt + (slot * GapBytes), GapBytes);
            Gaps[slot].Gap.Write(place);
            BinaryPrimitives.WriteUInt64LittleEndian(place[Gap.Bytes..], Gaps[slot].Id.Boot);
            BinaryPrimitives.WriteUInt64LittleEndian(place[(Gap.Bytes + 8)..], Gaps[slot].Id.Sequence);
        }
    }

    public void Read(ReadOnlySpan<byte> from)
    {
        Boots = (uint)BinaryPrimitives.ReadUInt64LittleEndian(from);
        for (int lane = 0; lane < 2; lane++)
        {
            Cursors[lane] = Math.Max(1, BinaryPrimitives.ReadUInt64LittleEndian(from[(8 + (lane * 16))..]));
            Nexts[lane] = Math.Max(1, BinaryPrimitives.ReadUInt64LittleEndian(from[(16 + (lane * 16))..]));
        }

        for (int slot = 0; slot < Gaps.Length; slot++)
        {
            ReadOnlySpan<byte> place = from.Slice(GapsAt + (slot * GapBytes), GapBytes);
            Gaps[slot] = new PendingGap(Gap.Read(place), new RecordId(
                BinaryPrimitives.ReadUInt64LittleEndian(place[Gap.Bytes..]),
                BinaryPrimitives.ReadUInt32LittleEndian(place[(Gap.Bytes + 8)..])));
        }
    }
}
