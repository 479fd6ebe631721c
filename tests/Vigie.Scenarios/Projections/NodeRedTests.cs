using System.Globalization;
using System.Security.Cryptography;
using Vigie.Contract;
using Vigie.Scenarios.Delivery;
using Vigie.Scenarios.Service;

namespace Vigie.Scenarios.Projections;

/// <summary>The flow of <c>tools/nodered</c> in a real Node-RED, with a real broker: an event goes in, what the flow makes of it comes out.</summary>
public sealed class NodeRedTests : IDisposable
{
    private static readonly TimeSpan InstallPatience = TimeSpan.FromMinutes(5);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_event_goes_in_and_a_sentence_comes_out_once_and_laboratory_work_does_not()
    {
        string program = await InstallAsync();
        using Mosquitto broker = new(_folder);
        await broker.StartAsync();
        string flow = _folder["flow.json"];
        File.Copy(Checkout.At("tools/nodered/flow.json"), flow);
        Dictionary<string, string> environment = new()
        {
            ["VIGIE_BROKER"] = "127.0.0.1",
            ["VIGIE_PORT"] = broker.Port.ToString(CultureInfo.InvariantCulture),
            ["VIGIE_NODE_RED_PORT"] = Mosquitto.FreePort().ToString(CultureInfo.InvariantCulture),
        };
        using RunningProgram red = new("node", environment, program, "--settings", Checkout.At("tools/nodered/settings.js"), "--userDir", _folder["user"], flow);
        await red.WaitForLineAsync(line => line.Contains("Node-RED version: v4.1.", StringComparison.Ordinal), Box.Patience);
        await red.WaitForLineAsync(line => line.Contains("Connected to broker", StringComparison.Ordinal), Box.Patience);

        // Until the first sentence: that it is connected does not say that it has subscribed.
        await UntilSaidAsync(red, broker, Twin(1, EventMarks.None), "intrusion at square, lawn (reims/box-17, 2026-03-04T05:06:01.000Z)");
        await SendAsync(broker, Twin(2, EventMarks.Laboratory));
        await SendAsync(broker, Twin(3, EventMarks.None));
        await SendAsync(broker, Twin(3, EventMarks.None));
        await SendAsync(broker, Twin(4, EventMarks.None));
        await red.WaitForLineAsync(line => line.Contains("05:06:04.000Z", StringComparison.Ordinal), Box.Patience);

        string[] said = [.. red.Output.Where(line => line.Contains("[debug:said]", StringComparison.Ordinal)).Select(line => line[^7..^6])];
        Assert.Equal(["1", "3", "4"], said);
    }

    private static async Task UntilSaidAsync(RunningProgram red, Mosquitto broker, byte[] twin, string words)
    {
        for (int attempt = 0; attempt < 60 && !red.Output.Any(line => line.Contains(words, StringComparison.Ordinal)); attempt++)
        {
            await SendAsync(broker, twin);
            await Task.Delay(500, Cancel);
        }

        await red.WaitForLineAsync(line => line.Contains(words, StringComparison.Ordinal), Box.Patience);
    }

    private static async Task SendAsync(Mosquitto broker, byte[] twin)
    {
        string[] access = ["-V", "5", "-h", "127.0.0.1", "-p", $"{broker.Port}", "-q", "1", "-D", "PUBLISH", "content-type", ContentTypes.Json];
        (await Finished.RunAsync("mosquitto_pub", [.. access, "-t", "vigie/1/reims/box-17/event/intrusion", "-m", System.Text.Encoding.UTF8.GetString(twin)])).Succeeded();
    }

    // The contract's own bytes.
    private static byte[] Twin(uint number, EventMarks marks) => new EventRecord
    {
        Identity = new Identity(new Boot(1, 0xCAFE), number, null),
        Context = 1,
        Camera = 1,
        Kind = EventKind.Intrusion,
        Phase = EventPhase.Start,
        Signal = number,
        Time = new DateTimeOffset(2026, 3, 4, 5, 6, (int)number, TimeSpan.Zero),
        Zone = 1,
        Class = 1,
        Confidence = 87,
        Flags = marks,
    }.Encode(WireEncoding.Json, Names);

    private static ContextRecord Names => new()
    {
        Identity = new Identity(new Boot(1, 0xCAFE), 1, null),
        Number = 1,
        Time = DateTimeOffset.UnixEpoch,
        Site = "reims",
        Device = "box-17",
        Software = "0.1.0",
        Model = "street",
        ConfigurationHash = new string('a', 64),
        MaskHash = new string('b', 64),
        ModelHash = new string('c', 64),
        Cameras = new Dictionary<int, ContextCamera> { [1] = new("square", new Dictionary<int, string> { [1] = "lawn" }) },
        Classes = new Dictionary<int, string> { [1] = "person" },
        Encoding = WireEncoding.Json,
    };

    // Its packages, by the lock file's sums, in the cache: fetched once, some 45 s.
    private static async Task<string> InstallAsync()
    {
        Assert.SkipUnless(HasProgram("node") && HasProgram("npm"), "skipped: node or npm absent; tools/prepare installs them");
        string source = Checkout.At("tools/nodered");
        string sum = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(source, "package-lock.json"), Cancel)))[..16];
        string place = Path.Combine(Checkout.Cache, $"node-red-{sum}");
        if (!Directory.Exists(Path.Combine(place, "node_modules")))
        {
            string fresh = Path.Combine(Checkout.Cache, $"node-red-{Guid.NewGuid():N}");
            Directory.CreateDirectory(fresh);
            foreach (string file in new[] { "package.json", "package-lock.json" })
            {
                File.Copy(Path.Combine(source, file), Path.Combine(fresh, file));
            }

            using RunningProgram npm = new("npm", "ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", "--prefix", fresh);
            int code = await npm.WaitForExitAsync(InstallPatience);
            Assert.SkipUnless(code == 0, $"skipped: npm cannot fetch the packages: {string.Join(' ', npm.Error.TakeLast(3))}");
            Directory.Move(fresh, place);
        }

        return Path.Combine(place, "node_modules/node-red/red.js");
    }

    private static bool HasProgram(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, name)));
}
