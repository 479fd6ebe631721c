using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Vigie.Trust.Journal;

/// <summary>
/// How items stand in a file, little endian: magic <c>VJ</c>, kind (u8: J header, R record, H head), version (u8: 1), length (u32), then the
/// first 8 bytes of the SHA-256 over those 8 bytes and the payload, then the payload. The checksum finds torn and rotten bytes; what
/// was written on purpose is found by the chain and the signatures.
/// </summary>
internal static class JournalFraming
{
    public const int FrameBytes = 16;
    public const int MostPayload = JournalRecordCodec.MostBytes;

    private const byte Version = 1;
    private const int ChecksumAt = 8;
    // A hostile file may look like the start of an item at each byte; hashing it all again and again would take hours.
    private const long HashingBudget = 64L << 20;

    public static byte[] Frame(JournalItemKind kind, ReadOnlySpan<byte> payload)
    {
        byte[] framed = new byte[FrameBytes + payload.Length];
        (framed[0], framed[1], framed[2], framed[3]) = ((byte)'V', (byte)'J', (byte)kind, Version);
        BinaryPrimitives.WriteUInt32LittleEndian(framed.AsSpan(4), (uint)payload.Length);
        payload.CopyTo(framed.AsSpan(FrameBytes));
        Checksum(framed).CopyTo(framed.AsSpan(ChecksumAt));
        return framed;
    }

    /// <summary>Takes a file apart: every byte of it is in one item, in order.</summary>
    public static IEnumerable<JournalItem> Read(ReadOnlyMemory<byte> file)
    {
        long budget = HashingBudget;
        int at = 0;
        int good = 0;
        while (at < file.Length)
        {
            if (!TryReadItem(file, at, ref budget, out JournalItem item))
            {
                at++;
                continue;
            }

            if (at > good)
            {
                yield return Damage(file, good, at);
            }

            yield return item;
            at = good = item.End;
        }

        if (good < file.Length)
        {
            yield return Damage(file, good, file.Length);
        }
    }

    private static JournalItem Damage(ReadOnlyMemory<byte> file, int from, int to) =>
        new(JournalItemKind.Damage, from, to - from, file[from..to]);

    private static bool TryReadItem(ReadOnlyMemory<byte> file, int at, ref long budget, out JournalItem item)
    {
        item = default;
        ReadOnlySpan<byte> bytes = file.Span[at..];
        if (bytes.Length < FrameBytes || bytes[0] != 'V' || bytes[1] != 'J' || bytes[2] is not ((byte)'J' or (byte)'R' or (byte)'H') || bytes[3] != Version)
        {
            return false;
        }

        uint length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        if (length > MostPayload || length > bytes.Length - FrameBytes || budget < length)
        {
            return false;
        }

        ReadOnlySpan<byte> framed = bytes[..(FrameBytes + (int)length)];
        if (!Checksum(framed).AsSpan().SequenceEqual(framed.Slice(ChecksumAt, FrameBytes - ChecksumAt)))
        {
            budget -= length;
            return false;
        }

        item = new JournalItem((JournalItemKind)bytes[2], at, framed.Length, file.Slice(at + FrameBytes, (int)length));
        return true;
    }

    private static byte[] Checksum(ReadOnlySpan<byte> framed)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(framed[..ChecksumAt]);
        hash.AppendData(framed[FrameBytes..]);
        return hash.GetHashAndReset()[..(FrameBytes - ChecksumAt)];
    }
}
