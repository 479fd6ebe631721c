using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Vigie.Core;

namespace Vigie.Modelkit.Probing;

/// <summary>
/// Tries a network in a child process with limits on time and memory, so that whatever it does to ONNX Runtime ends there
/// (<see cref="Probe"/> is the other end).
/// </summary>
public static class ProbeProcess
{
    private const string Other = "Use another network, or export it again.";

    // Limits are of processor time, so that a busy machine refuses no network that a quiet one takes; this many times as long by the clock, though,
    // is too long for anything.
    private const int Busy = 20;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(10);

    /// <summary>Runs it once.</summary>
    /// <exception cref="Fault">It cannot be loaded or run, or not within the limits.</exception>
    public static async Task<ProbeReport> RunAsync(string file, int width, int height, ProbeLimits limits, CancellationToken cancel)
    {
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, "modelkit"), ["probe", Path.GetFullPath(file), Number(width), Number(height)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // A program's own host finds the runtime that this process runs on.
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        using Process child = Process.Start(start)!;
        Task<string> error = child.StandardError.ReadToEndAsync(cancel);
        try
        {
            string? first = await GuardAsync(child, file, "loading it", limits.Load, limits, child.StandardOutput.ReadLineAsync(cancel), cancel);
            string? second = first == Probe.Loaded
                ? await GuardAsync(child, file, "one run of it", limits.Run, limits, child.StandardOutput.ReadLineAsync(cancel), cancel)
                : null;
            await GuardAsync(child, file, "its end", limits.Load, limits, EndAsync(child, cancel), cancel);
            return child.ExitCode == 0 && second is not null
                ? JsonSerializer.Deserialize(second, ProbeJson.Default.ProbeReport)!
                : throw Failed(file, child.ExitCode, await error);
        }
        finally
        {
            if (!child.HasExited)
            {
                child.Kill();
            }
        }
    }

    private static async Task<int> EndAsync(Process child, CancellationToken cancel)
    {
        await child.WaitForExitAsync(cancel);
        return child.ExitCode;
    }

    private static async Task<T> GuardAsync<T>(Process child, string file, string what, TimeSpan limit, ProbeLimits limits, ValueTask<T> work, CancellationToken cancel) =>
        await GuardAsync(child, file, what, limit, limits, work.AsTask(), cancel);

    private static async Task<T> GuardAsync<T>(Process child, string file, string what, TimeSpan limit, ProbeLimits limits, Task<T> work, CancellationToken cancel)
    {
        Stopwatch since = Stopwatch.StartNew();
        TimeSpan before = SpentBy(child.Id).Worked;
        while (await Task.WhenAny(work, Task.Delay(Period, cancel)) != work)
        {
            cancel.ThrowIfCancellationRequested();
            (TimeSpan worked, long memory) = SpentBy(child.Id);
            if (worked - before > limit || since.Elapsed > limit * Busy)
            {
                throw new Fault(FaultKind.Timeout, file, string.Create(CultureInfo.InvariantCulture, $"{what} did not end within {limit.TotalSeconds:0.0} s"), Other);
            }

            if (memory > limits.Memory)
            {
                throw new Fault(FaultKind.Exhausted, file, $"{what} took more than {limits.Memory >> 20} MiB of memory", Other);
            }
        }

        return await work;
    }

    // Through an object of its own: refreshing the child's would make it forget that it has ended.
    private static (TimeSpan Worked, long Memory) SpentBy(int process)
    {
        try
        {
            using var seen = Process.GetProcessById(process);
            return (seen.TotalProcessorTime, seen.WorkingSet64);
        }
        catch (Exception gone) when (gone is InvalidOperationException or ArgumentException or Win32Exception)
        {
            // It has just ended, and takes nothing any more.
            return default;
        }
    }

    // The child's own complaint names the file and the remedy; a crash has none.
    private static Fault Failed(string file, int exitCode, string error)
    {
        string[] lines = [.. error.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
        const string Mark = "probe: ";
        string? said = lines.FirstOrDefault(line => line.StartsWith(Mark, StringComparison.Ordinal));
        return said is null
            ? new Fault(FaultKind.Corrupt, file, $"ONNX Runtime crashed on it (exit code {exitCode})", Other)
            : new Fault(FaultKind.Corrupt, file, said[Mark.Length..].TrimEnd('.'), Other);
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
