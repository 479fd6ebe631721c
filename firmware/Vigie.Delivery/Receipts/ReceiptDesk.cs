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

    private static readonly long LatestTime = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    private readonly string? _file;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private ReceiptRecord? _receipt;
    private string? _hub;
    private DateTimeOffset _until;
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
                return _hub is not null && _time.GetUtcNow() < _until ? _hub : null;
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

    /// <summary>Whether the hub has a record.</summary>
    public bool Holds(RecordId id)
    {
        lock (_gate)
        {
            return _receipt?.Holds(Boot.FromNumber(id.Boot), id.Sequence) == true;
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
        if (receipt.Lease == 0)
        {
            (_receipt, _hub, _until) = (receipt, null, default);
            ReceiptLog.Left(_logger, receipt.Hub);
        }
        else
        {
            if (_hub != receipt.Hub)
            {
                ReceiptLog.InForce(_logger, receipt.Hub);
            }

            (_receipt, _hub, _until) = (receipt, receipt.Hub, _time.GetUtcNow() + TimeSpan.FromSeconds(receipt.Lease));
        }

        _heardAt = _time.GetTimestamp();
        if (_until == default || (_until - _written).Duration() > WorthWriting)
        {
            Keep();
        }
    }

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
