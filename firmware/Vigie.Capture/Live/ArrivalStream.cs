namespace Vigie.Capture.Live;

/// <summary>Passes a child's output on, and notes when bytes came last: every packet of a live stream is a write of its own.</summary>
internal sealed class ArrivalStream(Stream inner, TimeProvider time) : Stream
{
    private long _last = time.GetTimestamp();
    private long _bytes;

    /// <summary>When bytes came last, as a timestamp of the clock; when the stream was made, where none came yet.</summary>
    public long Last => Volatile.Read(ref _last);

    /// <summary>Bytes that came so far.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        int count = inner.Read(buffer);
        if (count > 0)
        {
            Volatile.Write(ref _last, time.GetTimestamp());
            Volatile.Write(ref _bytes, _bytes + count);
        }

        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
