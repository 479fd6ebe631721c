using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Vigie.Scenarios.Delivery;

/// <summary>Debian's broker on a free loopback port, its state in a folder of the test, ended by its own process id.</summary>
internal sealed class Mosquitto : IDisposable
{
    private const string Program = "/usr/sbin/mosquitto";
    private readonly string _configuration;
    private Process? _process;

    public Mosquitto(TemporaryFolder folder)
    {
        Assert.SkipUnless(File.Exists(Program), "skipped: no mosquitto; apt-get install mosquitto");
        Port = FreePort();
        _configuration = folder["mosquitto.conf"];
        File.WriteAllText(
            _configuration,
            $"""
            listener {Port} 127.0.0.1
            allow_anonymous true
            persistence true
            persistence_location {folder.Path}/
            autosave_interval 1
            autosave_on_changes true
            user {Environment.UserName}
            """ + "\n");
    }

    public int Port { get; }

    public string Address => $"mqtt://127.0.0.1:{Port}";

    public static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async Task StartAsync()
    {
        _process = Process.Start(new ProcessStartInfo(Program, ["-c", _configuration])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                using TcpClient client = new();
                await client.ConnectAsync(IPAddress.Loopback, Port, TestContext.Current.CancellationToken);
                return;
            }
            catch (SocketException) when (attempt < 100)
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>As a power cut would end it: SIGKILL.</summary>
    public void Kill()
    {
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }

    public void Dispose() => Kill();
}
