namespace Vigie.Appliance.Health;

/// <summary>What the machine has left, and what the process takes.</summary>
/// <param name="DiskFreeBytes">Free bytes where the state directory lies.</param>
/// <param name="TemperatureCelsius">The hottest of the kernel's thermal zones; null where it has none.</param>
/// <param name="ResidentBytes">Memory of the process (RSS), without its children.</param>
/// <param name="Handles">Open file handles.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Children">Child processes; null where the kernel does not tell.</param>
internal sealed record MachineHealth(long DiskFreeBytes, double? TemperatureCelsius, long ResidentBytes, int Handles, int Threads, int? Children)
{
    private const string ThermalZones = "/sys/class/thermal";

    /// <summary>Looks now.</summary>
    /// <param name="stateDirectory">Whose disk is meant.</param>
    public static MachineHealth Look(string stateDirectory) => new(
        Directory.Exists(stateDirectory) ? new DriveInfo(stateDirectory).AvailableFreeSpace : 0,
        ReadTemperature(),
        Environment.WorkingSet,
        Directory.GetFiles("/proc/self/fd").Length,
        Directory.GetDirectories("/proc/self/task").Length,
        CountChildren());

    private static double? ReadTemperature()
    {
        if (!Directory.Exists(ThermalZones))
        {
            return null;
        }

        double[] found = [.. Directory.EnumerateDirectories(ThermalZones, "thermal_zone*").Select(ReadZone).OfType<double>()];
        return found.Length > 0 ? found.Max() : null;
    }

    // Thousandths of a degree (Documentation/driver-api/thermal/sysfs-api.rst). A zone whose sensor sleeps cannot be read.
    private static double? ReadZone(string zone)
    {
        try
        {
            return int.TryParse(File.ReadAllText(Path.Combine(zone, "temp")).Trim(), out int thousandths) ? thousandths / 1000.0 : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static int? CountChildren()
    {
        int count = 0;
        foreach (string task in Directory.GetDirectories("/proc/self/task"))
        {
            try
            {
                count += File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
            }
            catch (IOException)
            {
                // A thread that ended meanwhile; or a kernel without CONFIG_PROC_CHILDREN, which tells of none.
                if (Directory.Exists(task))
                {
                    return null;
                }
            }
        }

        return count;
    }
}
