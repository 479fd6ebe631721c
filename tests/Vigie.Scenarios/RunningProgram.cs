using System.Collections.Concurrent;
using System.Diagnostics;

namespace Vigie.Scenarios;

/// <summary>A program of ours that runs beside the test; its output by lines.</summary>
internal sealed class RunningProgram : IDisposable
{
    private readonly Process _process;

    public RunningProgram(string program, params string[] arguments)
        : this(program, new Dictionary<string, string>(), arguments)
    {
    }

    /// <param name="program">The program.</param>
    /// <param name="environment">What is added to the test's own environment.</param>
    /// <param name="arguments">Its arguments.</param>
    public RunningProgram(string program, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Checkout.Root,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(Output, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(Error, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public ConcurrentQueue<string> Output { get; } = new();

    public ConcurrentQueue<string> Error { get; } = new();

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public async Task<string> WaitForLineAsync(Func<string, bool> wanted, TimeSpan patience)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.Elapsed < patience)
        {
            if (Output.Concat(Error).FirstOrDefault(wanted) is { } line)
            {
                Everything();
                return line;
            }

            Assert.False(_process.HasExited && watch.Elapsed > TimeSpan.FromSeconds(1), "It ended: " + Everything());
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"Nothing within {patience}: " + Everything());
        return "";
    }

    public async Task<int> WaitForExitAsync(TimeSpan patience)
    {
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(patience);
        await _process.WaitForExitAsync(timeout.Token);
        Everything();
        return _process.ExitCode;
    }

    /// <summary>Asks it to end, as Ctrl+C does.</summary>
    public async Task<int> StopAsync()
    {
        Signals.Send(_process.Id, Signals.Interrupt);
        return await WaitForExitAsync(TimeSpan.FromSeconds(20));
    }

    /// <summary>SIGKILL: it can tidy up nothing.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>All that it has said; fails where a password is in it.</summary>
    public string Everything() => Passwords.NoneIn(string.Join('\n', Error.Concat(Output)));

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }
    }
}
