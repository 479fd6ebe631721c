using CliWrap;
using CliWrap.EventStream;
using Vigie.Core;

namespace Vigie.Edgectl.Demo;

/// <summary>A program that runs beside the demo and is asked to end, as Ctrl+C asks, when the demo ends.</summary>
internal sealed class Companion : IAsyncDisposable
{
    private static readonly TimeSpan ForceAfter = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _end = new();
    private readonly CancellationTokenSource _force = new();
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _name;
    private readonly Task _running;

    /// <summary>Starts it.</summary>
    /// <param name="name">What people know it as.</param>
    /// <param name="program">Path of the program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="readyWhen">Part of the line that says that it is ready.</param>
    /// <param name="onLine">Takes each line of its output.</param>
    public Companion(string name, string program, IReadOnlyList<string> arguments, string readyWhen, Action<string> onLine)
    {
        _name = name;
        _running = ListenAsync(
            Cli.Wrap(program).WithArguments(arguments).WithValidation(CommandResultValidation.None), readyWhen, onLine);
    }

    /// <summary>The line by which it said that it is ready.</summary>
    /// <exception cref="Fault">It ended before.</exception>
    public Task<string> Ready => _ready.Task;

    /// <summary>Asks it to end and waits until it has.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _force.CancelAfter(ForceAfter);
        await _running;
        _end.Dispose();
        _force.Dispose();
    }

    private async Task ListenAsync(Command command, string readyWhen, Action<string> onLine)
    {
        List<string> errors = [];
        try
        {
            await foreach (CommandEvent happened in command.ListenAsync(Console.OutputEncoding, Console.OutputEncoding, _force.Token, _end.Token))
            {
                string line = happened switch
                {
                    StandardOutputCommandEvent output => output.Text,
                    StandardErrorCommandEvent error => error.Text,
                    _ => "",
                };
                if (happened is StandardErrorCommandEvent)
                {
                    errors.Add(line);
                }
                else if (line.Length > 0)
                {
                    onLine(line);
                }

                if (line.Contains(readyWhen, StringComparison.Ordinal))
                {
                    _ready.TrySetResult(line);
                }
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            errors.Add("It was asked to end.");
        }
        finally
        {
            _ready.TrySetException(new Fault(
                FaultKind.Unavailable, _name, "ended before it was ready: " + string.Join(' ', errors), "Mend what it says and start the demo again."));
        }
    }
}
