using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Extensions.Logging;
using Vigie.Core;

namespace Vigie.Delivery;

/// <summary>
/// The one thread that writes: takes what was appended meanwhile as one group, makes it durable with one fsync a lane, then tells
/// those who wait. What the disk refuses stays in memory and is tried again; nothing here gives up by itself.
/// </summary>
internal sealed class Committer : IDisposable
{
    private readonly OutboxOptions _options;
    private readonly OutboxFolder _folder;
    private readonly GapEncoder _encodeGap;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate;
    private readonly DiskSpace _space;
    private readonly Action _writeLedger;
    private readonly Action _durable;
    private readonly AutoResetEvent _wake = new(false);
    private readonly ITimer _timer;
    private readonly Thread _thread;
    private readonly PendingGap[] _pending = new PendingGap[GapTable.Slots];
    private readonly ArrayBufferWriter<byte> _gapBytes = new();
    private volatile bool _stop;
    private volatile Fault? _fault;
    private long _commits;
    private int _ledgerDue;
    private int _timerSet;

    /// <param name="options">Sizes and intervals.</param>
    /// <param name="folder">What was found on disk.</param>
    /// <param name="gate">Guards the arenas.</param>
    /// <param name="encodeGap">Encodes gap records.</param>
    /// <param name="durable">Called under the gate after each group that became durable.</param>
    /// <param name="time">For retries and the cursor's interval.</param>
    /// <param name="logger">Where faults are said.</param>
    public Committer(
        OutboxOptions options, OutboxFolder folder, Lock gate, GapEncoder encodeGap, Action durable, TimeProvider time, ILogger logger)
    {
        (_options, _folder, _gate, _encodeGap, _durable, _time, _logger) = (options, folder, gate, encodeGap, durable, time, logger);
        _space = new DiskSpace(folder.Lanes, folder.Quarantine, folder.Gaps, folder.Ledger.State, options.CapBytes, logger);
        _writeLedger = WriteLedger;
        _timer = time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _thread = new Thread(Run) { IsBackground = true, Name = "outbox commit" };
        _thread.Start();
    }

    /// <summary>What the disk says while it refuses.</summary>
    public Fault? Fault => _fault;

    public long Commits => Volatile.Read(ref _commits);

    public long DiskBytes => _space.Used;

    /// <summary>There is something to commit. While the disk refuses, the timer decides when it is asked again.</summary>
    public void Wake()
    {
        if (_fault is null)
        {
            _wake.Set();
        }
    }

    /// <summary>A cursor moved: the ledger is due, at once where a whole segment may go.</summary>
    public void CursorMoved(bool segmentDone)
    {
        if (segmentDone)
        {
            Volatile.Write(ref _ledgerDue, 1);
            _wake.Set();
        }
        else
        {
            Arm(_options.CursorInterval);
        }
    }

    /// <summary>Makes durable what it can, once more, and stops.</summary>
    public void Dispose()
    {
        _stop = true;
        _wake.Set();
        _thread.Join();
        _timer.Dispose();
        _wake.Dispose();
    }

    private void Run()
    {
        bool last;
        do
        {
            _wake.WaitOne();
            last = _stop;
            Step(last);
        }
        while (!last);
    }

    private void Step(bool last)
    {
        try
        {
            CollectRefused();
            // A second round takes what was appended while the first was written.
            for (int round = 0; round < (last ? 2 : 1); round++)
            {
                Commit(_folder.Lanes[(int)Lane.Signals]);
                Commit(_folder.Lanes[(int)Lane.Telemetry]);
            }

            TidyUp(last);
            if (_fault is not null)
            {
                _fault = null;
                OutboxLog.DiskTakes(_logger, _options.Folder);
                // What was appended or refused meanwhile goes at once.
                _wake.Set();
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Refuse(error);
        }
    }

    private void CollectRefused()
    {
        foreach (LaneStore lane in _folder.Lanes)
        {
            (ulong count, uint first, uint last) refused;
            lock (_gate)
            {
                refused = lane.Arena.TakeRefused();
            }

            if (refused.count > 0)
            {
                _folder.Gaps.Add(new Gap(
                    lane.Lane,
                    GapReason.MemoryFull,
                    refused.count,
                    new RecordId(_folder.Boot, refused.first),
                    new RecordId(_folder.Boot, refused.last)));
                OutboxLog.GivenUp(_logger, lane.Lane, refused.count, GapReason.MemoryFull);
                WriteLedger();
            }
        }
    }

    private void Commit(LaneStore lane)
    {
        lock (_gate)
        {
            lane.Arena.TrySwap();
        }

        Span<byte> gaps = lane.Lane == Lane.Signals ? EncodeGaps() : default;
        Span<byte> batch = lane.Arena.Batch;
        if (batch.IsEmpty && gaps.IsEmpty)
        {
            return;
        }

        _space.MakeRoom(SegmentFormat.HeaderBytes + gaps.Length + batch.Length, _writeLedger);
        Append(lane, gaps, batch);
        lock (_gate)
        {
            lane.Arena.Release();
            _commits++;
            _durable();
        }

        if (!gaps.IsEmpty)
        {
            _folder.Gaps.Written(_pending);
            Volatile.Write(ref _ledgerDue, 1);
        }
    }

    private void Append(LaneStore lane, Span<byte> gaps, Span<byte> batch)
    {
        while (true)
        {
            try
            {
                lane.Writer.Append(gaps, batch);
                return;
            }
            catch (IOException error) when (Disk.IsFull(error))
            {
                if (!_space.TryFreeOnFullDisk(_writeLedger))
                {
                    throw;
                }
            }
        }
    }

    private Span<byte> EncodeGaps()
    {
        if (_folder.Gaps.IsEmpty)
        {
            return default;
        }

        _folder.Gaps.CopyTo(_pending);
        // In the order of their names, so that each gap record comes after those that it follows.
        Array.Sort(_pending, static (left, right) => left.Id.CompareTo(right.Id));
        _gapBytes.ResetWrittenCount();
        foreach (PendingGap pending in _pending)
        {
            if (pending.Gap.Count > 0)
            {
                OutboxMessage message = _encodeGap(pending.Gap, pending.Id);
                byte[] topic = Encoding.UTF8.GetBytes(message.Topic);
                byte[] contentType = Encoding.UTF8.GetBytes(message.ContentType);
                int length = RecordFormat.LengthOf(topic.Length, contentType.Length, Gap.Bytes + message.Payload.Length);
                RecordFormat.WriteGap(_gapBytes.GetSpan(length), pending, topic, contentType, message.Payload.Span, message.Retain);
                _gapBytes.Advance(length);
            }
        }

        return MemoryMarshal.AsMemory(_gapBytes.WrittenMemory).Span;
    }

    private void TidyUp(bool last)
    {
        if (Volatile.Read(ref _ledgerDue) == 0 && !last)
        {
            return;
        }

        WriteLedger();
        _space.DeleteDelivered(evenNewest: false);
    }

    private void WriteLedger()
    {
        Volatile.Write(ref _ledgerDue, 0);
        LedgerState state = _folder.Ledger.State;
        foreach (LaneStore lane in _folder.Lanes)
        {
            state.Cursors[(int)lane.Lane] = lane.Index.Cursor;
            state.Nexts[(int)lane.Lane] = lane.Index.Next;
        }

        _folder.Gaps.CopyTo(state.Gaps);
        _folder.Ledger.Write();
    }

    private void Refuse(Exception error)
    {
        Volatile.Write(ref _ledgerDue, 1);
        Fault fault = error switch
        {
            IOException full when Disk.IsFull(full) => new Fault(
                FaultKind.Exhausted, _options.Folder, "the disk is full: events wait in memory", "Free some space on it: the outbox then goes on by itself.", error),
            IOException locked when PrivateFile.IsReadOnly(locked) => new Fault(
                FaultKind.Unavailable, _options.Folder, "the disk became read-only: events wait in memory, and are lost with the process", Disk.Remedy, error),
            _ => new Fault(
                FaultKind.Unavailable, _options.Folder, $"the disk refuses events, which wait in memory: {error.Message}", $"The outbox tries again by itself. {Disk.Remedy}", error),
        };
        if (_fault?.Problem != fault.Problem)
        {
            OutboxLog.DiskRefuses(_logger, fault.Message);
        }

        _fault = fault;
        Arm(_options.RetryInterval);
    }

    private void Arm(TimeSpan due)
    {
        if (Interlocked.Exchange(ref _timerSet, 1) == 0)
        {
            _timer.Change(due, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnTimer()
    {
        Volatile.Write(ref _timerSet, 0);
        Volatile.Write(ref _ledgerDue, 1);
        _wake.Set();
    }
}
