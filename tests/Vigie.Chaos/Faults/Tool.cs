using System.Diagnostics;

namespace Vigie.Chaos.Faults;

/// <summary>A program of the system that does one thing and ends.</summary>
internal static class Tool
{
    /// <summary>Whether a program is on this machine.</summary>
    public static bool Exists(string name) => Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, name)));

    /// <summary>Runs it; what it complains about is the row's failure.</summary>
    public static string Run(params string[] command)
    {
        (int exit, string output, string error) = Try(command);
        return exit == 0 ? output : throw new RowFailure($"{string.Join(' ', command)}: exit code {exit}: {error.Trim()}");
    }

    /// <summary>Runs it.</summary>
    public static (int Exit, string Output, string Error) Try(params string[] command)
    {
        using Process process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
