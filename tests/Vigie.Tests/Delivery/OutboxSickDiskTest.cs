using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Vigie.Core;
using Vigie.Delivery;

namespace Vigie.Tests.Delivery;

/// <summary>A disk that errs: flushes that fail, sectors that cannot be read.</summary>
public sealed class OutboxSickDiskTest : IDisposable
{
    private const int SlotBytes = 4096;
    private readonly OutboxBench _bench = new();
    private volatile int _errorNumber;
    private int _failed;

    public OutboxSickDiskTest() => _bench.Options = _bench.Options with
    {
        RetryInterval = TimeSpan.FromMilliseconds(20),
        CursorInterval = TimeSpan.FromMilliseconds(20),
        Flush = Flush,
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(5, "refuses events")]
    [InlineData(30, "became read-only")]
    public async Task What_a_failed_flush_left_is_given_up_and_written_again_elsewhere(int errorNumber, string words)
    {
        using Outbox outbox = _bench.Open();
        var all = new List<uint> { OutboxBench.Append(outbox) };
        await outbox.FlushAsync(Cancel);
        string first = Assert.Single(_bench.Segments(Lane.Signals));
        long durable = new FileInfo(first).Length;

        _errorNumber = errorNumber;
        all.Add(OutboxBench.Append(outbox));
        Task flush = outbox.FlushAsync(Cancel);
        await Eventually.IsTrueAsync(() => Volatile.Read(ref _failed) > 3, "it should be tried again and again");
        Assert.False(flush.IsCompleted);
        Assert.Equal(FaultKind.Unavailable, outbox.Status.Fault!.Kind);
        Assert.Contains(words, outbox.Status.Fault.Message, StringComparison.Ordinal);
        Assert.Single(OutboxBench.Drain(outbox));
        all.Add(OutboxBench.Append(outbox));

        _errorNumber = 0;
        await flush.WaitAsync(TimeSpan.FromSeconds(20), Cancel);
        await outbox.FlushAsync(Cancel);
        Assert.Equal(durable, new FileInfo(first).Length);
        Assert.Equal(2, _bench.Segments(Lane.Signals).Length);
        Assert.Equal(all.Skip(1), OutboxBench.Drain(outbox).Select(record => record.Id.Sequence));
        await Eventually.IsTrueAsync(() => outbox.Status.Fault is null, "the fault should be over");
    }

    /// <summary>Of the ledger's two pages the one that is surely on disk stays as it is until the other is.</summary>
    [Fact]
    public async Task A_failed_flush_of_the_ledger_never_costs_the_page_that_is_durable()
    {
        using Outbox outbox = _bench.Open();
        OutboxBench.Append(outbox);
        OutboxBench.Append(outbox);
        await outbox.FlushAsync(Cancel);
        List<OutboxRecord> records = OutboxBench.Drain(outbox);
        byte[] before = [];
        await Eventually.IsTrueAsync(() => Settled(ref before), "the ledger should come to rest");

        _errorNumber = 5;
        outbox.Advance(records[0]);
        await Eventually.IsTrueAsync(() => Volatile.Read(ref _failed) > 5, "the ledger should be tried again and again");
        byte[] after = LedgerBytes();
        int newest = TurnOf(before, 0) > TurnOf(before, 1) ? 0 : 1;
        Assert.Equal(SlotOf(before, newest), SlotOf(after, newest));

        _errorNumber = 0;
        await Eventually.IsTrueAsync(() => outbox.Status.Fault is null, "the fault should be over");
        Assert.True(TurnOf(LedgerBytes(), 1 - newest) > TurnOf(before, newest));
    }

    [Fact]
    public void A_start_on_a_disk_that_errs_is_worth_another_try()
    {
        _errorNumber = 5;
        Fault fault = Assert.Throws<Fault>(() => _bench.Open());
        Assert.Equal((FaultKind.Unavailable, 3), (fault.Kind, fault.ExitCode));
        Assert.Contains("dmesg", fault.Message, StringComparison.Ordinal);
        _errorNumber = 0;
        using Outbox outbox = _bench.Open();
    }

    /// <summary>A real EIO: the memory of a process, where there is none.</summary>
    [Fact]
    public async Task A_medium_that_errs_is_asked_again_before_its_records_are_given_up()
    {
        using Outbox outbox = _bench.Open();
        // Two fill a segment: the gap record goes into another.
        var all = new List<uint>();
        for (int i = 0; i < 3; i++)
        {
            all.Add(OutboxBench.Append(outbox, filler: 3_900));
            await outbox.FlushAsync(Cancel);
        }

        string segment = _bench.Segments(Lane.Signals)[0];
        File.Move(segment, segment + ".aside");
        File.CreateSymbolicLink(segment, "/proc/self/mem");
        Assert.Throws<IOException>(() => outbox.TryRead(Lane.Signals, out _));
        Assert.Equal(0, outbox.Status.Lost);

        // It stumbled only: nothing is lost.
        File.Move(segment + ".aside", segment, overwrite: true);
        Assert.Equal(all, OutboxBench.Drain(outbox).Select(record => record.Id.Sequence));

        outbox.Rewind(Lane.Signals);
        File.Delete(segment);
        File.CreateSymbolicLink(segment, "/proc/self/mem");
        for (int i = 1; i < Disk.Tries; i++)
        {
            Assert.Throws<IOException>(() => outbox.TryRead(Lane.Signals, out _));
        }

        var passed = new List<OutboxRecord>();
        Gap gap = await OutboxBench.NextGapAsync(outbox, passed);
        Assert.Equal((GapReason.Corrupt, 2ul), (gap.Reason, gap.Count));
        Assert.Equal(all[2], passed[0].Id.Sequence);
    }

    /// <summary>This program in memory, and the nothing before it: the kernel gives the one and EIO for the other.</summary>
    [Fact]
    public void A_bad_sector_costs_its_own_piece()
    {
        string lowest = File.ReadLines("/proc/self/maps").First();
        Assert.SkipUnless(lowest.Contains(" r--p 00000000 ", StringComparison.Ordinal) && lowest.Contains('/', StringComparison.Ordinal), "another thing than a program lies lowest: " + lowest);
        long at = long.Parse(lowest.Split('-')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture) - (2 * SlotBytes);
        byte[] read = new byte[3 * SlotBytes];
        read.AsSpan().Fill(7);
        Assert.Throws<IOException>(() => Disk.Read("/proc/self/mem", at, new byte[read.Length]));
        Assert.Equal(read.Length, Disk.ReadAround(read, "/proc/self/mem", at));
        byte[] program = new byte[SlotBytes];
        Assert.Equal(SlotBytes, Disk.Read("/proc/self/mem", at + (2 * SlotBytes), program));
        Assert.True(program.AsSpan().StartsWith("\u007fELF"u8), lowest);
        Assert.Equal([.. new byte[2 * SlotBytes], .. program], read);
    }

    private void Flush(SafeFileHandle file)
    {
        if (_errorNumber is > 0 and int number)
        {
            Interlocked.Increment(ref _failed);
            throw new IOException("Input/output error or the like", number);
        }

        PrivateFile.Flush(file);
    }

    // Two equal looks: what the appends and the first cursor left to write is written.
    private bool Settled(ref byte[] before)
    {
        byte[] now = LedgerBytes();
        bool same = now.AsSpan().SequenceEqual(before);
        before = now;
        Thread.Sleep(200);
        return same && LedgerBytes().AsSpan().SequenceEqual(now);
    }

    private byte[] LedgerBytes()
    {
        byte[] bytes = new byte[2 * SlotBytes];
        Disk.Read(Path.Combine(_bench.Options.Folder, "ledger"), 0, bytes);
        return bytes;
    }

    private static ulong TurnOf(byte[] ledger, int slot) => BinaryPrimitives.ReadUInt64LittleEndian(ledger.AsSpan((slot * SlotBytes) + 16));

    private static byte[] SlotOf(byte[] ledger, int slot) => ledger.AsSpan(slot * SlotBytes, SlotBytes).ToArray();
}
