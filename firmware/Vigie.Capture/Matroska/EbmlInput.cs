using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Vigie.Core;

namespace Vigie.Capture.Matroska;

/// <summary>
/// EBML primitives (RFC 8794) over a blocking stream. Small reads go through a small buffer, large ones straight from the stream into
/// the caller's memory. Whatever is not EBML, and a stream that ends in the middle, is a <see cref="Fault"/> of kind Corrupt.
/// </summary>
internal sealed class EbmlInput(Stream stream, string subject)
{
    /// <summary>Small: what of a payload comes with its head is copied once more, so the less the better.</summary>
    private const int BufferBytes = 4096;

    private readonly byte[] _buffer = new byte[BufferBytes];
    private ArrayBufferWriter<byte>? _record;
    private int _recordLimit;
    private int _start;
    private int _end;

    /// <summary>Bytes consumed since the stream's start.</summary>
    public long Position { get; private set; }

    /// <summary>Keeps a copy of every byte consumed from now on; more than <paramref name="limit"/> of them is a fault.</summary>
    public void StartRecord(int limit)
    {
        _record = new ArrayBufferWriter<byte>();
        _recordLimit = limit;
    }

    /// <summary>Ends the record and hands out its first <paramref name="length"/> bytes.</summary>
    public byte[] StopRecord(long length)
    {
        byte[] bytes = _record!.WrittenSpan[..(int)length].ToArray();
        _record = null;
        return bytes;
    }

    /// <summary>Whether nothing comes any more; waits until that is known.</summary>
    public bool AtEnd() => _start == _end && !TryFill();

    /// <summary>Reads the head of an element that must end at or before <paramref name="limit"/>, unless its size is unknown.</summary>
    public Element ReadElement(long limit)
    {
        uint id = ReadId();
        long size = ReadVariableInteger(out bool unknown);
        if (unknown)
        {
            return new Element(id, Element.UnknownSize, long.MaxValue);
        }

        if (size > limit - Position)
        {
            throw Corrupt($"element 0x{id:X} of {size} bytes reaches beyond its parent");
        }

        return new Element(id, size, Position + size);
    }

    /// <summary>Reads the data of an unsigned-integer element (RFC 8794 section 7.2), 0 to 8 bytes.</summary>
    public long ReadUnsigned(Element element)
    {
        if (element.Size is < 0 or > 8)
        {
            throw Corrupt($"integer 0x{element.Id:X} of {element.Size} bytes");
        }

        ulong value = 0;
        for (long i = 0; i < element.Size; i++)
        {
            value = (value << 8) | ReadByte();
        }

        return value <= long.MaxValue ? (long)value : throw Corrupt($"integer 0x{element.Id:X} is {value}, beyond 63 bits");
    }

    /// <summary>Reads the data of a short ASCII element (RFC 8794 section 7.4).</summary>
    public string ReadAscii(Element element, int maxBytes)
    {
        if (element.Size < 0 || element.Size > maxBytes)
        {
            throw Corrupt($"text 0x{element.Id:X} of {element.Size} bytes");
        }

        Span<byte> text = stackalloc byte[maxBytes];
        text = text[..(int)element.Size];
        ReadExactly(text);
        text = text.TrimEnd((byte)0);
        return text.ContainsAnyExceptInRange((byte)' ', (byte)'~')
            ? throw Corrupt($"text 0x{element.Id:X} is not ASCII")
            : Encoding.ASCII.GetString(text);
    }

    /// <summary>Reads a variable-size integer (RFC 8794 section 4); all value bits set means unknown.</summary>
    public long ReadVariableInteger(out bool unknown)
    {
        byte first = ReadByte();
        int length = BitOperations.LeadingZeroCount((uint)first << 24) + 1;
        if (length > 8)
        {
            throw Corrupt("a size that starts with a zero byte");
        }

        long value = first & (0xFF >> length);
        for (int i = 1; i < length; i++)
        {
            value = (value << 8) | ReadByte();
        }

        unknown = value == (1L << (7 * length)) - 1;
        return value;
    }

    /// <summary>Reads a 16-bit signed integer, most significant byte first.</summary>
    public short ReadInt16()
    {
        Span<byte> bytes = stackalloc byte[2];
        ReadExactly(bytes);
        return BinaryPrimitives.ReadInt16BigEndian(bytes);
    }

    /// <summary>Reads one byte.</summary>
    public byte ReadByte()
    {
        if (AtEnd())
        {
            throw EndedInside();
        }

        byte value = _buffer[_start];
        Consume(1);
        return value;
    }

    /// <summary>Fills <paramref name="destination"/>: what is buffered first, then straight from the stream.</summary>
    public void ReadExactly(Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            int count = Math.Min(destination.Length, _end - _start);
            if (count > 0)
            {
                _buffer.AsSpan(_start, count).CopyTo(destination);
                Consume(count);
            }
            else if (destination.Length >= BufferBytes)
            {
                count = ReadDirectly(destination);
            }
            else if (!TryFill())
            {
                throw EndedInside();
            }

            destination = destination[count..];
        }
    }

    /// <summary>Passes over <paramref name="count"/> bytes.</summary>
    public void Skip(long count)
    {
        while (count > 0)
        {
            if (AtEnd())
            {
                throw EndedInside();
            }

            int step = (int)Math.Min(count, _end - _start);
            Consume(step);
            count -= step;
        }
    }

    /// <summary>A fault of kind Corrupt that says where in the stream.</summary>
    public Fault Corrupt(string problem) => new(
        FaultKind.Corrupt,
        subject,
        $"not a Matroska stream as ffmpeg writes it ({problem}, at byte {Position})",
        "Check that the clip plays elsewhere, and that ffmpeg is Debian's own.");

    private uint ReadId()
    {
        byte first = ReadByte();
        int length = BitOperations.LeadingZeroCount((uint)first << 24) + 1;
        if (length > 4)
        {
            throw Corrupt($"0x{first:X2} is not the first byte of an element");
        }

        uint id = first;
        for (int i = 1; i < length; i++)
        {
            id = (id << 8) | ReadByte();
        }

        return id;
    }

    private int ReadDirectly(Span<byte> destination)
    {
        int count = stream.Read(destination);
        if (count == 0)
        {
            throw EndedInside();
        }

        Record(destination[..count]);
        Position += count;
        return count;
    }

    private void Consume(int count)
    {
        Record(_buffer.AsSpan(_start, count));
        _start += count;
        Position += count;
    }

    private void Record(ReadOnlySpan<byte> bytes)
    {
        if (_record is null)
        {
            return;
        }

        if (_record.WrittenCount + bytes.Length > _recordLimit)
        {
            throw Corrupt($"its head is longer than {_recordLimit} bytes");
        }

        _record.Write(bytes);
    }

    private bool TryFill()
    {
        _start = 0;
        _end = 0;
        _end = stream.Read(_buffer);
        return _end > 0;
    }

    private Fault EndedInside() => Corrupt("it ends in the middle of an element");
}
