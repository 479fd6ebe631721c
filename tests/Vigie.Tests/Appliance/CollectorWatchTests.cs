using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Vigie.Appliance.Telemetry;
using Vigie.Tests.Delivery;

namespace Vigie.Tests.Appliance;

/// <summary>A collector that is away, refuses, hangs and comes back, on a real socket.</summary>
public sealed class CollectorWatchTests : IDisposable
{
    private readonly LogBook _book = new();
    private readonly LoggerFactory _loggers = new();
    private readonly Uri _collector;
    private readonly int _port;
    private readonly CollectorWatch _watch;

    public CollectorWatchTests()
    {
        using (TcpListener free = new(IPAddress.Loopback, 0))
        {
            free.Start();
            _port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        _collector = new Uri($"http://127.0.0.1:{_port}/v1/metrics");
        _loggers.AddProvider(new BookProvider(_book));
        _watch = new CollectorWatch(_collector, _loggers.CreateLogger<CollectorWatch>());
    }

    public void Dispose()
    {
        _watch.Dispose();
        _loggers.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_is_away_is_said_once_and_so_is_its_return(bool asynchronous)
    {
        for (int i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(asynchronous));
        }

        Assert.Contains("ConnectionRefused", _watch.Trouble!.Problem, StringComparison.Ordinal);
        Assert.Equal([_watch.Trouble.Message], _book.All);

        using (Collector(200))
        {
            await PostAsync(asynchronous);
            await PostAsync(asynchronous);
        }

        Assert.Null(_watch.Trouble);
        Assert.Equal(2, _book.All.Count());
        Assert.Contains("taken again", _book.All.Last(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(302)]
    [InlineData(404)]
    [InlineData(503)]
    public async Task What_it_does_not_take_is_trouble(int status)
    {
        using HttpListener collector = Collector(status);

        await PostAsync(asynchronous: false);

        Assert.Contains($"refuses them ({status})", Assert.Single(_book.All), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_does_not_answer_is_trouble()
    {
        using TcpListener deaf = new(IPAddress.Loopback, _port);
        deaf.Start();

        await Assert.ThrowsAsync<TaskCanceledException>(() => PostAsync(asynchronous: true, TimeSpan.FromMilliseconds(200)));

        Assert.Contains("does not answer", Assert.Single(_book.All), StringComparison.Ordinal);
    }

    private async Task PostAsync(bool asynchronous, TimeSpan? patience = null)
    {
        using HttpClient client = new(_watch, disposeHandler: false) { Timeout = patience ?? TimeSpan.FromSeconds(30) };
        using HttpRequestMessage request = new(HttpMethod.Post, _collector) { Content = new ByteArrayContent([1]) };
        using HttpResponseMessage answer = asynchronous
            ? await client.SendAsync(request, TestContext.Current.CancellationToken)
            : await Task.Run(() => client.Send(request, TestContext.Current.CancellationToken));
    }

    private HttpListener Collector(int status)
    {
        HttpListener collector = new();
        collector.Prefixes.Add($"http://127.0.0.1:{_port}/");
        collector.Start();
        _ = AnswerAsync(collector, status);
        return collector;
    }

    private static async Task AnswerAsync(HttpListener collector, int status)
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await collector.GetContextAsync();
                context.Response.StatusCode = status;
                context.Response.RedirectLocation = "http://127.0.0.1:9/elsewhere";
                context.Response.Close();
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
            return;
        }
    }

    private sealed class BookProvider(LogBook book) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => book;

        public void Dispose() => GC.KeepAlive(book);
    }
}
