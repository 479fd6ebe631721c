using System.ComponentModel;
using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using Vigie.Core;

namespace Vigie.Capture.Ffmpeg;

/// <summary>One ffmpeg process: started without a shell, with pipes of its own on all three streams, ended and reaped by Dispose.</summary>
internal sealed partial class FfmpegChild : IDisposable
{
    /// <summary>How long a child whose pipes are closed may take to end by itself.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>SIGTERM (signal(7)).</summary>
    private const int Terminate = 15;

    private readonly Process _process;
    private readonly StandardErrorTail _errors;

    private FfmpegChild(Process process, string name, Func<string, string>? redact, Action<string>? said)
    {
        _process = process;
        Id = process.Id;
        Input = process.StandardInput.BaseStream;
        Output = process.StandardOutput.BaseStream;
        _errors = new StandardErrorTail(process.StandardError, $"{name} errors", redact, said);
        if (Output is PipeStream pipe && OperatingSystem.IsLinux())
        {
            PipeCapacity.Enlarge(pipe.SafePipeHandle);
        }
    }

    /// <summary>The child's standard input. Blocking.</summary>
    public Stream Input { get; }

    /// <summary>The child's standard output. Blocking; ends when the child does.</summary>
    public Stream Output { get; }

    /// <summary>What the child has complained of so far.</summary>
    public IReadOnlyList<string> Complaints => _errors.Lines;

    /// <summary>Process number.</summary>
    public int Id { get; }

    /// <summary>Starts ffmpeg.</summary>
    /// <param name="ffmpeg">Name in PATH, or path.</param>
    /// <param name="name">What the child is for: names its threads.</param>
    /// <param name="arguments">Each its own, unquoted.</param>
    /// <param name="redact">Takes secrets out of its standard error.</param>
    /// <param name="said">Told each line of it as it comes, on a thread of its own.</param>
    /// <exception cref="Fault">Unavailable: there is no such program.</exception>
    public static FfmpegChild Start(
        string ffmpeg,
        string name,
        IEnumerable<string> arguments,
        Func<string, string>? redact = null,
        Action<string>? said = null)
    {
        var start = new ProcessStartInfo(ffmpeg, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["AV_LOG_FORCE_NOCOLOR"] = "1";
        try
        {
            Process process = Process.Start(start) ?? throw new InvalidOperationException("A new process was asked for.");
            return new FfmpegChild(process, name, redact, said);
        }
        catch (Win32Exception e)
        {
            throw new Fault(
                FaultKind.Unavailable, ffmpeg, $"cannot be started ({e.Message})", "Install it: apt-get install ffmpeg.", e);
        }
    }

    /// <summary>Asks the child to end, and to say why it has done nothing yet (SIGTERM; at once where there are no signals).</summary>
    public void AskToEnd()
    {
        if (!OperatingSystem.IsLinux())
        {
            Kill();
        }
        else if (!_process.HasExited)
        {
            // A child that has ended meanwhile is what was wanted.
            _ = Signal(Id, Terminate);
        }
    }

    /// <summary>Ends the child now; its streams end with it. From any thread, any number of times.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Closes the pipes, and waits until the child has ended and said its last. Nobody may be using the pipes.</summary>
    /// <returns>Its exit code.</returns>
    public int End()
    {
        CloseInput();
        CloseOutput();
        if (!_process.WaitForExit(Patience))
        {
            Kill();
            _process.WaitForExit();
        }

        _errors.Join();
        return _process.ExitCode;
    }

    /// <summary>Ends the child if it still runs, reaps it and closes the pipes.</summary>
    public void Dispose()
    {
        Kill();
        End();
        _process.StandardError.Dispose();
        _process.Dispose();
    }

    /// <summary>Tells the child that nothing more comes.</summary>
    public void CloseInput() => Input.Dispose();

    /// <summary>Tells the child that nobody listens any more.</summary>
    public void CloseOutput() => Output.Dispose();

    /// <summary>kill(2).</summary>
    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
