using System.Buffers.Binary;

namespace Vigie.Delivery;

/// <summary>
/// Records of one lane that will never arrive, said in a record of its own (law 3).
/// </summary>
/// <param name="Lane">The lane that lost them.</param>
/// <param name="Reason">Why.</param>
/// <param name="Count">How many were lost.</param>
/// <param name="First">All lost records lie from this one …</param>
/// <param name="Last">… to this one, both included; all zero where the damage hides it.</param>
public readonly record struct Gap(Lane Lane, GapReason Reason, ulong Count, RecordId First, RecordId Last)
{
    internal const int Bytes = 48;

    /// <summary>Both losses as one. Where the damage hid an end of either, the whole is as unsure.</summary>
    internal Gap Join(Gap other)
    {
        bool hidden = First == default || other.First == default;
        return this with
        {
            Count = Count + other.Count,
            First = hidden ? default : First < other.First ? First : other.First,
            Last = hidden ? default : Last > other.Last ? Last : other.Last,
        };
    }

    internal void Write(Span<byte> into)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(into, (uint)Lane);
        BinaryPrimitives.WriteUInt32LittleEndian(into[4..], (uint)Reason);
        BinaryPrimitives.WriteUInt64LittleEndian(into[8..], Count);
        BinaryPrimitives.WriteUInt64LittleEndian(into[16..], First.Boot);
        BinaryPrimitives.WriteUInt64LittleEndian(into[24..], First.Sequence);
        BinaryPrimitives.WriteUInt64LittleEndian(into[32..], Last.Boot);
        BinaryPrimitives.WriteUInt64LittleEndian(into[40..], Last.Sequence);
    }

    internal static Gap Read(ReadOnlySpan<byte> from) => new(
        (Lane)(BinaryPrimitives.ReadUInt32LittleEndian(from) & 1),
        (GapReason)(BinaryPrimitives.ReadUInt32LittleEndian(from[4..]) & 3),
        BinaryPrimitives.ReadUInt64LittleEndian(from[8..]),
        new RecordId(BinaryPrimitives.ReadUInt64LittleEndian(from[16..]), BinaryPrimitives.ReadUInt32LittleEndian(from[24..])),
        new RecordId(BinaryPrimitives.ReadUInt64LittleEndian(from[32..]), BinaryPrimitives.ReadUInt32LittleEndian(from[40..])));
}
