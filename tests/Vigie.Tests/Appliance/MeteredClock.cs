namespace Vigie.Tests.Appliance;

/// <summary>A clock that meters what the thread which made it allocates between the times that it asks.</summary>
internal sealed class MeteredClock(TimeProvider clock, int callsPerWindow) : TimeProvider
{
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly AllocationMeter _meter = new(callsPerWindow);

    /// <summary>Bytes of the quietest window.</summary>
    public long LeastHere => _meter.Least;

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override long GetTimestamp()
    {
        if (Environment.CurrentManagedThreadId == _thread)
        {
            _meter.Tick();
        }

        return clock.GetTimestamp();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(callback, state, dueTime, period);
}
