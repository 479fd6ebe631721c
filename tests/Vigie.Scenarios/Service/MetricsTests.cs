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
    public async Task A_collector_gets_every_instrument()
    {
        int port = Mosquitto.FreePort();
        using HttpListener collector = new();
        collector.Prefixes.Add($"http://127.0.0.1:{port}/");
        collector.Start();
        _box.Configure(null, root => root["telemetry"] = new JsonObject { ["otlp"] = $"http://127.0.0.1:{port}" }, Box.Drawn("gate"));
        _box.Start();

        string[] missing = Wanted;
        for (int post = 0; post < 60 && missing.Length > 0; post++)
        {
            string body = await ReceiveAsync(collector);
            missing = [.. Wanted.Where(name => !body.Contains(name, StringComparison.Ordinal))];
        }

        Assert.True(missing.Length == 0, "Never together in one report: " + string.Join(", ", missing));
    }

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
