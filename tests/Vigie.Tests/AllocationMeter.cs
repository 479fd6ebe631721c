namespace Vigie.Tests;

/// <summary>
/// What a thread allocates in the quietest of several windows of so many ticks. A collection at the wrong moment adds what is left of
/// the thread's allocation buffer to its count, so that one window alone may lie; what is allocated at every tick shows in all of them.
/// </summary>
internal sealed class AllocationMeter(int ticksPerWindow)
{
    private int _ticks;
    private long _before;

    /// <summary>Bytes; <see cref="long.MaxValue"/> before the first window has ended. The window before it warms up.</summary>
    public long Least { get; private set; } = long.MaxValue;

    /// <summary>What a step allocates on this thread in the quietest of several rounds.</summary>
    public static long Of(Action step, int rounds = 5)
    {
        AllocationMeter meter = new(1);
        for (int i = 0; i < rounds; i++)
        {
            meter.Tick();
            step();
        }

        meter.Tick();
        return meter.Least;
    }

    public void Tick()
    {
        if (++_ticks % ticksPerWindow != 0)
        {
            return;
        }

        long now = GC.GetAllocatedBytesForCurrentThread();
        Least = _ticks > ticksPerWindow ? Math.Min(Least, now - _before) : Least;
        _before = now;
    }
}
