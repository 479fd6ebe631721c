using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Vigie.Trust.Mandates;

namespace Vigie.Scenarios.Service;

/// <summary>A box as a test runs it: its folder, its configuration, <c>vigie run</c> and <c>vigie status</c>.</summary>
internal sealed class Box : IDisposable
{
    /// <summary>Long enough for a slow machine that does much else.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const string Site = "pets";
    private const string Device = "box-1";

    private readonly TemporaryFolder _folder;
    private readonly CancellationTokenSource _end = new();
    private Task _hub = Task.CompletedTask;
    private RunningProgram? _program;

    public Box(TemporaryFolder folder)
    {
        Checkout.SkipWithoutWeights();
        _folder = folder;
        Town = new Town(folder);
    }

    public string Configuration => _folder["box.json"];

    public string State => _folder["state"];

    /// <summary>Who signs for it.</summary>
    public Town Town { get; }

    /// <summary>Whether an order for all cameras with rules is put in place with each configuration.</summary>
    public bool IsOrdered { get; set; } = true;

    /// <summary>What an order is to say otherwise.</summary>
    public Func<Mandate, Mandate>? Ordered { get; init; }

    /// <summary>The order that is in place.</summary>
    public byte[] Order { get; private set; } = [];

    public Dictionary<string, string> Environment { get; } = [];

    public RunningProgram Program => _program ?? throw new InvalidOperationException("Start it first.");

    /// <summary>A camera that ffmpeg draws.</summary>
    public static JsonObject Drawn(string name, string size = "320x240", int rate = 5) => new()
    {
        ["name"] = name,
        ["source"] = new JsonObject { ["url"] = $"lavfi:testsrc2=size={size}:rate={rate}" },
    };

    /// <summary>A camera that ffmpeg draws, and that is looked at: nobody comes.</summary>
    public static JsonObject Watched(string name) => WithRule(Drawn(name));

    /// <summary>A camera that sees people cross a square.</summary>
    public static JsonObject Square(string name, string clip) =>
        WithRule(new JsonObject { ["name"] = name, ["source"] = new JsonObject { ["url"] = "file://" + clip } });

    private static JsonObject WithRule(JsonObject camera)
    {
        camera["zones"] = new JsonArray(new JsonObject { ["name"] = "pavement", ["polygon"] = JsonNode.Parse("[[0,0.36],[1,0.36],[1,0.95],[0.4,0.62],[0,0.46]]") });
        camera["rules"] = new JsonArray(new JsonObject { ["kind"] = "intrusion", ["zone"] = "pavement", ["dwell"] = "1s" });
        return camera;
    }

    public void Configure(string? broker, params JsonObject[] cameras) => Configure(broker, _ => { }, cameras);

    public void Configure(string? broker, Action<JsonObject> more, params JsonObject[] cameras)
    {
        JsonObject root = new()
        {
            ["site"] = Site,
            ["device"] = Device,
            ["stateDirectory"] = State,
            ["trust"] = new JsonObject { ["anchors"] = _folder["anchors.json"], ["time"] = "hub" },
            ["cameras"] = new JsonArray([.. cameras]),
        };
        if (broker is not null)
        {
            root["delivery"] = new JsonObject { ["broker"] = broker, ["retry"] = "1s" };
        }

        more(root);
        File.WriteAllText(Configuration, root.ToJsonString());
        Town.WriteAnchors(_folder["anchors.json"]);
        string[] watched = [.. cameras.Where(camera => camera.ContainsKey("rules")).Select(camera => camera["name"]!.GetValue<string>())];
        if (IsOrdered && watched.Length > 0)
        {
            Install(Town.Profile(), Town.Models(Town.NetworkOf(Checkout.At("models/street"))), Order = Town.Order(Site, Device, watched, Ordered));
        }
    }

    /// <summary>Puts documents in place by the product's own command.</summary>
    public void Install(params byte[][] documents)
    {
        string[] files = [.. documents.Select((_, number) => _folder[$"document-{number}.cose"])];
        for (int number = 0; number < files.Length; number++)
        {
            File.WriteAllBytes(files[number], documents[number]);
        }

        Finished installed = Finished.RunAsync(Checkout.Vigie, ["orders", "install", .. files, "--config", Configuration]).GetAwaiter().GetResult();
        Assert.True(installed.ExitCode == 0, installed.Error);
    }

    public RunningProgram Start()
    {
        _program?.Dispose();
        _hub = _hub.IsCompleted ? Town.AnswerAsync(() => State, _end.Token) : _hub;
        return _program = new RunningProgram(Checkout.Vigie, Environment, "run", "--config", Configuration);
    }

    /// <summary>The health record; null where nobody answers.</summary>
    public async Task<JsonNode?> LookAsync()
    {
        Finished status = await Finished.RunAsync(Checkout.Vigie, "status", "--json", "--socket", Path.Combine(State, "status.sock"));
        return status.ExitCode is 0 or 1 ? JsonNode.Parse(status.Output) : null;
    }

    /// <summary>Waits until the health record is as wanted, and gives it.</summary>
    public async Task<JsonNode> WaitAsync(Func<JsonNode, bool> wanted)
    {
        Stopwatch watch = Stopwatch.StartNew();
        JsonNode? seen = null;
        while (watch.Elapsed < Patience)
        {
            Assert.False(Program.HasExited, "It ended: " + Program.Everything());
            seen = await LookAsync();
            if (seen?["state"]!.GetValue<string>() == "running" && wanted(seen))
            {
                return seen;
            }

            await Task.Delay(200, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"Not within {Patience}. Last: {seen?.ToJsonString()}\n{Program.Everything()}");
        return seen!;
    }

    /// <summary>Waits until all cameras stream.</summary>
    public Task<JsonNode> WaitForStreamsAsync() => WaitAsync(health =>
        health["cameras"]!.AsArray() is { Count: > 0 } cameras && cameras.All(camera => camera!["state"]!.GetValue<string>() == "streaming" && Frames(camera) > 0));

    public static JsonNode Camera(JsonNode health, string name) =>
        health["cameras"]!.AsArray().Single(camera => camera!["name"]!.GetValue<string>() == name)!;

    public static long Frames(JsonNode camera) => camera["frames"]!.GetValue<long>();

    /// <summary>How often anything of a camera was started again.</summary>
    public static long Restarts(JsonNode camera) => camera["reconnections"]!.GetValue<long>() + camera["pipelineRestarts"]!.GetValue<long>();

    /// <summary>Process numbers of its children whose command line holds a word.</summary>
    public IReadOnlyList<int> Children(string word)
    {
        List<int> found = [];
        foreach (string folder in Directory.GetDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)))
        {
            try
            {
                string[] stat = File.ReadAllText(folder + "/stat").Split(") ", 2)[^1].Split(' ');
                if (int.Parse(stat[1], CultureInfo.InvariantCulture) == Program.Id && File.ReadAllText(folder + "/cmdline").Contains(word, StringComparison.Ordinal))
                {
                    found.Add(int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture));
                }
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // It ended while we looked.
                continue;
            }
        }

        return found;
    }

    public void Dispose()
    {
        _program?.Dispose();
        _end.Cancel();
        _hub.GetAwaiter().GetResult();
        _end.Dispose();
        Town.Dispose();
    }
}
