using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace Vigie.Appliance.Service;

/// <summary>
/// Signals of a service: the first SIGTERM or SIGINT ends it in order, the second at once (what is on disk stays there); SIGHUP reads the
/// configuration anew.
/// </summary>
internal sealed partial class SignalLifetime(IHostApplicationLifetime application, BoxService service) : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _ends;

    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, End));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, End));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, Reload));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    private void End(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _ends) > 1)
        {
            // 128 + the signal's number, as a shell has it. No orderly end can hold this up.
            ExitNow(context.Signal == PosixSignal.SIGINT ? 130 : 143);
        }

        application.StopApplication();
    }

    private void Reload(PosixSignalContext context)
    {
        context.Cancel = true;
        service.RequestReload();
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void ExitNow(int code);
}
