using Microsoft.Extensions.Logging.Abstractions;
using Vigie.Contract;
using Vigie.Delivery;
using Vigie.Delivery.Mqtt;

namespace Vigie.Tests.Delivery;

/// <summary>An outbox and a postman that delivers from it until the test ends.</summary>
internal sealed class PostmanBench : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly OutboxBench _bench;
    private readonly bool _owned;
    private readonly Task _running;

    public PostmanBench(BrokerAddress broker, OutboxBench? bench = null, Func<PostmanOptions, PostmanOptions>? change = null)
    {
        (_bench, _owned) = (bench ?? new OutboxBench(), bench is null);
        Outbox = _bench.Open();
        PostmanOptions options = OptionsFor(broker);
        Postman = new Postman(Outbox, change?.Invoke(options) ?? options, NullLogger.Instance);
        _running = Postman.RunAsync(_stop.Token);
    }

    public static Topics Topics => Topics.TryCreate("town", "box-1", out Topics? topics, out string problem) ? topics : throw new InvalidOperationException(problem);

    public Outbox Outbox { get; }

    public Postman Postman { get; }

    public static PostmanOptions OptionsFor(BrokerAddress broker) => new()
    {
        Brokers = [broker],
        Topics = Topics,
        Birth = new StatusRecord { Online = true, Boot = new Boot(1, 2), Software = "0.1.0", Encoding = WireEncoding.Cbor },
        Laboratory = true,
        AnswerTimeout = TimeSpan.FromSeconds(3),
        WillDelay = TimeSpan.Zero,
        FirstRetry = TimeSpan.FromMilliseconds(100),
        LongestRetry = TimeSpan.FromMilliseconds(500),
        LongestProbe = TimeSpan.FromMilliseconds(300),
    };

    /// <summary>Appends events, a few at a time, and returns their names.</summary>
    public async Task<List<RecordId>> AppendAsync(int count, int pause = 0)
    {
        var ids = new List<RecordId>();
        for (int i = 0; i < count; i++)
        {
            ids.Add(new RecordId(Outbox.Boot, OutboxBench.Append(Outbox)));
            if (i % 10 == 9 || i == count - 1)
            {
                await Outbox.FlushAsync(TestContext.Current.CancellationToken);
                await Task.Delay(pause, TestContext.Current.CancellationToken);
            }
        }

        return ids;
    }

    public Task DeliveredAsync() =>
        Outbox.DeliveredAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(90), TestContext.Current.CancellationToken);

    /// <summary>Ends in order: says goodbye, closes the outbox.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        Outbox.Dispose();
        _stop.Dispose();
        if (_owned)
        {
            _bench.Dispose();
        }
    }
}
