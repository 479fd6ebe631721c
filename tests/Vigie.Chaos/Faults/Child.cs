using System.Collections.Concurrent;
using System.Diagnostics;

namespace Vigie.Chaos.Faults;

/// <summary>A process that this one started and ends.</summary>
internal sealed class Child : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _error = new();

    /// <param name="command">Program and arguments.</param>
    /// <param name="hear">Gets each line of its output; null: nobody.</param>
    /// <param name="environment">What is added to the environment.</param>
    public Child(string[] command, Action<string>? hear = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        ProcessStartInfo start = new(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Or each box that is killed leaves its debugger's sockets behind.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { Length: > 0 } text)
            {
                hear?.Invoke(text);
            }
        };
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public bool HasExited => _process.HasExited;

    /// <summary>The end of what it complained about.</summary>
    public string Error => string.Join(' ', _error);

    public void Say(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.WaitForExit();
    }

    /// <summary>Closes its input, at which a box ends in order.</summary>
    public async Task EndAsync(CancellationToken stop)
    {
        _process.StandardInput.Close();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        await _process.WaitForExitAsync(limit.Token);
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is { Length: > 0 })
        {
            _error.Enqueue(line);
            while (_error.Count > 5)
            {
                _error.TryDequeue(out _);
            }
        }
    }
}
