using System.Numerics;
using Vigie.Capture.Matroska;
using Vigie.Core;

namespace Vigie.Capture.Ffmpeg;

/// <summary>
/// Carries packets from the demuxing child to the decoding one: the head byte for byte, then each packet that the gate lets pass, in a
/// Cluster of its own and one write. In memory are one packet and, while only key frames are decoded, those since the last one; a steady
/// stream allocates nothing.
/// </summary>
internal sealed class PacketPump(MatroskaReader packets, MatroskaHead head, Stream decoder, KeyFrameGate gate)
{
    private const int FirstBufferBytes = 64 << 10;

    private readonly PacketGroup _group = new();
    private readonly GroupSizes _sizes = new(head.Track.PixelWidth * head.Track.PixelHeight);
    private byte[] _packet = new byte[FirstBufferBytes];
    private long _count;
    private long _bytes;
    private long _decoded;
    private int _kept;

    /// <summary>Video packets read.</summary>
    public long Packets => Volatile.Read(ref _count);

    /// <summary>Their bytes.</summary>
    public long PacketBytes => Volatile.Read(ref _bytes);

    /// <summary>Packets that went on to the decoder.</summary>
    public long PacketsDecoded => Volatile.Read(ref _decoded);

    /// <summary>How soon the stream is at full rate again after only key frames were decoded.</summary>
    public WakeTime Wake => _sizes.Wake;

    /// <summary>Time between key frames; zero before there were two.</summary>
    public TimeSpan KeyFrameInterval => _sizes.KeyFrameInterval;

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
            ClusterFraming.Write(_packet.AsSpan(0, ClusterFraming.Bytes), head.Track.Number, block.Timestamp, key, block.PayloadBytes);
            _sizes.Add(key, block.At, block.PayloadBytes);
            Deal(gate.Judge(key, block.At, block.PayloadBytes), _packet.AsSpan(0, framed));
        }
    }

    private void Deal(PacketFate fate, ReadOnlySpan<byte> framed)
    {
        if (fate is PacketFate.DecodeAnew or PacketFate.KeepAnew)
        {
            Forget();
        }

        if (fate is PacketFate.Decode or PacketFate.DecodeAnew)
        {
            Decode(framed);
        }
        else if (fate is PacketFate.Keep or PacketFate.KeepAnew)
        {
            Keep(framed);
        }
    }

    private void Decode(ReadOnlySpan<byte> framed)
    {
        int kept = _kept;
        if (kept > 0)
        {
            decoder.Write(_group.Bytes);
            Forget();
        }

        decoder.Write(framed);
        Volatile.Write(ref _decoded, _decoded + kept + 1);
    }

    private void Keep(ReadOnlySpan<byte> framed)
    {
        _kept++;
        if (!_group.TryAdd(framed))
        {
            _kept = 0;
            gate.Lose();
        }
    }

    private void Forget()
    {
        _group.Clear();
        _kept = 0;
    }
}
