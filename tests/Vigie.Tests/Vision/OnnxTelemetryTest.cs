using System.Diagnostics;

namespace Vigie.Tests.Vision;

/// <summary>
/// ONNX Runtime reports on its use unless it is forbidden: a process that makes sessions (the detector's own tests, as a child with
/// a home of its own) leaves no file there and opens no socket to any network.
/// </summary>
public sealed class OnnxTelemetryTest : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("vigie-home-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task A_process_with_sessions_leaves_no_file_and_opens_no_socket()
    {
        HashSet<string> sockets = [];
        using Process child = Process.Start(Child())!;
        Task<string> output = child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        while (!child.HasExited)
        {
            sockets.UnionWith(InternetSockets(child.Id));
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        Assert.True(child.ExitCode == 0, await output);
        Assert.Contains("Total: ", await output, StringComparison.Ordinal);
        Assert.DoesNotContain("Total: 0", await output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_home, "*", SearchOption.AllDirectories));
        Assert.Empty(sockets);
    }

    private ProcessStartInfo Child()
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Vigie.Tests");
        ProcessStartInfo start = new(program, ["-class", typeof(OnnxDetectorTest).FullName!, "-noColor"])
        {
            RedirectStandardOutput = true,
        };
        foreach (string variable in (string[])["HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"])
        {
            start.Environment[variable] = _home;
        }

        start.Environment.Remove(Vigie.Vision.Detectors.OnnxTelemetry.Variable);
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        return start;
    }

    // The kernel's tables name sockets by inode, a process's descriptors do too.
    private static IEnumerable<string> InternetSockets(int process)
    {
        try
        {
            HashSet<string> inodes = [.. new[] { "tcp", "tcp6", "udp", "udp6" }
                .SelectMany(table => File.ReadAllLines($"/proc/{process}/net/{table}").Skip(1))
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[9])];
            return
            [
                .. new DirectoryInfo($"/proc/{process}/fd").EnumerateFiles()
                    .Select(descriptor => descriptor.LinkTarget ?? "")
                    .Where(target => target.StartsWith("socket:[", StringComparison.Ordinal) && inodes.Contains(target[8..^1])),
            ];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The child ended, or closed what was being looked at.
            return [];
        }
    }
}
