using System.Buffers.Binary;
using System.Text;
using Microsoft.Extensions.Logging;
using Vigie.Contract;
using Vigie.Core;

namespace Vigie.Delivery;

/// <summary>
/// Hears what a hub confirms, and knows whether one is in force: a PUBACK alone is no delivery while it is. The end of its lease outlives a
/// restart, so that nothing is forgotten before the hub is heard again. Safe for threads.
/// </summary>
internal sealed class ReceiptDesk
{
    // Its lease is written anew when it has grown by this: a receipt a second is no reason to wear a disk.
    private static readonly TimeSpan WorthWriting = TimeSpan.FromHours(1);

    // Of runs that a receipt has no more room to name; older ones are forgotten, and asked for again.
    private const int MostRuns = 256;

    private static readonly long LatestTime = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    private readonly string? _file;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<ulong, ReceivedRun> _runs = [];
    private ReceiptRecord? _receipt;
    private string? _hub;
    private DateTimeOffset _until;
    private long _untilAt;
    private DateTimeOffset _written;
    private long _heardAt;
    private TaskCompletionSource _news = NewSource();
    private string? _said;

    /// <param name="file">Where the lease is kept; null: nowhere.</param>
    /// <param name="time">For leases.</param>
    /// <param name="logger">Where it says who confirms.</param>
    public ReceiptDesk(string? file, TimeProvider time, ILogger logger)
    {
        (_file, _time, _logger) = (file, time, logger);
        if (file is not null && File.Exists(file))
        {
            Restore(file);
        }
    }

    /// <summary>The hub that is in force; null: the broker's word is enough.</summary>
    public string? Hub
    {
        get
        {
            lock (_gate)
            {
                // Not by the clock: when that is set, no lease ends.
                return _hub is not null && _time.GetTimestamp() < _untilAt ? _hub : null;
            }
        }
    }

    /// <summary>When a receipt was last heard: a timestamp of the clock that was given; 0 before the first.</summary>
    public long HeardAt
    {
        get
        {
            lock (_gate)
            {
                return _heardAt;
            }
        }
    }

    /// <summary>Completes when the next receipt is heard.</summary>
    public Task News
    {
        get
        {
            lock (_gate)
            {
                return _news.Task;
            }
        }
    }

    /// <summary>Whether the hub has a record: by its newest word of that run.</summary>
    public bool Holds(RecordId id)
    {
        lock (_gate)
        {
            return _runs.TryGetValue(id.Boot, out ReceivedRun? run) && run.Holds(id.Sequence);
        }
    }

    /// <summary>Takes what came from the broker. What is no receipt, or older than the last one of the same hub, changes nothing.</summary>
    public void Hear(ReadOnlyMemory<byte> payload)
    {
        if (payload.IsEmpty)
        {
            return;
        }

        WireEncoding encoding = payload.Span[0] == (byte)'{' ? WireEncoding.Json : WireEncoding.Cbor;
        if (!ReceiptRecord.TryDecode(payload, encoding, out ReceiptRecord? receipt, out string problem))
        {
            SayOnce(problem);
            return;
        }

        TaskCompletionSource news;
        lock (_gate)
        {
            if (_receipt is { } last && last.Hub == receipt.Hub && receipt.Time < last.Time)
            {
                return;
            }

            Take(receipt);
            (news, _news) = (_news, NewSource());
        }

        news.SetResult();
    }

    private void Take(ReceiptRecord receipt)
    {
        Keep(receipt);
        if (receipt.Lease == 0)
        {
            (_receipt, _hub, _until, _untilAt) = (receipt, null, default, 0);
            ReceiptLog.Left(_logger, receipt.Hub);
        }
        else
        {
            if (_hub != receipt.Hub)
            {
                ReceiptLog.InForce(_logger, receipt.Hub);
            }

            (_receipt, _hub, _until) = (receipt, receipt.Hub, _time.GetUtcNow() + TimeSpan.FromSeconds(receipt.Lease));
            _untilAt = InFuture(TimeSpan.FromSeconds(receipt.Lease));
        }

        _heardAt = _time.GetTimestamp();
        if (_until == default || (_until - _written).Duration() > WorthWriting)
        {
            Keep();
        }
    }

    // A receipt that names as many runs as there is room for may have left some out: what it said of them before stands. Or a box that
    // was restarted more often than that while its hub was away would send the same for ever.
    private void Keep(ReceiptRecord receipt)
    {
        if (receipt.Hub != _receipt?.Hub || receipt.Runs.Length < ReceiptRecord.MostRuns)
        {
            _runs.Clear();
        }

        foreach (ReceivedRun run in receipt.Runs)
        {
            _runs[run.Boot.Number] = run;
        }

        while (_runs.Count > MostRuns)
        {
            _runs.Remove(_runs.First().Key);
        }
    }

    private long InFuture(TimeSpan span) => _time.GetTimestamp() + (long)(span.TotalSeconds * _time.TimestampFrequency);

    // Eight bytes for the end of the lease, then the hub's name.
    private void Keep()
    {
        if (_file is null)
        {
            return;
        }

        byte[] content = new byte[8 + Encoding.UTF8.GetByteCount(_hub ?? "")];
        BinaryPrimitives.WriteInt64BigEndian(content, _until == default ? 0 : _until.ToUnixTimeMilliseconds());
        Encoding.UTF8.GetBytes(_hub ?? "", content.AsSpan(8));
        try
        {
            PrivateFile.Replace(_file, content);
            _written = _until;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It is in force all the same; the next receipt tries again.
            ReceiptLog.NotKept(_logger, _file, error.Message);
        }
    }

    private void Restore(string file)
    {
        byte[]? content = PrivateFile.ReadWithin(file, 8 + (4 * Topics.LongestName));
        if (content is not { Length: > 8 })
        {
            return;
        }

        _until = DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(BinaryPrimitives.ReadInt64BigEndian(content), 0, LatestTime));
        (_hub, _written) = (Encoding.UTF8.GetString(content.AsSpan(8)), _until);
        // A clock that was not set yet would make it longer than a hub can ask for.
        double left = Math.Min((_until - _time.GetUtcNow()).TotalSeconds, ReceiptRecord.LongestLease);
        _untilAt = InFuture(TimeSpan.FromSeconds(left));
    }

    private void SayOnce(string problem)
    {
        lock (_gate)
        {
            if (_said == problem)
            {
                return;
            }

            _said = problem;
        }

        ReceiptLog.Refused(_logger, problem);
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
