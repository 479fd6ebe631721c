using System.Numerics;
using Vigie.Capture.Matroska;
using Vigie.Core;

namespace Vigie.Capture.Ffmpeg;

/// <summary>
/// Carries packets from the demuxing child to the decoding one: the head byte for byte, then each packet that the gate lets pass, in a
/// Cluster of its own and one write. One packet is in memory at a time; a steady stream allocates nothing.
/// </summary>
internal sealed class PacketPump(MatroskaReader packets, MatroskaHead head, Stream decoder, KeyFrameGate gate)
{
    private const int FirstBufferBytes = 64 << 10;

    private byte[] _packet = new byte[FirstBufferBytes];
    private long _count;
    private long _bytes;
    private long _decoded;

    /// <summary>Video packets read.</summary>
    public long Packets => Volatile.Read(ref _count);

    /// <summary>Their bytes.</summary>
    public long PacketBytes => Volatile.Read(ref _bytes);

    /// <summary>Packets that went on to the decoder.</summary>
    public long PacketsDecoded => Volatile.Read(ref _decoded);

    /// <summary>Runs until the packets end.</summary>
    /// <exception cref="Fault">Corrupt: the stream of packets broke off.</exception>
    /// <exception cref="IOException">The decoder takes no more.</exception>
    public void Run()
    {
        decoder.Write(head.Bytes);
        while (packets.TryNextBlock(out MatroskaBlock block))
        {
            int framed = ClusterFraming.Bytes + block.PayloadBytes;
            if (framed > _packet.Length)
            {
                _packet = GC.AllocateUninitializedArray<byte>((int)BitOperations.RoundUpToPowerOf2((uint)framed));
            }

            bool key = packets.ReadPayload(_packet.AsSpan(ClusterFraming.Bytes, block.PayloadBytes));
            Volatile.Write(ref _count, _count + 1);
            Volatile.Write(ref _bytes, _bytes + block.PayloadBytes);
            if (gate.Passes(key, block.At))
            {
                ClusterFraming.Write(
                    _packet.AsSpan(0, ClusterFraming.Bytes), head.Track.Number, block.Timestamp, key, block.PayloadBytes);
                decoder.Write(_packet.AsSpan(0, framed));
                Volatile.Write(ref _decoded, _decoded + 1);
            }
        }
    }
}
