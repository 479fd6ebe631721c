namespace Vigie.Appliance.Clocks;

/// <summary>
/// The time that frames and events are stamped with. It is the system's, carried on by the monotonic clock: where somebody sets the system's clock,
/// this one follows only when <see cref="Look"/> says so, so that each stamp is by the one or by the other, and everybody knows by which.
/// Any thread; one looks.
/// </summary>
public sealed class BoxClock : TimeProvider
{
    /// <summary>A step shorter than this is followed, and not told: it lies within what the clock's uncertainty says anyway.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(1);

    // Wall clock and monotonic clock are read one after the other: where more passed between them, somebody else ran meanwhile.
    private static readonly TimeSpan MostBetween = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider _system;
    private volatile Anchor _anchor;

    /// <summary>Takes the time from the system's clock.</summary>
    public BoxClock(TimeProvider system)
    {
        _system = system;
        _anchor = new Anchor(system.GetUtcNow(), system.GetTimestamp());
    }

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => _system.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => _system.TimestampFrequency;

    /// <inheritdoc/>
    public override long GetTimestamp() => _system.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => _system.CreateTimer(callback, state, dueTime, period);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        Anchor anchor = _anchor;
        return anchor.Time + _system.GetElapsedTime(anchor.At);
    }

    /// <summary>Goes over to what the system's clock says now.</summary>
    /// <returns>The step, where it is a second or more; null where it is not.</returns>
    public ClockStep? Look()
    {
        long at = _system.GetTimestamp();
        DateTimeOffset now = _system.GetUtcNow();
        if (_system.GetElapsedTime(at) > MostBetween)
        {
            return null;
        }

        Anchor before = _anchor;
        DateTimeOffset was = before.Time + _system.GetElapsedTime(before.At, at);
        _anchor = new Anchor(now, at);
        return (now - was).Duration() >= Bound ? new ClockStep(was, now) : null;
    }

    private sealed record Anchor(DateTimeOffset Time, long At);
}
