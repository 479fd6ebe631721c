using System.Text.Json.Nodes;
using Vigie.Scenarios.Service;

namespace Vigie.Scenarios.Delivery;

/// <summary>The broker kit as a town runs it, in a folder of the test: TLS 1.3, a certificate for each, rights by role.</summary>
internal sealed class TownBroker(TemporaryFolder folder) : IDisposable
{
    private readonly int _port = Mosquitto.FreePort();
    private RunningProgram? _broker;

    /// <summary>Where everything of it lies.</summary>
    public string Folder { get; } = folder["town"];

    public string Address => $"mqtts://127.0.0.1:{_port}";

    public string Port => $"{_port}";

    public async Task StartAsync()
    {
        Assert.SkipUnless(File.Exists("/usr/sbin/mosquitto"), "skipped: no mosquitto; apt-get install mosquitto");
        _broker = new RunningProgram(Checkout.At("tools/brokers/mosquitto"), Folder, Port);
        await _broker.WaitForLineAsync(line => line.Contains("running", StringComparison.Ordinal), Box.Patience);
    }

    public async Task CertifyAsync(string role, string name) => (await AuthorityAsync("certify", Folder, role, name)).Succeeded();

    public static Task<Finished> AuthorityAsync(params string[] arguments) => Finished.RunAsync(Checkout.At("tools/brokers/authority"), arguments);

    /// <summary>What edgectl needs to come as somebody.</summary>
    /// <param name="who">ROLE-NAME.</param>
    public string[] Access(string who) =>
        ["--authority", Path.Combine(Folder, "authority.crt"), "--certificate", Path.Combine(Folder, who + ".crt"), "--key", Path.Combine(Folder, who + ".key")];

    /// <summary>What Mosquitto's own clients need for that.</summary>
    public string[] Client(string who) =>
    [
        "-V", "5", "-h", "127.0.0.1", "-p", Port, "-q", "1", "--cafile", Path.Combine(Folder, "authority.crt"),
        "--cert", Path.Combine(Folder, who + ".crt"), "--key", Path.Combine(Folder, who + ".key"),
    ];

    /// <summary>Has a box come with its certificate.</summary>
    public void Configure(JsonObject root) => root["delivery"]!["tls"] = new JsonObject
    {
        ["authority"] = Path.Combine(Folder, "authority.crt"),
        ["certificate"] = Path.Combine(Folder, "box-pets-box-1.crt"),
        ["key"] = Path.Combine(Folder, "box-pets-box-1.key"),
        ["revoked"] = Path.Combine(Folder, "revoked.crl"),
    };

    public void Dispose() => _broker?.Dispose();
}
