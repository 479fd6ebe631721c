using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Vigie.Chaos.Faults;

/// <summary>Stands between a box and its broker, and is a bad line.</summary>
internal sealed class FaultProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> _ends = [];
    private readonly int _port;
    private volatile Line _line = Line.Good;

    public FaultProxy(int port)
    {
        _port = port;
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Address => $"mqtt://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>How many connections it has taken.</summary>
    public int Connections { get; private set; }

    public Line Line
    {
        get => _line;
        set => _line = value;
    }

    /// <summary>Resets all connections (RST).</summary>
    public void Reset()
    {
        while (_ends.TryTake(out TcpClient? end))
        {
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
        Reset();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient near = await _listener.AcceptTcpClientAsync();
                Connections++;
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
        TcpClient far = new();
        _ends.Add(near);
        _ends.Add(far);
        try
        {
            if (_line == Line.Refusing)
            {
                throw new SocketException((int)SocketError.ConnectionRefused);
            }

            await far.ConnectAsync(IPAddress.Loopback, _port);
            _ = CopyAsync(near, far);
            _ = CopyAsync(far, near);
        }
        catch (SocketException)
        {
            near.Dispose();
            far.Dispose();
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to)
    {
        try
        {
            byte[] buffer = new byte[16_384];
            bool dead = false;
            int read;
            while ((read = await from.GetStream().ReadAsync(buffer)) > 0)
            {
                // A connection that was open while the line was silent stays silent.
                dead |= _line == Line.Silent;
                if (!dead)
                {
                    await WriteAsync(to.GetStream(), buffer.AsMemory(0, read));
                }
            }
        }
        catch (Exception error) when (error is IOException or InvalidOperationException)
        {
            from.Dispose();
        }

        to.Dispose();
    }

    private async Task WriteAsync(NetworkStream to, ReadOnlyMemory<byte> bytes)
    {
        int at = 0;
        for (; at < bytes.Length && _line == Line.Trickling; at++)
        {
            await to.WriteAsync(bytes.Slice(at, 1));
            await Task.Delay(1);
        }

        await to.WriteAsync(bytes[at..]);
    }
}
