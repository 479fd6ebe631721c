using System.Globalization;
using System.Text.Json;
using Vigie.Chaos.Faults;
using Vigie.Contract;
using Vigie.Delivery;

namespace Vigie.Chaos.Receiving;

/// <summary>The reference receiver as a town runs it: <c>edgectl hub</c>, a process with a database.</summary>
internal sealed class HubProgram : IDisposable
{
    private static readonly string Program = Path.Combine(Checkout.Root, "tools/edgectl/bin/Release/net10.0/edgectl");
    private readonly Stage _stage;
    private readonly string _broker;
    private readonly string _folder;
    private Child? _child;

    public HubProgram(Stage stage, string broker)
    {
        (_stage, _broker, _folder) = (stage, broker, stage["hub"]);
        if (!File.Exists(Program))
        {
            throw new RowSkipped("no edgectl here: tools/run edgectl");
        }

        Directory.CreateDirectory(_folder);
        stage.Keep(this);
    }

    /// <summary>Whether it runs, and what it said last.</summary>
    public string State { get; private set; } = "";

    private string Database => Path.Combine(_folder, "hub.db");

    public HubProgram Start()
    {
        _child = new Child([Program, "hub", "--broker", _broker, "--db", Database, "--pace", "100ms", "--heartbeat", "1s"]);
        return this;
    }

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        State = _child is null ? State : $"hub {(_child.HasExited ? "ended" : "ran")}: {_child.Error}";
        _child?.Dispose();
        _child = null;
    }

    /// <summary>What lies on its disk is put aside. It must not run.</summary>
    public void Copy(string to) => Tool.Run("cp", "-a", _folder, to);

    /// <summary>An old copy is put back. It must not run.</summary>
    public void Restore(string from)
    {
        Directory.Delete(_folder, recursive: true);
        Tool.Run("cp", "-a", from, _folder);
    }

    /// <summary>Names of all events in the database.</summary>
    public HashSet<RecordId> Events()
    {
        HashSet<RecordId> events = [];
        foreach (string line in Tool.Run(Program, "hub", "export", "--db", Database).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using JsonDocument one = JsonDocument.Parse(line);
            if (one.RootElement.GetProperty("topic").GetString()!.StartsWith("event/", StringComparison.Ordinal)
                && Boot.TryParse(one.RootElement.GetProperty("boot").GetString()!, out Boot boot))
            {
                events.Add(new RecordId(boot.Number, one.RootElement.GetProperty("sequence").GetUInt32()));
            }
        }

        return events;
    }

    /// <summary>How many records it says that it lacks.</summary>
    public long Missing()
    {
        (int exit, _, string words) = Tool.Try(Program, "hub", "missing", "--db", Database);
        string number = words.Split(' ')[0];
        return exit is 0 or 5 && long.TryParse(number, CultureInfo.InvariantCulture, out long missing) ? missing : throw new RowFailure("edgectl hub missing: " + words);
    }

    /// <summary>Whether it runs.</summary>
    public async Task RunsAsync()
    {
        await Task.Delay(200, _stage.Stop);
        if (_child is { HasExited: true })
        {
            throw new RowFailure("the hub ended by itself: " + _child.Error);
        }
    }

    public void Dispose() => Kill();
}
