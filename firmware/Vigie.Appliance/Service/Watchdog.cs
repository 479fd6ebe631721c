namespace Vigie.Appliance.Service;

/// <summary>Feeds systemd's watchdog while every camera makes progress; where one hangs, it starves, and systemd restarts the process.</summary>
/// <param name="systemd">Whom it tells.</param>
/// <param name="time">Clock.</param>
internal sealed class Watchdog(SystemdNotice systemd, TimeProvider time)
{
    private readonly TimeSpan? _interval = SystemdNotice.WatchdogInterval;
    private long? _fedAt;

    /// <summary>Looks, about once a second.</summary>
    /// <param name="healthy">Whether every camera makes progress.</param>
    public void Look(bool healthy)
    {
        // A second early: the next look may come too late.
        if (healthy && _interval is { } interval && (_fedAt is not { } fed || time.GetElapsedTime(fed) >= interval - TimeSpan.FromSeconds(1)))
        {
            _fedAt = time.GetTimestamp();
            systemd.FeedWatchdog();
        }
    }
}
