using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Vigie.Delivery.Mqtt;

namespace Vigie.Tests.Delivery;

/// <summary>A real Mosquitto on a free loopback port, with everything it keeps in a folder of its own.</summary>
internal sealed class Mosquitto : IDisposable
{
    private const string Program = "/usr/sbin/mosquitto";
    private readonly string _folder = Directory.CreateTempSubdirectory("vigie-mosquitto-").FullName;
    private Process? _process;

    /// <param name="rules">Its access rules; null: everybody may do everything.</param>
    /// <param name="more">More lines of its configuration, after the listener; makes it an encrypted one where it speaks of certificates.</param>
    public Mosquitto(string? rules = null, string more = "")
    {
        Assert.SkipUnless(File.Exists(Program), $"{Program} absent");
        Port = FreePort();
        if (rules is not null)
        {
            Rules(rules);
        }

        // Not 0 (no limit) for the queue: Mosquitto 2.0.11 then ends the connection after each refused PUBLISH.
        File.WriteAllText(Path.Combine(_folder, "conf"), $"""
            listener {Port} 127.0.0.1
            {(more.Length == 0 ? "allow_anonymous true" : more)}
            user root
            persistence true
            persistence_location {_folder}/
            autosave_interval 1
            autosave_on_changes true
            max_queued_messages 100000
            {(rules is null ? "" : $"acl_file {_folder}/acl")}
            """);
    }

    public int Port { get; }

    public BrokerAddress Address => new("127.0.0.1", Port);

    public BrokerAddress EncryptedAddress => Address with { Encrypted = true };

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts it and waits until it accepts connections.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo(Program, ["-c", Path.Combine(_folder, "conf")]) { RedirectStandardError = true };
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        await Eventually.IsTrueAsync(Accepts, "mosquitto should accept connections");
    }

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Writes its access rules; a running one reads them again.</summary>
    public void Rules(string rules)
    {
        string file = Path.Combine(_folder, "acl");
        File.WriteAllText(file, rules + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        Reload();
    }

    /// <summary>SIGHUP: it reads its rules and lists of revoked certificates again.</summary>
    public void Reload()
    {
        if (_process is not null)
        {
            using Process hangUp = Process.Start("bash", ["-c", $"kill -HUP {_process.Id}"]);
            hangUp.WaitForExit();
        }
    }

    public void Dispose()
    {
        if (_process is not null)
        {
            Kill();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private bool Accepts()
    {
        Assert.False(_process!.HasExited, "mosquitto ended by itself");
        using var client = new TcpClient();
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
}
