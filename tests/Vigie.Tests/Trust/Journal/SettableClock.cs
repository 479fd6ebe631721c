namespace Vigie.Tests.Trust.Journal;

/// <summary>A wall clock that can be set without time passing, and the other way round.</summary>
internal sealed class SettableClock(DateTimeOffset wall) : TimeProvider
{
    private DateTimeOffset _wall = wall;
    private TimeSpan _passed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _wall;

    public override long GetTimestamp() => _passed.Ticks;

    public void Pass(TimeSpan time) => (_wall, _passed) = (_wall + time, _passed + time);

    public void Set(TimeSpan by) => _wall += by;
}
