namespace Vigie.Core;

/// <summary>
/// One picture on its way from the source to the tracks. It has one owner: who is handed a frame disposes of it, which gives the
/// memory back to its pool (law 2, no reference counts). Planar I420, pixels as the source delivered them.
/// </summary>
public sealed class Frame : IDisposable
{
    private readonly FramePool _pool;
    private readonly byte[] _pixels;
    private int _rented;

    internal Frame(FramePool pool, FrameFormat format)
    {
        _pool = pool;
        _pixels = GC.AllocateUninitializedArray<byte>(format.TotalBytes, pinned: true);
        Format = format;
    }

    /// <summary>Size and value range.</summary>
    public FrameFormat Format { get; }

    /// <summary>Position in the stream, counted from 0 at the source's start.</summary>
    public long Number { get; set; }

    /// <summary>Presentation time since the stream's start: the only clock that tracker and rules know (law 4).</summary>
    public TimeSpan At { get; set; }

    /// <summary>Wall time of capture, UTC, stamped once.</summary>
    public DateTimeOffset Wall { get; set; }

    /// <summary>All planes, <see cref="FrameFormat.TotalBytes"/> bytes: luma, blue chroma, red chroma.</summary>
    public Memory<byte> Pixels => _pixels;

    /// <summary>Luma plane, <c>Height</c> rows of <c>Width</c> bytes.</summary>
    public Span<byte> Luma => _pixels.AsSpan(0, Format.LumaBytes);

    /// <summary>Blue chroma plane (Cb), <c>ChromaHeight</c> rows of <c>ChromaWidth</c> bytes.</summary>
    public Span<byte> ChromaBlue => _pixels.AsSpan(Format.LumaBytes, Format.ChromaBytes);

    /// <summary>Red chroma plane (Cr), <c>ChromaHeight</c> rows of <c>ChromaWidth</c> bytes.</summary>
    public Span<byte> ChromaRed => _pixels.AsSpan(Format.LumaBytes + Format.ChromaBytes, Format.ChromaBytes);

    /// <summary>Gives the frame back to its pool.</summary>
    /// <exception cref="InvalidOperationException">The frame was given back before: two owners.</exception>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _rented, 0) == 0)
        {
            throw new InvalidOperationException("This frame was already given back: it has two owners.");
        }

        _pool.Return(this);
    }

    internal void Rent() => Volatile.Write(ref _rented, 1);
}
