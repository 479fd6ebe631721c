using System.Collections.Concurrent;
using System.Diagnostics;

namespace Vigie.Scenarios;

/// <summary>A bash script run to its end or its limit, with no input; both of its outputs, line by line in order of arrival.</summary>
internal static class Script
{
    public static async Task<(int Exit, IReadOnlyList<string> Lines)> RunAsync(
        string folder, TimeSpan limit, Action<string> line, params string[] arguments)
    {
        ConcurrentQueue<string> lines = [];
        using Process process = Prepare(folder, arguments, text =>
        {
            lines.Enqueue(text);
            line(text);
        });
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        end.CancelAfter(limit);
        try
        {
            await process.WaitForExitAsync(end.Token);
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            Assert.Fail($"Not done after {limit}:\n{string.Join('\n', lines.TakeLast(60))}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        Passwords.NoneIn(string.Join('\n', lines));
        return (process.ExitCode, [.. lines]);
    }

    private static Process Prepare(string folder, string[] arguments, Action<string> line)
    {
        Process process = new()
        {
            StartInfo = new ProcessStartInfo("bash", arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        void Take(object sender, DataReceivedEventArgs received)
        {
            if (received.Data is { } text)
            {
                line(text);
            }
        }

        process.OutputDataReceived += Take;
        process.ErrorDataReceived += Take;
        return process;
    }
}
