using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;

namespace Vigie.Appliance.Service;

/// <summary>Tells systemd how the service is (sd_notify(3)); says nothing where systemd has not asked (NOTIFY_SOCKET).</summary>
internal sealed class SystemdNotice(ILogger logger)
{
    private readonly SystemdNotifier _notifier = new();
    private string _status = "";

    /// <summary>How often the watchdog wants to be fed: half of what systemd waits (WATCHDOG_USEC); null where it does not watch.</summary>
    public static TimeSpan? WatchdogInterval =>
        long.TryParse(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out long limit) && limit > 0
            ? TimeSpan.FromMicroseconds(limit / 2)
            : null;

    /// <summary>The configuration is accepted and cameras start.</summary>
    public void Ready() => Send("READY=1");

    /// <summary>The configuration is read anew; <see cref="Ready"/> follows.</summary>
    public void Reloading() => Send(string.Create(CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000)}"));

    /// <summary>The service ends in order.</summary>
    public void Stopping() => Send("STOPPING=1");

    /// <summary>Cameras make progress.</summary>
    public void FeedWatchdog() => Send("WATCHDOG=1");

    /// <summary>One sentence for <c>systemctl status</c>; sent where it is another than the last.</summary>
    public void Say(string status)
    {
        if (_status != status)
        {
            _status = status;
            Send("STATUS=" + status.ReplaceLineEndings(" "));
        }
    }

    private void Send(string state)
    {
        if (!_notifier.IsEnabled)
        {
            return;
        }

        try
        {
            _notifier.Notify(new ServiceState(state));
        }
        catch (SocketException error)
        {
            ServiceLog.NotNotified(logger, error.Message);
        }
    }
}
