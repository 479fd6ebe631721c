using System.Globalization;
using System.Net.Sockets;
using Vigie.Appliance.Configuration;
using Vigie.Appliance.Health;
using Vigie.Core;
using Vigie.Core.Settings;

namespace Vigie.Appliance.Service;

/// <summary>What of the machine must be right before the service starts: told with the complaints about the file, all at once.</summary>
internal static class StartChecks
{
    /// <summary>Before this no release of this software existed: a clock that says so is not set.</summary>
    public static readonly DateTimeOffset EarliestTime = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const long SmallestFree = 16_000_000;

    /// <summary>Checks state directory and status socket; says of the clock, where something else is wrong as well.</summary>
    /// <param name="configuration">What was asked.</param>
    /// <param name="complaints">Gets everything that is wrong.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="Fault">Nothing is wrong with the file, but the disk is full, errs or became read-only: worth another try, which nobody has to ask for.</exception>
    public static void Check(ApplianceConfiguration configuration, Complaints complaints, TimeProvider time)
    {
        if (Path.IsPathRooted(configuration.StateDirectory) && CheckDirectory(configuration.StateDirectory, complaints.All.Count == 0) is { } wrong)
        {
            complaints.Add("$.stateDirectory", $"\"{configuration.StateDirectory}\"", wrong);
        }

        string socket = StatusPlace.Of(configuration.StateDirectory);
        if (CheckSocket(socket) is { } taken)
        {
            complaints.Add("status socket", socket, taken);
        }

        // Alone it is no reason not to start: a box without a clock of its own waits until it is told the time.
        if (complaints.All.Count > 0 && time.GetUtcNow() < EarliestTime)
        {
            complaints.Add("clock", time.GetUtcNow().ToString("u", CultureInfo.InvariantCulture), "is not set: no camera starts before it is; set it, or let this box reach a time server");
        }
    }

    private static string? CheckDirectory(string directory, bool isAlone)
    {
        try
        {
            Directory.CreateDirectory(directory);
            string probe = Path.Combine(directory, $".probe-{Environment.ProcessId}");
            using (new FileStream(probe, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
            {
            }

            long free = new DriveInfo(directory).AvailableFreeSpace;
            if (free < SmallestFree && isAlone)
            {
                throw new Fault(
                    FaultKind.Exhausted, directory, $"only {Units.Show(free)} are free on its disk", $"Free at least {Units.Show(SmallestFree)}; the service is then tried again by itself.");
            }

            return free >= SmallestFree ? null : $"only {Units.Show(free)} are free: free at least {Units.Show(SmallestFree)}";
        }
        catch (IOException error) when (isAlone && PrivateFile.IsSick(error))
        {
            throw new Fault(
                FaultKind.Unavailable, directory, $"its disk errs or became read-only: {error.Message.TrimEnd('.')}",
                "See what the kernel says of the disk (dmesg). Restart the box, or replace the disk.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"cannot be written ({error.Message.TrimEnd('.')}): give a directory that this user may write to";
        }
    }

    private static string? CheckSocket(string path)
    {
        if (!StatusPlace.Fits(path))
        {
            return $"its path is longer than {StatusPlace.LongestPath} bytes, the most that a socket can have: take a shorter stateDirectory";
        }

        try
        {
            using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return "another vigie answers here: stop it first (systemctl stop vigie), or give this one a stateDirectory of its own";
        }
        catch (SocketException)
        {
            // Nobody answers: the place is free.
            return null;
        }
    }
}
