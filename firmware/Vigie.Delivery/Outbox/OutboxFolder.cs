using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Vigie.Core;

namespace Vigie.Delivery;

/// <summary>The outbox's folder, locked for one process: what was found in it at open, made sound.</summary>
internal sealed class OutboxFolder : IDisposable
{
    private readonly FileStream _lock;
    private readonly ulong[] _firstNumbers;

    private OutboxFolder(OutboxOptions options, FileStream held, Ledger ledger, ILogger logger, TimeProvider time)
    {
        _lock = held;
        Times = new SequenceTimes(time, options.Recent);
        Ledger = ledger;
        ledger.State.Boots = Math.Max(ledger.State.Boots, options.BootsBefore) + 1;
        Boot = options.Boot ?? ((ulong)ledger.State.Boots << 32) | (uint)RandomNumberGenerator.GetInt32(int.MinValue, int.MaxValue);
        Gaps = new GapTable(NextId);
        Gaps.Restore(ledger.State.Gaps);
        Quarantine = new Quarantine(Path.Combine(options.Folder, "quarantine"), logger);
        SegmentFinder finder = new(options, ledger.State, Quarantine, logger);
        Lanes = [Build(Lane.Signals), Build(Lane.Telemetry)];
        _firstNumbers = [.. Lanes.Select(lane => lane.Index.Next)];

        LaneStore Build(Lane lane)
        {
            SegmentIndex index = finder.Index(lane);
            return new LaneStore(
                lane,
                new Arena(lane, options.BufferBytes),
                index,
                new SegmentWriter(options, lane, index, logger),
                new SegmentReader(index, Quarantine, Gaps.Add, logger));
        }
    }

    public ulong Boot { get; }

    public Ledger Ledger { get; }

    public GapTable Gaps { get; }

    public Quarantine Quarantine { get; }

    /// <summary>When sequences of this process were given.</summary>
    public SequenceTimes Times { get; }

    /// <summary>By <see cref="Lane"/>.</summary>
    public LaneStore[] Lanes { get; }

    /// <exception cref="Fault">Held by another process, not writable, or full.</exception>
    public static OutboxFolder Open(OutboxOptions options, ILogger logger, TimeProvider time)
    {
        options.Check();
        FileStream held = Lock(options.Folder);
        Ledger? ledger = null;
        try
        {
            ledger = Ledger.Open(Path.Combine(options.Folder, "ledger"), options.Flush, logger);
            var folder = new OutboxFolder(options, held, ledger, logger, time);
            ledger.Write();
            PrivateFile.FlushFolder(options.Folder);
            return folder;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            ledger?.Dispose();
            held.Dispose();
            throw NotWritable(options.Folder, error);
        }
    }

    /// <summary>The next name of this boot.</summary>
    public RecordId NextId() => new(Boot, Times.Next());

    /// <summary>Whether an earlier process wrote it.</summary>
    public bool IsOfEarlierProcess(OutboxRecord record) => record.Number < _firstNumbers[(int)record.Lane];

    public void Dispose()
    {
        foreach (LaneStore lane in Lanes)
        {
            lane.Writer.Dispose();
        }

        Ledger.Dispose();
        _lock.Dispose();
    }

    private static FileStream Lock(string folder)
    {
        try
        {
            if (!Directory.Exists(folder))
            {
                PrivateFile.CreateFolder(folder);
                PrivateFile.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(folder)) ?? "/");
            }

            return PrivateFile.Open(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileShare.None);
        }
        catch (IOException error) when (PrivateFile.IsLocked(error))
        {
            throw new Fault(
                FaultKind.Denied, folder, "another process delivers from this folder", "Stop that process, or give this one a folder of its own.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(folder, error);
        }
    }

    private static Fault NotWritable(string folder, Exception error) => error switch
    {
        IOException full when Disk.IsFull(full) => new Fault(
            FaultKind.Exhausted, folder, "the disk is full: the outbox cannot be opened", "Free some space on it and start again.", error),
        // A disk may come back, and nobody stands beside it: a start is worth another try.
        IOException sick when PrivateFile.IsSick(sick) => new Fault(
            FaultKind.Unavailable, folder, $"the disk does not let the outbox be opened: {error.Message}", Disk.Remedy, error),
        _ => new Fault(FaultKind.Denied, folder, $"events cannot be stored here: {error.Message}", "Give a folder that this user may write to.", error),
    };
}
