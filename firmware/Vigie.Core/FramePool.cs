namespace Vigie.Core;

/// <summary>
/// The memory of all frames of one camera: allocated once, so that a steady stream allocates nothing. Safe for one thread that rents
/// and others that give back.
/// </summary>
public sealed class FramePool
{
    private readonly Stack<Frame> _free;
    private readonly Lock _gate = new();

    /// <summary>Allocates <paramref name="capacity"/> frames of <paramref name="format"/>.</summary>
    public FramePool(FrameFormat format, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        Format = format;
        Capacity = capacity;
        _free = new Stack<Frame>(capacity);
        for (int i = 0; i < capacity; i++)
        {
            _free.Push(new Frame(this, format));
        }
    }

    /// <summary>Shape of every frame of this pool.</summary>
    public FrameFormat Format { get; }

    /// <summary>How many frames exist.</summary>
    public int Capacity { get; }

    /// <summary>Hands out a frame; its pixels are those of its last use.</summary>
    /// <exception cref="InvalidOperationException">All frames are out: an owner forgot to dispose of one.</exception>
    public Frame Rent()
    {
        lock (_gate)
        {
            if (!_free.TryPop(out Frame? frame))
            {
                throw new InvalidOperationException($"All {Capacity} frames of the pool are rented: an owner kept one.");
            }

            frame.Rent();
            return frame;
        }
    }

    internal void Return(Frame frame)
    {
        lock (_gate)
        {
            _free.Push(frame);
        }
    }
}
