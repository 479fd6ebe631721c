using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Vigie.Tests.Edgectl;

/// <summary>A program that was started for a test, with the lines that it has written; killed at the end if it still runs.</summary>
internal sealed class Running : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    private Running(string program, IEnumerable<string> arguments)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true },
        };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What it has written to standard output and standard error.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    /// <summary>Whether Mosquitto is installed here.</summary>
    public static string? Mosquitto { get; } =
        new[] { "/usr/sbin/mosquitto", "/usr/bin/mosquitto", "/usr/local/sbin/mosquitto" }.FirstOrDefault(File.Exists);

    public static Running Edgectl(params string[] arguments) =>
        new("dotnet", [Path.Combine(AppContext.BaseDirectory, "edgectl.dll"), .. arguments]);

    /// <summary>Another program.</summary>
    public static Running Program(string program, params string[] arguments) => new(program, arguments);

    public static async Task<(Running Broker, int Port)> EdgectlBrokerAsync(int port = 0)
    {
        Running broker = Edgectl("broker", "--port", $"{port}");
        string line = await broker.LineAsync("Listening on ");
        return (broker, new Uri(line.Split(' ')[2]).Port);
    }

    public static async Task<(Running Broker, int Port)> MosquittoAsync()
    {
        int port = FreePort();
        string configuration = Path.Combine(Directory.CreateTempSubdirectory("vigie-mosquitto-").FullName, "mosquitto.conf");
        await File.WriteAllTextAsync(configuration, $"listener {port} 127.0.0.1\nallow_anonymous true\npersistence false\n");
        Running broker = new(Mosquitto!, ["-c", configuration, "-v"]);
        await broker.LineAsync("running");
        return (broker, port);
    }

    public static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits for the <paramref name="nth"/> line with this in it.</summary>
    public async Task<string> LineAsync(string part, int nth = 1)
    {
        var since = Stopwatch.StartNew();
        while (true)
        {
            bool ended = _process.HasExited;
            string[] found = [.. Lines.Where(line => line.Contains(part, StringComparison.Ordinal)).Take(nth)];
            if (found.Length == nth)
            {
                return found[^1];
            }

            if (ended || since.Elapsed > Patience)
            {
                Assert.Fail($"{(ended ? "It ended" : "It waited")} without line {nth} with \"{part}\":\n{string.Join('\n', Lines)}");
            }

            await Task.Delay(20);
        }
    }

    /// <summary>Sends a signal: by the shell, since a small system has no program for it.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("bash", ["-c", $"kill -s {name} {_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndAsync(TimeSpan? patience = null)
    {
        await _process.WaitForExitAsync().WaitAsync(patience ?? Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _lines.Enqueue(line);
        }
    }
}
