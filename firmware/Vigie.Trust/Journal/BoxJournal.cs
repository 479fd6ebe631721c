using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Trust.Signatures;

namespace Vigie.Trust.Journal;

/// <summary>
/// The box's journal: append-only files of records, each holding the hash of the one before it, each group of them signed by the box's key and made durable
/// by one fsync. Any thread may append; one thread writes, so a frame never waits for a disk. There is no call that erases:
/// records go by retention alone, and leave a signed stub.
/// </summary>
public sealed class BoxJournal : IDisposable
{
    private static readonly TimeSpan RetentionInterval = TimeSpan.FromHours(1);

    private readonly JournalOptions _options;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly FileStream _lock;
    private readonly JournalQueue _queue;
    private readonly JournalWriter _writer;
    private readonly AutoResetEvent _wake = new(false);
    private readonly ITimer _groupTimer;
    private readonly ITimer _clockTimer;
    private readonly Thread _thread;
    private List<PendingRecord> _group = [];
    private DateTimeOffset _retentionDue;
    private volatile bool _stop;
    private volatile bool _closed;
    private volatile Fault? _fault;
    private volatile JournalHead? _head;
    private long _commits;
    private int _timerSet;

    private BoxJournal(JournalOptions options, SigningKey key, FileStream held, ILogger logger, TimeProvider time)
    {
        (_options, _lock, _logger, _time) = (options, held, logger, time);
        JournalFound found = JournalRecovery.Look(options.Folder, key.Public);
        Boot = new Boot(found.Tail.Boot.Counter + 1, BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4)));
        _queue = new JournalQueue(options, time);
        _writer = new JournalWriter(options, key, found, Boot);
        SayWhatWasFound(found, key.Public);
        _group = _queue.Take(out _);
        _groupTimer = time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Commit();
        _clockTimer = time.CreateTimer(_ => OnClock(), null, options.ClockInterval, options.ClockInterval);
        _thread = new Thread(Run) { IsBackground = true, Name = "journal" };
        _thread.Start();
    }

    /// <summary>This run of the journal: counted by the journal itself, with 32 random bits, so that a restored disk shows.</summary>
    public Boot Boot { get; }

    /// <summary>The last signed head: what goes to witnesses.</summary>
    public JournalHead Head => _head!;

    /// <summary>How it stands.</summary>
    public JournalStatus Status => new(
        Head.Record.Number, Head.Record.FirstKept, _queue.Waiting, _queue.Lost, _writer.DiskBytes, Interlocked.Read(ref _commits), _fault);

    /// <summary>Opens the folder, or makes it; puts right what a crash left, says so in a record, and locks out every other process.</summary>
    /// <param name="options">Where, whose, how long.</param>
    /// <param name="key">The box's own key; the caller's to dispose of, after the journal.</param>
    /// <param name="logger">Where repairs and faults are said.</param>
    /// <param name="time">Wall and monotonic time; the system's where null.</param>
    /// <exception cref="Fault">Held by another process, not writable, full, or without a readable end.</exception>
    public static BoxJournal Open(JournalOptions options, SigningKey key, ILogger logger, TimeProvider? time = null)
    {
        options.Check();
        FileStream? held = null;
        try
        {
            PrivateFile.CreateFolder(options.Folder);
            held = JournalLock.Take(options.Folder);
            return new BoxJournal(options, key, held, logger, time ?? TimeProvider.System);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            held?.Dispose();
            throw new Fault(
                FaultKind.Unavailable, options.Folder, $"the journal cannot be kept here: {error.Message}",
                "Give a folder that this user may write to, on a disk with room.", error);
        }
        catch (Fault)
        {
            held?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Takes a record that nobody waits for: it is durable within a second. Returns at once. Where the disk takes nothing for so long that memory is
    /// full, it is refused, counted, and the count is journalled as soon as the disk goes on.
    /// </summary>
    /// <returns>Whether it was taken.</returns>
    public bool Append(JournalKind kind, JournalDetail? detail = null)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        bool taken = _queue.TryAdd(kind, detail ?? JournalDetail.Empty, null);
        if (Interlocked.Exchange(ref _timerSet, 1) == 0)
        {
            _groupTimer.Change(_options.GroupInterval, Timeout.InfiniteTimeSpan);
        }

        return taken;
    }

    /// <summary>Takes a record and completes when it is durable and signed: for what must not happen without it.</summary>
    /// <returns>Its number.</returns>
    /// <exception cref="Fault">Memory is full, because the disk takes nothing.</exception>
    /// <exception cref="OperationCanceledException">Cancelled, or closed before the disk took it.</exception>
    public async Task<long> AppendAsync(JournalKind kind, JournalDetail? detail = null, CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        var durable = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_queue.TryAdd(kind, detail ?? JournalDetail.Empty, durable))
        {
            throw new Fault(FaultKind.Exhausted, _options.Folder, "the journal takes no more records: its disk refuses", "Free some space on its disk, or replace it.");
        }

        WakeUnlessRefused();
        return await durable.Task.WaitAsync(cancellation);
    }

    /// <summary>Makes durable what the disk takes, and releases the folder. A stop is the caller's to record, before.</summary>
    public void Dispose()
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        _clockTimer.Dispose();
        _stop = true;
        _wake.Set();
        _thread.Join();
        _groupTimer.Dispose();
        _group.AddRange(_queue.Take(out _));
        if (_group.Count > 0)
        {
            JournalLog.ClosedWithLoss(_logger, _options.Folder, _group.Count);
            _group.ForEach(record => record.Durable?.TrySetCanceled());
        }

        _writer.Dispose();
        _wake.Dispose();
        _lock.Dispose();
    }

    private void SayWhatWasFound(JournalFound found, PublicKey key)
    {
        // First in every boot, so that the boot itself is on disk before anything is done in it.
        _queue.TryAdd(JournalKind.Opened, JournalDetail.Empty.With("boot", Boot.ToString()), null);
        if (found.Tail.Number == 0)
        {
            _queue.TryAdd(JournalKind.Created, JournalDetail.Empty.With("journal", found.Journal.AsSpan()).With("box", _options.Box).With("key", key.Thumbprint), null);
        }

        if (found.Repair is not null)
        {
            JournalLog.Recovered(_logger, _options.Folder, found.Repair.ToString());
            _queue.TryAdd(JournalKind.Recovered, found.Repair, null);
        }

        DateTimeOffset now = _time.GetUtcNow();
        if (now < found.Tail.Time - _options.ClockTolerance)
        {
            _queue.TryAdd(JournalKind.ClockChanged, JournalQueue.ClockDetail(found.Tail.Time, now).With("at", "start"), null);
        }

        JournalLog.Opened(_logger, _options.Folder, found.Tail.Number, Boot.ToString());
    }

    private void OnTimer()
    {
        Volatile.Write(ref _timerSet, 0);
        _wake.Set();
    }

    private void OnClock()
    {
        if (_queue.LookAtClock())
        {
            WakeUnlessRefused();
        }
    }

    // While the disk refuses, the timer decides when it is asked again.
    private void WakeUnlessRefused()
    {
        if (_fault is null)
        {
            _wake.Set();
        }
    }

    private void Run()
    {
        bool last;
        do
        {
            _wake.WaitOne();
            last = _stop;
            Step();
        }
        while (!last);
    }

    private void Step()
    {
        try
        {
            _group.AddRange(_queue.Take(out long overflow));
            if (overflow > 0)
            {
                JournalLog.Overflowed(_logger, _options.Folder, overflow);
            }

            if (_group.Count > 0)
            {
                Commit();
            }

            Rotate();
            if (_fault is not null)
            {
                _fault = null;
                JournalLog.Takes(_logger, _options.Folder);
                _wake.Set();
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            Refuse(error);
        }
    }

    private void Commit()
    {
        long first = _writer.Tail.Number + 1;
        _head = _writer.Commit(_group, _writer.FirstKept);
        Interlocked.Increment(ref _commits);
        for (int i = 0; i < _group.Count; i++)
        {
            _group[i].Durable?.TrySetResult(first + i);
        }

        _group = [];
    }

    private void Rotate()
    {
        DateTimeOffset now = _time.GetUtcNow();
        if (now < _retentionDue && now > _retentionDue - (2 * RetentionInterval) && _writer.DiskBytes <= _options.CapBytes)
        {
            return;
        }

        _retentionDue = now + RetentionInterval;
        int count = JournalRetention.Due(_options, _writer.Files, _options.TimeTrusted() ? now : null, _writer.DiskBytes, out JournalDetail stub);
        if (count == 0)
        {
            return;
        }

        // First the stub, durable and signed; then the files. A crash between them leaves more than was promised, never less.
        _queue.TryAdd(JournalKind.Rotated, stub, null);
        _group.AddRange(_queue.Take(out _));
        Commit();
        _writer.Drop(count);
        JournalLog.Rotated(_logger, _options.Folder, stub.Number("through") ?? 0);
    }

    private void Refuse(Exception error)
    {
        if (_fault is null)
        {
            JournalLog.Refuses(_logger, _options.Folder, error.Message);
        }

        _fault = new Fault(FaultKind.Exhausted, _options.Folder, $"the journal takes no records: {error.Message}", "Free some space on its disk, or replace it.", error);
        Interlocked.Exchange(ref _timerSet, 1);
        _groupTimer.Change(_options.RetryInterval, Timeout.InfiniteTimeSpan);
    }
}
