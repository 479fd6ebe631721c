using System.Globalization;

namespace Vigie.Scenarios.Cameras;

/// <summary>What this process holds at one moment (proc_pid_stat(5), proc_pid_status(5)).</summary>
/// <param name="Handles">Open file descriptors.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Children">Child processes, dead ones that nobody has reaped too, but those left out.</param>
/// <param name="ResidentMegabytes">Memory.</param>
internal sealed record ProcessLook(int Handles, int Threads, int Children, double ResidentMegabytes)
{
    public static ProcessLook Now(params int[] leftOut)
    {
        string memory = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        double kilobytes = double.Parse(memory.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        return new ProcessLook(
            Directory.GetFiles("/proc/self/fd").Length, Directory.GetDirectories("/proc/self/task").Length, ChildNumbers().Except(leftOut).Count(), kilobytes / 1024);
    }

    /// <summary>Process numbers of all children.</summary>
    public static IEnumerable<int> ChildNumbers()
    {
        foreach (string folder in Directory.GetDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            if (ParentOf(folder) == Environment.ProcessId)
            {
                yield return int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture);
            }
        }
    }

    private static int ParentOf(string folder)
    {
        try
        {
            string stat = File.ReadAllText(folder + "/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // It ended while we looked.
            return 0;
        }
    }
}
