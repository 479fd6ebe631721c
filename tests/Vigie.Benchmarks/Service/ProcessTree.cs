using System.Globalization;

namespace Vigie.Benchmarks.Service;

/// <summary>A process with all its descendants, as the kernel accounts for them (proc(5)).</summary>
internal sealed class ProcessTree(int root)
{
    // USER_HZ, which is 100 on all of Linux's architectures that matter here.
    private const double TicksPerSecond = 100;

    /// <summary>Processor time of all, and of children that ended and were waited for, seconds.</summary>
    public double ProcessorSeconds() => Members().Sum(fields => Ticks(fields, 13) + Ticks(fields, 14) + Ticks(fields, 15) + Ticks(fields, 16)) / TicksPerSecond;

    /// <summary>Memory of all, megabytes; pages that several share are shared out among them (Pss).</summary>
    public double ProportionalMegabytes() => Members().Sum(fields => Kilobytes($"/proc/{fields[0]}/smaps_rollup", "Pss:")) / 1000;

    /// <summary>Memory of the first process alone, megabytes (VmRSS).</summary>
    public double RootMegabytes() => Kilobytes($"/proc/{root}/status", "VmRSS:") / 1000;

    public int Count() => Members().Count;

    private List<string[]> Members()
    {
        List<string[]> all = [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(Fields!).OfType<string[]>()];
        List<string[]> found = [.. all.Where(fields => fields[0] == root.ToString(CultureInfo.InvariantCulture))];
        for (int i = 0; i < found.Count; i++)
        {
            found.AddRange(all.Where(fields => fields[3] == found[i][0]));
        }

        return found;
    }

    /// <summary>Fields of /proc/PID/stat, the name in brackets as one of them; null where the process is gone.</summary>
    private static string[]? Fields(string process)
    {
        if (ReadOrNull($"/proc/{process}/stat") is not { } stat)
        {
            return null;
        }

        int end = stat.LastIndexOf(')');
        return [process, stat[(stat.IndexOf('(') + 1)..end], .. stat[(end + 2)..].Split(' ')];
    }

    private static double Ticks(string[] fields, int index) => double.Parse(fields[index], CultureInfo.InvariantCulture);

    private static double Kilobytes(string file, string key)
    {
        string? line = ReadOrNull(file)?.Split('\n').FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line[key.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }

    // A process may end between two looks.
    private static string? ReadOrNull(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
