using System.Net;
using System.Net.Sockets;

namespace Vigie.Chaos.Faults;

/// <summary>Debian's broker on a port of its own, with everything it keeps in the row's folder.</summary>
internal sealed class Mosquitto : IDisposable
{
    private readonly string _configuration;
    private readonly Stage _stage;
    private Child? _child;

    /// <param name="stage">Where.</param>
    /// <param name="host">The address that it listens on.</param>
    /// <param name="saves">After how many changes it saves sessions and messages; 0: never.</param>
    /// <param name="rules">Its access rules; null: everybody may do everything.</param>
    public Mosquitto(Stage stage, string host = "127.0.0.1", int saves = 0, string? rules = null)
    {
        if (!Tool.Exists("mosquitto"))
        {
            throw new RowSkipped("no mosquitto here: tools/prepare mosquitto");
        }

        (_stage, Host, Port) = (stage, host, FreePort());
        string folder = Directory.CreateDirectory(stage[$"broker-{Port}"]).FullName;
        _configuration = Path.Combine(folder, "conf");
        if (rules is not null)
        {
            PrivateText(Path.Combine(folder, "rules"), rules + "\n");
        }

        File.WriteAllText(_configuration, $"""
            listener {Port} {host}
            allow_anonymous true
            user {Environment.UserName}
            max_queued_messages 1000000
            {(saves > 0 ? $"persistence true\npersistence_location {folder}/\nautosave_interval {saves}\nautosave_on_changes true" : "persistence false")}
            {(rules is null ? "" : $"acl_file {folder}/rules")}
            """ + "\n");
        stage.Keep(this);
    }

    public string Host { get; }

    public int Port { get; }

    public string Address => $"mqtt://{Host}:{Port}";

    public static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async Task<Mosquitto> StartAsync()
    {
        _child = new Child(["mosquitto", "-c", _configuration]);
        await _stage.UntilAsync(() => _child.HasExited || Listens(Host, Port), "mosquitto listens");
        return _child.HasExited ? throw new RowFailure("mosquitto ended by itself: " + _child.Error) : this;
    }

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        _child?.Dispose();
        _child = null;
    }

    public void Dispose() => Kill();

    /// <summary>Whether somebody takes connections there.</summary>
    public static bool Listens(string host, int port)
    {
        using TcpClient client = new();
        try
        {
            client.Connect(IPAddress.Parse(host), port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static void PrivateText(string path, string text)
    {
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
