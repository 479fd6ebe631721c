using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace Vigie.Delivery;

/// <summary>
/// Where events wait for the broker, on disk: append-only segments with checksums, one commit thread with group fsync, two lanes. An
/// append copies bytes and returns: frames never wait for a disk. What <see cref="FlushAsync"/> reported survives a crash, a torn
/// write and an absent broker. Any thread may append; one consumer reads.
/// </summary>
public sealed class Outbox : IDisposable
{
    private readonly OutboxFolder _folder;
    private readonly Committer _committer;
    private readonly string _path;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _mail = new(0, 1);
    private readonly List<FlushWaiter> _waiters = [];
    private readonly List<FlushWaiter> _deliveries = [];
    private bool _closed;

    private Outbox(OutboxOptions options, GapEncoder encodeGap, ILogger logger, TimeProvider time)
    {
        (_path, _logger, Recent) = (options.Folder, logger, options.Recent);
        _folder = OutboxFolder.Open(options, logger, time);
        _committer = new Committer(options, _folder, _gate, encodeGap, OnDurable, time, logger);
        SegmentIndex signals = _folder.Lanes[0].Index;
        SegmentIndex telemetry = _folder.Lanes[1].Index;
        OutboxLog.Opened(logger, _path, signals.Next - signals.Cursor, telemetry.Next - telemetry.Cursor);
        _mail.Release();
        _committer.Wake();
    }

    /// <summary>This boot's part of every <see cref="RecordId"/>: persisted counter in the upper 32 bits, random below.</summary>
    public ulong Boot => _folder.Boot;

    /// <summary>How long after it happened a record may be sent and be no history.</summary>
    public TimeSpan Recent { get; }

    /// <summary>How it stands.</summary>
    public OutboxStatus Status
    {
        get
        {
            lock (_gate)
            {
                LaneStore signals = _folder.Lanes[0];
                LaneStore telemetry = _folder.Lanes[1];
                long added = signals.Arena.Added + telemetry.Arena.Added;
                return new OutboxStatus(
                    (long)(signals.Index.Next - signals.Index.Cursor),
                    (long)(telemetry.Index.Next - telemetry.Index.Cursor),
                    added - signals.Arena.Released - telemetry.Arena.Released,
                    _committer.DiskBytes,
                    added,
                    (long)_folder.Gaps.Lost,
                    _committer.Commits,
                    _committer.Fault);
            }
        }
    }

    /// <summary>Opens the folder, or makes it: repairs what a crash left and locks out every other process.</summary>
    /// <param name="options">Where, and how much.</param>
    /// <param name="encodeGap">Writes the record that says what was lost.</param>
    /// <param name="logger">Where repairs and faults are said.</param>
    /// <param name="time">For retries; the system's where null.</param>
    /// <exception cref="Core.Fault">The folder is held by another process, not writable, or the disk is full.</exception>
    public static Outbox Open(OutboxOptions options, GapEncoder encodeGap, ILogger logger, TimeProvider? time = null) =>
        new(options, encodeGap, logger, time ?? TimeProvider.System);

    /// <summary>The next sequence of this boot, counted from 1: gap records take theirs from the same count.</summary>
    public uint NextSequence() => _folder.NextId().Sequence;

    /// <summary>
    /// Takes a record. Copies it into memory and returns at once, without allocating. Where the disk takes nothing for so long
    /// that the lane's memory is full, the newest is refused: counted, and said in a gap record as soon as the disk goes on.
    /// </summary>
    /// <param name="lane">What it is worth.</param>
    /// <param name="sequence">From <see cref="NextSequence"/>.</param>
    /// <param name="topic">UTF-8, below the device's root, for example <c>event/intrusion</c>; at most 255 bytes.</param>
    /// <param name="contentType">UTF-8; at most 255 bytes.</param>
    /// <param name="payload">The encoded record.</param>
    /// <param name="retain">Whether the broker keeps it for later subscribers.</param>
    /// <returns>Whether it was taken.</returns>
    /// <exception cref="ArgumentException">It is longer than a buffer: no disk would ever take it.</exception>
    public bool Append(
        Lane lane, uint sequence, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> contentType, ReadOnlySpan<byte> payload, bool retain = false)
    {
        Arena arena = _folder.Lanes[(int)lane].Arena;
        if (topic.Length > byte.MaxValue || contentType.Length > byte.MaxValue
            || RecordFormat.LengthOf(topic.Length, contentType.Length, payload.Length) > arena.Capacity)
        {
            throw new ArgumentException($"A record of {topic.Length} + {contentType.Length} + {payload.Length} bytes does not fit.", nameof(payload));
        }

        bool taken;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            taken = arena.TryAdd(new RecordId(_folder.Boot, sequence), topic, contentType, payload, retain);
        }

        _committer.Wake();
        return taken;
    }

    /// <summary>Completes when everything that was taken before the call is durable; on a full disk that is when there is room again.</summary>
    /// <exception cref="OperationCanceledException">Cancelled, or closed before the disk took it.</exception>
    public Task FlushAsync(CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            var waiter = new FlushWaiter(_folder.Lanes[0].Arena.Added, _folder.Lanes[1].Arena.Added);
            if (IsDurable(waiter))
            {
                return Task.CompletedTask;
            }

            _waiters.Add(waiter);
            return waiter.Task.WaitAsync(cancellation);
        }
    }

    /// <summary>Completes when everything that was taken before the call is durable, and acknowledged or given up.</summary>
    /// <exception cref="OperationCanceledException">Cancelled, or closed before.</exception>
    public async Task DeliveredAsync(CancellationToken cancellation = default)
    {
        await FlushAsync(cancellation);
        Task delivered;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            var waiter = new FlushWaiter((long)_folder.Lanes[0].Index.Next, (long)_folder.Lanes[1].Index.Next);
            _deliveries.Add(waiter);
            CompleteDeliveries();
            delivered = waiter.Task;
        }

        await delivered.WaitAsync(cancellation);
    }

    /// <summary>The next durable record of a lane, in order; each is given once, but for <see cref="Rewind"/>.</summary>
    /// <exception cref="IOException">The disk does not let it be read just now.</exception>
    public bool TryRead(Lane lane, [NotNullWhen(true)] out OutboxRecord? record)
    {
        bool found = _folder.Lanes[(int)lane].Reader.TryNext(out record);
        if (!_folder.Gaps.IsEmpty)
        {
            // The reader met damage: its record is the commit thread's to write.
            _committer.Wake();
        }

        return found;
    }

    /// <summary>Lets <see cref="TryRead"/> give the records of a lane once more, from the first that was not acknowledged.</summary>
    public void Rewind(Lane lane) => _folder.Lanes[(int)lane].Reader.Rewind();

    /// <summary>Completes when there may be more to read than the last time.</summary>
    public Task WaitAsync(CancellationToken cancellation) => _mail.WaitAsync(cancellation);

    /// <summary>This record and all before it in its lane were acknowledged: they are forgotten.</summary>
    public void Advance(OutboxRecord record) => Advance(record.Lane, record.Number);

    /// <summary>This record and all before it in its lane were acknowledged: they are forgotten.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="number">The record's <see cref="OutboxRecord.Number"/>.</param>
    public void Advance(Lane lane, ulong number)
    {
        _committer.CursorMoved(_folder.Lanes[(int)lane].Index.Advance(number));
        lock (_gate)
        {
            CompleteDeliveries();
        }
    }

    /// <summary>Whether a record is neither acknowledged nor given up.</summary>
    public bool IsWaiting(OutboxRecord record) => record.Number >= _folder.Lanes[(int)record.Lane].Index.Cursor;

    /// <summary>Whether a record of this process was named longer ago than <see cref="Recent"/>; null where an earlier process made it.</summary>
    public bool? IsLate(OutboxRecord record) => _folder.IsOfEarlierProcess(record) ? null : _folder.Times.IsLate(record.Id.Sequence);

    /// <summary>Makes durable what the disk takes, and releases the folder.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
        }

        _committer.Dispose();
        long left = Status.InMemory;
        if (left > 0)
        {
            OutboxLog.ClosedWithLoss(_logger, _path, left);
        }

        foreach (FlushWaiter waiter in _waiters.Concat(_deliveries))
        {
            waiter.TrySetCanceled();
        }

        _folder.Dispose();
        _mail.Dispose();
    }

    private bool IsDurable(FlushWaiter waiter) =>
        _folder.Lanes[0].Arena.Released >= waiter.Signals && _folder.Lanes[1].Arena.Released >= waiter.Telemetry;

    private void CompleteDeliveries()
    {
        for (int i = _deliveries.Count - 1; i >= 0; i--)
        {
            FlushWaiter waiter = _deliveries[i];
            if ((long)_folder.Lanes[0].Index.Cursor >= waiter.Signals && (long)_folder.Lanes[1].Index.Cursor >= waiter.Telemetry)
            {
                waiter.TrySetResult();
                _deliveries.RemoveAt(i);
            }
        }
    }

    private void OnDurable()
    {
        CompleteDeliveries();
        for (int i = _waiters.Count - 1; i >= 0; i--)
        {
            if (IsDurable(_waiters[i]))
            {
                _waiters[i].TrySetResult();
                _waiters.RemoveAt(i);
            }
        }

        if (_mail.CurrentCount == 0)
        {
            _mail.Release();
        }
    }
}
