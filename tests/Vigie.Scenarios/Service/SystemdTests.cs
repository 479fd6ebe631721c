using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace Vigie.Scenarios.Service;

/// <summary>What systemd hears, on a real datagram socket (sd_notify(3)).</summary>
public sealed class SystemdTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Box _box;
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly ConcurrentQueue<string> _heard = new();

    public SystemdTests() => _box = new Box(_folder);

    public void Dispose()
    {
        _box.Dispose();
        _socket.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task It_says_when_it_is_ready_goes_on_reloads_and_stops()
    {
        _socket.Bind(new UnixDomainSocketEndPoint(_folder["notify"]));
        Task listening = ListenAsync();
        _box.Environment["NOTIFY_SOCKET"] = _folder["notify"];
        _box.Environment["WATCHDOG_USEC"] = "4000000";
        _box.Configure(null, Box.Drawn("gate"));
        RunningProgram program = _box.Start();

        await HearAsync("READY=1", 1);
        await HearAsync("WATCHDOG=1", 2);
        await HearAsync("STATUS=running; 1 of 1 cameras stream", 1);
        Signals.Send(program.Id, Signals.HangUp);
        await HearAsync("RELOADING=1\nMONOTONIC_USEC=", 1);
        await HearAsync("READY=1", 2);
        Assert.Equal(0, await program.StopAsync());
        await HearAsync("STOPPING=1", 1);

        _socket.Dispose();
        await listening;
    }

    private async Task ListenAsync()
    {
        byte[] buffer = new byte[4096];
        try
        {
            while (true)
            {
                int read = await _socket.ReceiveAsync(buffer);
                _heard.Enqueue(Encoding.UTF8.GetString(buffer, 0, read));
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            _heard.Enqueue("closed");
        }
    }

    private async Task HearAsync(string start, int times)
    {
        for (int i = 0; i < 300 && Count(start) < times; i++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.True(Count(start) >= times, $"Not heard {times} times: {start}\n{string.Join('\n', _heard)}\n{_box.Program.Everything()}");
    }

    private int Count(string start) => _heard.Count(said => said.StartsWith(start, StringComparison.Ordinal));
}
