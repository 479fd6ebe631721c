namespace Vigie.Tests.Appliance;

/// <summary>A machine's two clocks: time passes on both, and somebody sets one of them.</summary>
internal sealed class SettableClock(DateTimeOffset start) : TimeProvider
{
    private TimeSpan _passed;
    private TimeSpan _set;

    /// <summary>What passes while the wall clock is read.</summary>
    public TimeSpan Between { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        _passed += Between;
        return start + _passed + _set;
    }

    public override long GetTimestamp() => _passed.Ticks;

    public void Pass(TimeSpan time) => _passed += time;

    /// <summary>Sets the wall clock, forward or back.</summary>
    public void Set(TimeSpan by) => _set += by;
}
