using System.Buffers.Binary;
using Vigie.Core;

namespace Vigie.Capture.Matroska;

/// <summary>
/// Frames one packet as a Cluster of its own with one SimpleBlock (RFC 9559 sections 5.1.3 and 10.2), sizes at fixed width, so that
/// the frame can be written in front of a payload that is already in its place.
/// </summary>
internal static class ClusterFraming
{
    /// <summary>Bytes in front of the payload.</summary>
    public const int Bytes = ClusterHeadBytes + TimestampBytes + BlockHeadBytes;

    private const int ClusterHeadBytes = 12;
    private const int TimestampBytes = 10;
    private const int BlockHeadBytes = 1 + 8 + BlockFieldBytes;
    private const int BlockFieldBytes = 4;
    private const ulong EightByteSize = 1UL << 56;
    private const byte OneByteNumber = 0x80;
    private const byte KeyFlag = 0x80;

    /// <summary>Writes the frame.</summary>
    /// <param name="frame">Exactly <see cref="Bytes"/> bytes, the payload follows.</param>
    /// <param name="track">Track number, 1 to 126.</param>
    /// <param name="timestamp">Presentation time in ticks of the head's timestamp scale.</param>
    /// <param name="key">Whether the packet is a key frame.</param>
    /// <param name="payloadBytes">Bytes of the payload.</param>
    /// <exception cref="Fault">Corrupt: a time further before zero than Matroska can say.</exception>
    public static void Write(Span<byte> frame, int track, long timestamp, bool key, int payloadBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(frame.Length, Bytes);
        long clusterTimestamp = Math.Max(timestamp, 0);
        if (timestamp - clusterTimestamp < short.MinValue)
        {
            throw new Fault(FaultKind.Corrupt, "packet", $"its time is {timestamp} ticks", "Convert the clip so that it starts at 0.");
        }

        BinaryPrimitives.WriteUInt32BigEndian(frame, ElementId.Cluster);
        BinaryPrimitives.WriteUInt64BigEndian(frame[4..], EightByteSize | (uint)(TimestampBytes + BlockHeadBytes + payloadBytes));
        frame = frame[ClusterHeadBytes..];
        frame[0] = (byte)ElementId.Timestamp;
        frame[1] = OneByteNumber | 8;
        BinaryPrimitives.WriteInt64BigEndian(frame[2..], clusterTimestamp);
        frame = frame[TimestampBytes..];
        frame[0] = (byte)ElementId.SimpleBlock;
        BinaryPrimitives.WriteUInt64BigEndian(frame[1..], EightByteSize | (uint)(BlockFieldBytes + payloadBytes));
        frame[9] = (byte)(OneByteNumber | track);
        BinaryPrimitives.WriteInt16BigEndian(frame[10..], (short)(timestamp - clusterTimestamp));
        frame[12] = key ? KeyFlag : (byte)0;
    }
}
