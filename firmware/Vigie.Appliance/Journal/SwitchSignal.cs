using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Vigie.Core;
using Vigie.Trust.Switch;

namespace Vigie.Appliance.Journal;

/// <summary>SIGUSR1 presses the kill switch (<c>systemctl kill -s USR1 vigie</c>): no key, no network, no file. Held for the service's life.</summary>
public sealed partial class SwitchSignal : IDisposable
{
    // signal(7): 10 on x64 and arm64.
    private const int UserDefined1 = 10;

    private readonly KillSwitch _killSwitch;
    private readonly ILogger _logger;
    private readonly PosixSignalRegistration _registration;

    /// <summary>Begins to listen.</summary>
    public SwitchSignal(KillSwitch killSwitch, ILogger logger)
    {
        (_killSwitch, _logger) = (killSwitch, logger);
        _registration = PosixSignalRegistration.Create((PosixSignal)UserDefined1, OnSignal);
    }

    /// <inheritdoc/>
    public void Dispose() => _registration.Dispose();

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        Pressed(_logger);
        _ = PressAsync();
    }

    private async Task PressAsync()
    {
        try
        {
            await _killSwitch.PressAsync(SwitchSource.Signal, "SIGUSR1");
        }
        catch (Exception error) when (error is Fault or IOException or UnauthorizedAccessException or ObjectDisposedException or OperationCanceledException)
        {
            // Analytics are off all the same; only that it is kept is not certain.
            NotKept(_logger, error.Message);
        }
    }

    [LoggerMessage(6701, LogLevel.Warning, "Kill switch pressed by signal: no frame is looked at until it is lifted with a key")]
    private static partial void Pressed(ILogger logger);

    [LoggerMessage(6702, LogLevel.Error, "Kill switch pressed, but that is not on disk or not in the journal: {Problem}. A restart may lift it")]
    private static partial void NotKept(ILogger logger, string problem);
}
