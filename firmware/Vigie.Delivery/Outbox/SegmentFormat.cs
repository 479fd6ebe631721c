using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;

namespace Vigie.Delivery;

/// <summary>
/// Name and header of a segment file, little endian: <c>VIGIEOUT</c>, version (u32), lane (u32), number of the first record (u64),
/// XxHash3 of these (u64). The name says lane and first number too, so that a damaged header costs no record.
/// </summary>
internal static class SegmentFormat
{
    public const int HeaderBytes = 32;

    private const uint Version = 1;
    private const int HashAt = HeaderBytes - 8;

    public static string NameOf(Lane lane, ulong first) =>
        string.Create(CultureInfo.InvariantCulture, $"{PrefixOf(lane)}{first:d20}.segment");

    public static bool TryParseName(string name, out Lane lane, out ulong first)
    {
        lane = name.StartsWith(PrefixOf(Lane.Signals), StringComparison.Ordinal) ? Lane.Signals : Lane.Telemetry;
        string prefix = PrefixOf(lane);
        first = 0;
        return name.Length == prefix.Length + 20 + ".segment".Length
            && name.StartsWith(prefix, StringComparison.Ordinal)
            && name.EndsWith(".segment", StringComparison.Ordinal)
            && ulong.TryParse(name.AsSpan(prefix.Length, 20), NumberStyles.None, CultureInfo.InvariantCulture, out first)
            && first > 0;
    }

    public static void Write(Span<byte> header, Lane lane, ulong first)
    {
        "VIGIEOUT"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(header[12..], (uint)lane);
        BinaryPrimitives.WriteUInt64LittleEndian(header[16..], first);
        BinaryPrimitives.WriteUInt64LittleEndian(header[HashAt..], XxHash3.HashToUInt64(header[..HashAt]));
    }

    /// <summary>Whether the header is whole, ours and of this segment; a whole header of another version is <paramref name="foreign"/>.</summary>
    public static bool IsGood(ReadOnlySpan<byte> header, Lane lane, ulong first, out bool foreign)
    {
        foreign = false;
        if (header.Length < HeaderBytes || !header.StartsWith("VIGIEOUT"u8)
            || BinaryPrimitives.ReadUInt64LittleEndian(header[HashAt..]) != XxHash3.HashToUInt64(header[..HashAt]))
        {
            return false;
        }

        foreign = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]) != Version;
        return !foreign
            && BinaryPrimitives.ReadUInt32LittleEndian(header[12..]) == (uint)lane
            && BinaryPrimitives.ReadUInt64LittleEndian(header[16..]) == first;
    }

    private static string PrefixOf(Lane lane) => lane == Lane.Signals ? "signals-" : "telemetry-";
}
