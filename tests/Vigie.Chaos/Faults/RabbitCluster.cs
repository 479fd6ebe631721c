using System.Globalization;

namespace Vigie.Chaos.Faults;

/// <summary>The product's kit (tools/brokers/rabbitmq): three nodes of one cluster on this machine, MQTT 3.1.1, quorum queues.</summary>
internal sealed class RabbitCluster : IDisposable
{
    private const string Program = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    private static readonly string Kit = Path.Combine(Checkout.Root, "tools/brokers/rabbitmq");
    private readonly Stage _stage;
    private readonly string _folder;
    private readonly List<Child> _children = [];
    private readonly int _port;

    public RabbitCluster(Stage stage)
    {
        if (!File.Exists(Program))
        {
            throw new RowSkipped("no rabbitmq-server here: tools/prepare rabbitmq-server");
        }

        // A port mapper of its own, and nodes that are killed by their numbers: nothing of it may outlive a namespace.
        Privileges.Require("epmd", "openssl");

        (_stage, _folder, _port) = (stage, stage["rabbit"], 21_000 + (stage.Number * 40));
        stage.Keep(this);
    }

    /// <summary>The port of a node, 1 to 3.</summary>
    public int PortOf(int node) => _port + node - 1;

    public string AddressOf(int node) => $"mqtt://127.0.0.1:{PortOf(node)}";

    public async Task<RabbitCluster> StartAsync()
    {
        var cluster = new Child([Kit, _folder, $"{_port}"]);
        _children.Add(cluster);
        await PatientlyAsync(() => cluster.HasExited || Enumerable.Range(1, 3).All(node => Mosquitto.Listens("127.0.0.1", PortOf(node))), "three nodes listen");
        return cluster.HasExited ? throw new RowFailure("the cluster ended by itself: " + cluster.Error) : this;
    }

    /// <summary>kill -9.</summary>
    public void Kill(int node) =>
        Tool.Run("kill", "-9", File.ReadAllText(Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"node-{node}.pid"))).Trim());

    public async Task RestartAsync(int node)
    {
        _children.Add(new Child([Kit, _folder, $"{_port}", $"{node}"]));
        await PatientlyAsync(() => Mosquitto.Listens("127.0.0.1", PortOf(node)), $"node {node} listens again");
    }

    public void Dispose()
    {
        foreach (Child child in _children)
        {
            child.Dispose();
        }
    }

    // Three Erlang machines on two busy cores take their time.
    private async Task PatientlyAsync(Func<bool> condition, string what)
    {
        if (!await _stage.PatientlyAsync(condition, TimeSpan.FromMinutes(4)))
        {
            throw new RowFailure(what + ": not within 4 minutes");
        }
    }
}
