using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Vigie.Appliance.Service;
using Vigie.Core;

namespace Vigie.Appliance.Health;

/// <summary>
/// Answers each connection with the health record, one JSON object, and closes it. Reads nothing; a client that does not read is let go.
/// </summary>
internal sealed class StatusSocket : IDisposable
{
    private const int MostClients = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly string _path;
    private readonly Func<byte[]> _record;
    private readonly ILogger _logger;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly SemaphoreSlim _room = new(MostClients, MostClients);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    /// <summary>Listens. A socket that a crash left is replaced.</summary>
    /// <param name="path">Where.</param>
    /// <param name="record">The record as it is now.</param>
    /// <param name="logger">Where trouble is said.</param>
    /// <exception cref="Fault">It cannot be made there.</exception>
    public StatusSocket(string path, Func<byte[]> record, ILogger logger)
    {
        (_path, _record, _logger) = (path, record, logger);
        try
        {
            File.Delete(path);
            _listener.Bind(new UnixDomainSocketEndPoint(path));
            if (!OperatingSystem.IsWindows())
            {
                // Its user and group may ask; nobody may tell it anything.
                File.SetUnixFileMode(
                    path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
            }

            _listener.Listen(MostClients);
        }
        catch (Exception error) when (error is SocketException or IOException or UnauthorizedAccessException)
        {
            _listener.Dispose();
            throw new Fault(
                FaultKind.Config, path, $"the status socket cannot be made ({error.Message.TrimEnd('.')})", "Give a stateDirectory that this user may write to.", error);
        }

        _accepting = AcceptAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _accepting.Wait();
        _stop.Dispose();
        try
        {
            File.Delete(_path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A disk that became read-only: the next start takes it away.
            ServiceLog.StatusSocket(_logger, _path, error.Message);
        }
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _room.WaitAsync(_stop.Token);
                Socket client = await _listener.AcceptAsync(_stop.Token);
                _ = Task.Run(() => AnswerAsync(client));
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException && _stop.IsCancellationRequested)
            {
                return;
            }
            catch (SocketException error)
            {
                _room.Release();
                ServiceLog.StatusSocket(_logger, _path, error.Message);
                await Task.Delay(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task AnswerAsync(Socket client)
    {
        using CancellationTokenSource enough = new(Patience);
        try
        {
            ReadOnlyMemory<byte> left = _record();
            while (left.Length > 0)
            {
                left = left[await client.SendAsync(left, SocketFlags.None, enough.Token)..];
            }
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            ServiceLog.StatusSocket(_logger, _path, "somebody asked and did not read the answer");
        }
        finally
        {
            client.Dispose();
            _room.Release();
        }
    }
}
