using System.Numerics;

namespace Vigie.Capture.Ffmpeg;

/// <summary>Packets since the last key frame, framed as the decoder wants them, in one piece of memory. Grows to its limit and never shrinks.</summary>
internal sealed class PacketGroup
{
    /// <summary>More than this is not kept: two seconds of 16 Mbit/s.</summary>
    public const int MostBytes = 4 << 20;

    private byte[] _bytes = new byte[256 << 10];
    private int _length;

    /// <summary>What is kept.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>Adds a framed packet; false, and then empty, where it is too much.</summary>
    public bool TryAdd(ReadOnlySpan<byte> framed)
    {
        if (_length + framed.Length > MostBytes)
        {
            Clear();
            return false;
        }

        if (_length + framed.Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)BitOperations.RoundUpToPowerOf2((uint)(_length + framed.Length)));
        }

        framed.CopyTo(_bytes.AsSpan(_length));
        _length += framed.Length;
        return true;
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => _length = 0;
}
