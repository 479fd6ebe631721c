using System.Globalization;

namespace Vigie.Trust.Time;

/// <summary>
/// The board's battery-backed clock. What it proves: that the kernel set the system's clock from it at boot (<c>hctosys</c>) and that
/// both still agree. What it does not: that whoever is root, or holds the board, has not set it; the last time seen bounds that.
/// </summary>
/// <param name="folder">The clock in sysfs (the kernel's Documentation/admin-guide/rtc.rst).</param>
public sealed class RealTimeClock(string folder = "/sys/class/rtc/rtc0") : ITimeSource
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public string Name => "the board's clock (RTC)";

    /// <inheritdoc/>
    public bool MayTurnBack => false;

    /// <inheritdoc/>
    public bool TryRead(DateTimeOffset system, out DateTimeOffset now, out string reason)
    {
        now = system;
        try
        {
            if (File.ReadAllText(Path.Combine(folder, "hctosys")).Trim() != "1")
            {
                reason = "the kernel did not set the system's clock from the board's at boot (a flat battery, or another clock)";
                return false;
            }

            string text = File.ReadAllText(Path.Combine(folder, "since_epoch")).Trim();
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            {
                reason = "the board's clock does not tell a time";
                return false;
            }

            var board = DateTimeOffset.FromUnixTimeSeconds(seconds);
            bool agrees = (board - system).Duration() <= Tolerance;
            reason = agrees ? "" : $"the board's clock says {board:u}, the system's {system:u}: one was set without the other";
            return agrees;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            reason = $"there is no board clock ({folder}: {error.Message.TrimEnd('.')})";
            return false;
        }
    }
}
