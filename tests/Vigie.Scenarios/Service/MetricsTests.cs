using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Vigie.Scenarios.Delivery;

namespace Vigie.Scenarios.Service;

/// <summary>Metrics as a collector receives them: OTLP over HTTP, protobuf.</summary>
public sealed class MetricsTests : IDisposable
{
    private static readonly string[] Wanted =
    [
        "Vigie", "vigie.frames", "vigie.frames.dropped", "vigie.inferences", "vigie.inference.duration", "vigie.tracks", "vigie.events",
        "vigie.feed.reconnections", "vigie.disk.free", "vigie.memory", "gate", "box-1",
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly Box _box;

    public MetricsTests() => _box = new Box(_folder);

    public void Dispose()
    {
        _box.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_collector_that_is_away_is_said_and_one_that_comes_gets_every_instrument()
    {
        int port = Mosquitto.FreePort();
        _box.Configure(null, root => root["telemetry"] = new JsonObject { ["otlp"] = $"http://127.0.0.1:{port}" }, Box.Watched("gate"));
        RunningProgram program = _box.Start();
        await _box.WaitAsync(health => Troubles(health).Any(trouble => trouble.Contains("ConnectionRefused", StringComparison.Ordinal)));
        using HttpListener collector = new();
        collector.Prefixes.Add($"http://127.0.0.1:{port}/");
        collector.Start();

        string[] missing = Wanted;
        for (int post = 0; post < 12 && missing.Length > 0; post++)
        {
            string body = await ReceiveAsync(collector);
            missing = [.. Wanted.Where(name => !body.Contains(name, StringComparison.Ordinal))];
        }

        Assert.True(missing.Length == 0, "Never together in one report: " + string.Join(", ", missing));
        await _box.WaitAsync(health => !Troubles(health).Any(trouble => trouble.Contains("metrics", StringComparison.Ordinal)));
        await program.WaitForLineAsync(line => line.Contains("CollectorWatch[6711]", StringComparison.Ordinal), Box.Patience);
        Assert.Single(program.Error, line => line.Contains("CollectorWatch[6710]", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Troubles(JsonNode health) => health["troubles"]!.AsArray().Select(trouble => trouble!.GetValue<string>());

    private static async Task<string> ReceiveAsync(HttpListener collector)
    {
        HttpListenerContext context = await collector.GetContextAsync().WaitAsync(Box.Patience, TestContext.Current.CancellationToken);
        Assert.Equal(("POST", "/v1/metrics", "application/x-protobuf"), (context.Request.HttpMethod, context.Request.Url!.AbsolutePath, context.Request.ContentType));
        using MemoryStream body = new();
        await context.Request.InputStream.CopyToAsync(body, TestContext.Current.CancellationToken);
        context.Response.ContentType = "application/x-protobuf";
        context.Response.Close();
        return Encoding.Latin1.GetString(body.ToArray());
    }
}
