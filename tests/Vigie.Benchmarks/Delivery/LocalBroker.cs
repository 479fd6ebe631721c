using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Vigie.Benchmarks.Delivery;

/// <summary>Debian's Mosquitto on a port of its own, unencrypted, with everything it keeps in one folder.</summary>
internal sealed class LocalBroker : IDisposable
{
    private const string Program = "/usr/sbin/mosquitto";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly string _configuration;
    private readonly string _log;
    private Process? _process;

    /// <param name="folder">Where it keeps everything; made where absent.</param>
    /// <param name="savesEachChange">Whether it saves all it has at each change, as the kit in tools/brokers has it, or once a second.</param>
    public LocalBroker(string folder, bool savesEachChange)
    {
        string place = Directory.CreateDirectory(folder).FullName;
        (Port, _configuration, _log) = (FreePort(), Path.Combine(place, "conf"), Path.Combine(place, "log"));
        File.WriteAllText(_configuration, $"""
            listener {Port} 127.0.0.1
            allow_anonymous true
            user {Environment.UserName}
            persistence true
            persistence_location {place}/
            autosave_interval 1
            autosave_on_changes {(savesEachChange ? "true" : "false")}
            max_queued_messages 1000000
            log_dest file {_log}
            log_type notice
            log_type warning
            log_type error
            """ + "\n");
    }

    public int Port { get; }

    /// <summary>Starts it, and waits until it takes connections.</summary>
    public void Start()
    {
        _process = Process.Start(new ProcessStartInfo(Program, ["-c", _configuration]) { RedirectStandardError = true })!;
        _process.BeginErrorReadLine();
        long start = Stopwatch.GetTimestamp();
        while (!Listens())
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(start) > Patience)
            {
                throw new InvalidOperationException($"mosquitto does not listen: {File.ReadAllText(_log)}");
            }

            Thread.Sleep(10);
        }
    }

    /// <summary>The second, counted since 1970, of each connection that it took.</summary>
    public List<string> Connections() =>
        [.. File.ReadLines(_log).Where(line => line.Contains(": New connection from ", StringComparison.Ordinal)).Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)])];

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }

    public void Dispose() => Kill();

    private bool Listens()
    {
        using TcpClient client = new();
        try
        {
            client.Connect(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
