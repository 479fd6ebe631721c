using Microsoft.Extensions.Logging;
using Vigie.Core;

namespace Vigie.Appliance.Service;

/// <summary>
/// Looks at what people hand in through the state directory. A look may wait for the journal, with a disk that refuses for ever: cameras, status and
/// watchdog wait for none, and what the disk does not give is tried again.
/// </summary>
/// <param name="look">One look at all of it.</param>
/// <param name="logger">Where it is said that something could not be taken.</param>
internal sealed class HandInWatch(Func<CancellationToken, Task> look, ILogger logger)
{
    private Task _looking = Task.CompletedTask;
    private string? _said;

    /// <summary>Begins a look unless the last one still waits. About once a second.</summary>
    public async Task LookAsync(CancellationToken cancellation)
    {
        if (!_looking.IsCompleted)
        {
            return;
        }

        try
        {
            await _looking;
            _looking = look(cancellation);
            if (_looking.IsCompleted)
            {
                await _looking;
                _said = null;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or Fault)
        {
            _looking = Task.CompletedTask;
            if (_said != error.Message)
            {
                _said = error.Message;
                ServiceLog.NotTaken(logger, error.Message);
            }
        }
    }
}
