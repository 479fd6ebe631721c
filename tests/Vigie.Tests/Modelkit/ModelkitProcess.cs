using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Vigie.Tests.Modelkit;

/// <summary>Runs the real modelkit, as a person would, with an environment of the test's choosing.</summary>
internal sealed record ModelkitProcess(int ExitCode, string Output, string Error)
{
    public static async Task<ModelkitProcess> RunAsync(TinyModel tiny, string[] arguments, string? path = null)
    {
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, "modelkit"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = tiny.Root,
        };
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        start.Environment["XDG_CACHE_HOME"] = tiny.Caches;
        start.Environment["PATH"] = path ?? "/nonexistent";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new ModelkitProcess(process.ExitCode, await output, await error);
    }

    /// <summary>Asserts that it ended with one message and no trace of the code inside.</summary>
    public void Failed(int exitCode, params ReadOnlySpan<string> said)
    {
        Assert.Equal(exitCode, ExitCode);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        Assert.Single(Error.Trim().Split('\n'));
        foreach (string part in said)
        {
            Assert.Contains(part, Error, StringComparison.Ordinal);
        }
    }

    public void Succeeded() => Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Error}");
}
