using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Vigie.Delivery.Mqtt;

namespace Vigie.Tests.Delivery;

/// <summary>Stands between two ends of TCP connections; can swallow what goes to the broker (half-open) or cut them, and keeps what went to the broker.</summary>
internal sealed class TcpRelay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> _ends = [];
    private readonly MemoryStream _upstream = new();
    private readonly int _port;
    private volatile bool _frozen;

    public TcpRelay(int port)
    {
        _port = port;
        _listener.Start();
        _ = AcceptAsync();
    }

    public BrokerAddress Address => new("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);

    /// <summary>Bytes that went to the broker, of all connections.</summary>
    public byte[] Upstream
    {
        get
        {
            lock (_upstream)
            {
                return _upstream.ToArray();
            }
        }
    }

    /// <summary>From now on the present connections stay open, and what is sent to the broker over them vanishes.</summary>
    public void Freeze() => _frozen = true;

    /// <summary>Later connections work again.</summary>
    public void Thaw() => _frozen = false;

    /// <summary>Resets all present connections.</summary>
    public void Cut()
    {
        while (_ends.TryTake(out TcpClient? end))
        {
            // Already closed where the other side was first.
            if (end.Client is { } socket)
            {
                socket.LingerState = new LingerOption(true, 0);
            }

            end.Dispose();
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        Cut();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient near = await _listener.AcceptTcpClientAsync();
                await JoinAsync(near);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            _listener.Dispose();
        }
    }

    private async Task JoinAsync(TcpClient near)
    {
        _ends.Add(near);
        var far = new TcpClient();
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _port);
            _ends.Add(far);
            _ = CopyAsync(near, far, keep: true);
            _ = CopyAsync(far, near, keep: false);
        }
        catch (SocketException refused)
        {
            // Nobody behind us: as if there were nobody here.
            Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
            near.Dispose();
            far.Dispose();
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, bool keep)
    {
        try
        {
            byte[] buffer = new byte[16_384];
            bool froze = false;
            int read;
            while ((read = await from.GetStream().ReadAsync(buffer)) > 0)
            {
                froze |= _frozen && keep;
                if (froze)
                {
                    continue;
                }

                if (keep)
                {
                    lock (_upstream)
                    {
                        _upstream.Write(buffer, 0, read);
                    }
                }

                await to.GetStream().WriteAsync(buffer.AsMemory(0, read));
            }
        }
        catch (Exception error) when (error is IOException or InvalidOperationException)
        {
            from.Dispose();
        }

        to.Dispose();
    }
}
