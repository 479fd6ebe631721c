namespace Vigie.Tests.Trust;

/// <summary>A clock by hand, whose wall time can be set while its monotonic time goes on.</summary>
internal sealed class TownClock(DateTimeOffset start) : TimeProvider
{
    private TimeSpan _elapsed;
    private TimeSpan _set;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _elapsed.Ticks;

    public override DateTimeOffset GetUtcNow() => start + _elapsed + _set;

    public void Advance(TimeSpan by) => _elapsed += by;

    public void Set(TimeSpan by) => _set += by;
}
