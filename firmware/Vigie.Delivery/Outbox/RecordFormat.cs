using System.Buffers.Binary;
using System.IO.Hashing;

namespace Vigie.Delivery;

/// <summary>
/// A record on disk, little endian: magic <c>VG</c>, version (u8), flags (u8: 1 retain, 2 telemetry, 4 gap), payload length (u32), topic
/// length (u8), content type length (u8), two zero bytes, number (u64), boot (u64), sequence (u64), topic, content type, payload,
/// XxHash3 of all that (u64), seeded with the segment's first number so that a record counts only in its own segment. A gap record
/// (flag 4) has the gap itself before what is sent, so that it can be said again when the record is given up.
/// </summary>
internal static class RecordFormat
{
    public const int HeaderBytes = 36;
    public const int TrailerBytes = 8;

    private const byte Version = 1;
    private const byte RetainFlag = 1;
    private const byte TelemetryFlag = 2;
    private const byte GapFlag = 4;
    private const int NumberAt = 12;

    public static int LengthOf(int topic, int contentType, int payload) =>
        HeaderBytes + topic + contentType + payload + TrailerBytes;

    /// <summary>Writes all but number and hash, which <see cref="SealAll"/> adds when the segment is known.</summary>
    public static void Write(
        Span<byte> record, Lane lane, RecordId id, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> contentType, ReadOnlySpan<byte> payload, bool retain)
    {
        record[0] = (byte)'V';
        record[1] = (byte)'G';
        record[2] = Version;
        record[3] = (byte)((retain ? RetainFlag : 0) | (lane == Lane.Telemetry ? TelemetryFlag : 0));
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], (uint)payload.Length);
        record[8] = (byte)topic.Length;
        record[9] = (byte)contentType.Length;
        record[10] = 0;
        record[11] = 0;
        BinaryPrimitives.WriteUInt64LittleEndian(record[20..], id.Boot);
        BinaryPrimitives.WriteUInt64LittleEndian(record[28..], id.Sequence);
        Span<byte> body = record[HeaderBytes..];
        topic.CopyTo(body);
        contentType.CopyTo(body[topic.Length..]);
        payload.CopyTo(body[(topic.Length + contentType.Length)..]);
    }

    /// <summary>Writes a gap record, all but number and hash.</summary>
    public static void WriteGap(
        Span<byte> record, PendingGap pending, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> contentType, ReadOnlySpan<byte> payload, bool retain)
    {
        Span<byte> both = new byte[Gap.Bytes + payload.Length];
        pending.Gap.Write(both);
        payload.CopyTo(both[Gap.Bytes..]);
        Write(record, Lane.Signals, pending.Id, topic, contentType, both, retain);
        record[3] |= GapFlag;
    }

    /// <summary>Numbers and hashes every record of a batch for the segment that begins at <paramref name="seed"/>.</summary>
    /// <returns>The number after the last.</returns>
    public static ulong SealAll(Span<byte> batch, ulong number, ulong seed)
    {
        while (batch.Length > 0)
        {
            int length = LengthOf(batch);
            BinaryPrimitives.WriteUInt64LittleEndian(batch[NumberAt..], number);
            Span<byte> hashed = batch[..(length - TrailerBytes)];
            BinaryPrimitives.WriteUInt64LittleEndian(batch[hashed.Length..], XxHash3.HashToUInt64(hashed, (long)seed));
            batch = batch[length..];
            number++;
        }

        return number;
    }

    /// <summary>
    /// The length that a header claims; 0 where it is no header of ours.
    /// Needs <see cref="HeaderBytes"/> bytes.
    /// </summary>
    public static long ClaimedLength(ReadOnlySpan<byte> data) =>
        data[0] == (byte)'V' && data[1] == (byte)'G' && data[2] == Version && data[10] == 0 && data[11] == 0
            ? (long)HeaderBytes + data[8] + data[9] + BinaryPrimitives.ReadUInt32LittleEndian(data[4..]) + TrailerBytes
            : 0;

    /// <summary>Reads the whole record at the start of <paramref name="data"/>, if it is one.</summary>
    public static bool TryRead(ReadOnlySpan<byte> data, ulong seed, out RecordView record)
    {
        record = default;
        if (data.Length < HeaderBytes + TrailerBytes)
        {
            return false;
        }

        long length = ClaimedLength(data);
        if (length == 0 || length > data.Length)
        {
            return false;
        }

        int hashAt = (int)length - TrailerBytes;
        if (BinaryPrimitives.ReadUInt64LittleEndian(data[hashAt..]) != XxHash3.HashToUInt64(data[..hashAt], (long)seed))
        {
            return false;
        }

        record = new RecordView(data[..(int)length]);
        return true;
    }

    private static int LengthOf(ReadOnlySpan<byte> record) =>
        LengthOf(record[8], record[9], (int)BinaryPrimitives.ReadUInt32LittleEndian(record[4..]));

    /// <summary>A record whose hash was found right.</summary>
    public readonly ref struct RecordView(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;

        public int Length => _bytes.Length;

        public ulong Number => BinaryPrimitives.ReadUInt64LittleEndian(_bytes[NumberAt..]);

        public RecordId Id => new(
            BinaryPrimitives.ReadUInt64LittleEndian(_bytes[20..]), BinaryPrimitives.ReadUInt32LittleEndian(_bytes[28..]));

        public bool Retain => (_bytes[3] & RetainFlag) != 0;

        public ReadOnlySpan<byte> Topic => _bytes.Slice(HeaderBytes, _bytes[8]);

        public ReadOnlySpan<byte> ContentType => _bytes.Slice(HeaderBytes + _bytes[8], _bytes[9]);

        public bool IsGap => (_bytes[3] & GapFlag) != 0;

        public Gap Gap => Gap.Read(_bytes[PayloadAt..]);

        public ReadOnlySpan<byte> Payload => _bytes[(PayloadAt + (IsGap ? Gap.Bytes : 0))..^TrailerBytes];

        private int PayloadAt => HeaderBytes + _bytes[8] + _bytes[9];
    }
}
