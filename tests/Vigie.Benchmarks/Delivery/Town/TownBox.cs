using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Vigie.Contract;
using Vigie.Delivery;
using Vigie.Delivery.Mqtt;

namespace Vigie.Benchmarks.Delivery.Town;

/// <summary>One box without cameras: the product's own outbox and postman with the product's own pauses.</summary>
internal sealed class TownBox : IAsyncDisposable
{
    // A town's boxes have a machine each; here they share one, so their buffers in front of the disk are smaller than a box's.
    private const int Buffer = 32_768;
    private readonly CancellationTokenSource _end = new();
    private readonly Outbox _outbox;
    private readonly Postman _postman;
    private Task _running = Task.CompletedTask;

    public TownBox(string folder, int port, int number)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"box-{number}");
        _outbox = Outbox.Open(
            new OutboxOptions { Folder = Path.Combine(folder, name), BufferBytes = Buffer, SegmentBytes = 8 * Buffer },
            new GapMessages(WireEncoding.Cbor, TimeProvider.System).Encode,
            NullLogger.Instance);
        _ = Topics.TryCreate(TownPlan.BoxSite, name, out Topics? topics, out _);
        _postman = new Postman(
            _outbox,
            new PostmanOptions
            {
                Brokers = [new BrokerAddress("127.0.0.1", port)],
                Topics = topics!,
                Birth = new StatusRecord { Online = true, Boot = Boot.FromNumber(_outbox.Boot), Software = "0.1.0", Encoding = WireEncoding.Cbor },
                Laboratory = false,
            },
            NullLogger.Instance);
    }

    public bool Connected => _postman.Status.Connected;

    public void Start() => _running = _postman.RunAsync(_end.Token);

    public void Append()
    {
        uint sequence = _outbox.NextSequence();
        if (!_outbox.Append(Lane.Signals, sequence, "event/intrusion"u8, "application/cbor"u8, TownEvent.Encode(Boot.FromNumber(_outbox.Boot), sequence)))
        {
            throw new InvalidOperationException("The outbox took no more: " + _outbox.Status);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        _outbox.Dispose();
        _end.Dispose();
    }
}
