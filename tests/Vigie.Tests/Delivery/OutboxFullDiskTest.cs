using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Vigie.Core;
using Vigie.Delivery;

namespace Vigie.Tests.Delivery;

/// <summary>A disk that is really full: a small tmpfs, mounted where privileges allow.</summary>
public sealed class OutboxFullDiskTest : IDisposable
{
    private readonly string _mount = Directory.CreateTempSubdirectory("vigie-full-").FullName;
    private bool _mounted;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        if (_mounted)
        {
            Assert.Equal(0, Run("umount", _mount));
        }

        Directory.Delete(_mount);
    }

    [Fact]
    public async Task Nothing_durable_is_lost_on_a_full_disk_and_it_goes_on_by_itself()
    {
        Mount(kilobytes: 256);
        OutboxBench bench = NewBench();
        using Outbox outbox = bench.Open();
        var durable = new List<uint>();
        for (int i = 0; i < 200; i++)
        {
            durable.Add(OutboxBench.Append(outbox));
            await outbox.FlushAsync(Cancel);
        }

        string ballast = FillDisk();
        var waiting = new List<uint> { OutboxBench.Append(outbox, filler: 4_000) };
        Task flush = outbox.FlushAsync(Cancel);
        await Eventually.IsTrueAsync(() => outbox.Status.Fault is not null, "the fault should be visible");
        Assert.Equal(FaultKind.Exhausted, outbox.Status.Fault!.Kind);
        Assert.Equal(1, outbox.Status.InMemory);

        // Frames go on: an append returns at once, until memory is full too.
        uint[] later = [.. Enumerable.Range(0, 100).Select(_ => outbox.NextSequence())];
        bool[] taken = [.. later.Select(sequence => OutboxBench.TryAppend(outbox, Lane.Signals, sequence))];
        Assert.InRange(taken.Count(ok => ok), 20, 80);
        Assert.False(flush.IsCompleted);

        File.Delete(ballast);
        await flush.WaitAsync(TimeSpan.FromSeconds(20), Cancel);
        await Eventually.IsTrueAsync(() => outbox.Status.Fault is null, "the fault should be over");
        var passed = new List<OutboxRecord>();
        Gap gap = await OutboxBench.NextGapAsync(outbox, passed);
        uint[] refused = [.. later.Where((_, i) => !taken[i])];
        Assert.Equal(
            new Gap(Lane.Signals, GapReason.MemoryFull, (ulong)refused.Length, new RecordId(outbox.Boot, refused[0]), new RecordId(outbox.Boot, refused[^1])),
            gap);
        passed.AddRange(OutboxBench.Drain(outbox));
        Assert.Equal(
            [.. durable, .. waiting, .. later.Where((_, i) => taken[i])],
            passed.Where(record => record.Message.Topic != "gap").Select(record => record.Id.Sequence));
    }

    [Fact]
    public async Task Stored_telemetry_makes_room_for_signals()
    {
        Mount(kilobytes: 256);
        OutboxBench bench = NewBench();
        var log = new LogBook();
        using Outbox outbox = bench.Open(logger: log);
        for (int i = 0; i < 200; i++)
        {
            OutboxBench.Append(outbox, Lane.Telemetry);
            await outbox.FlushAsync(Cancel);
        }

        FillDisk();
        var signals = new List<uint>();
        for (int i = 0; i < 150; i++)
        {
            signals.Add(OutboxBench.Append(outbox, filler: 20));
            await outbox.FlushAsync(Cancel);
        }

        var passed = new List<OutboxRecord>();
        Gap gap = await OutboxBench.NextGapAsync(outbox, passed);
        passed.AddRange(OutboxBench.Drain(outbox));
        Assert.Equal((Lane.Telemetry, GapReason.DiskFull), (gap.Lane, gap.Reason));
        Assert.Equal(signals, passed.Where(record => record.Message.Topic != "gap").Select(record => record.Id.Sequence));
        ulong lost = passed.Where(record => record.Message.Topic == "gap").Select(OutboxBench.DecodeGap).Aggregate(0ul, (sum, next) => sum + next.Count);
        Assert.Equal(200ul, lost + (ulong)OutboxBench.Drain(outbox, Lane.Telemetry).Count);
        Assert.Contains(log.At(LogLevel.Warning), line => line.Contains("given up", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_gap_on_a_full_disk_survives_a_crash()
    {
        Mount(kilobytes: 256);
        OutboxBench bench = NewBench();
        using Outbox outbox = bench.Open();
        OutboxBench.Append(outbox);
        await outbox.FlushAsync(Cancel);
        FillDisk();
        OutboxBench.Append(outbox, filler: 4_000);
        await Eventually.IsTrueAsync(() => outbox.Status.Fault is not null, "the disk should be full");
        for (int i = 0; i < 100; i++)
        {
            OutboxBench.TryAppend(outbox, Lane.Signals, outbox.NextSequence());
        }

        await Eventually.IsTrueAsync(() => outbox.Status.Lost > 0, "some should be refused");
        using OutboxBench crashed = bench.Snapshot();
        using Outbox again = crashed.Open();
        Gap gap = await OutboxBench.NextGapAsync(again, []);
        Assert.Equal((GapReason.MemoryFull, outbox.Boot), (gap.Reason, gap.First.Boot));
        Assert.True(gap.Count > 0);
    }

    [Fact]
    public void A_full_disk_is_said_at_open()
    {
        Mount(kilobytes: 64);
        FillDisk();
        OutboxBench bench = NewBench();
        Fault fault = Assert.Throws<Fault>(() => bench.Open());
        Assert.Equal(FaultKind.Exhausted, fault.Kind);
        Assert.Contains("the disk is full", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_restart_on_a_full_disk_opens_all_the_same()
    {
        Mount(kilobytes: 256);
        OutboxBench bench = NewBench();
        using (Outbox outbox = bench.Open())
        {
            OutboxBench.Append(outbox);
        }

        FillDisk();
        using Outbox again = bench.Open();
        Assert.Single(OutboxBench.Drain(again));
    }

    private OutboxBench NewBench()
    {
        var bench = new OutboxBench(_mount);
        bench.Options = bench.Options with { RetryInterval = TimeSpan.FromMilliseconds(50) };
        return bench;
    }

    private void Mount(int kilobytes)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root may mount a small tmpfs");
        int result = Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", _mount);
        Assert.SkipUnless(result == 0, "mounting a small tmpfs is not permitted here");
        _mounted = true;
    }

    private static int Run(string command, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }

    private string FillDisk()
    {
        string path = Path.Combine(_mount, "ballast");
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] page = new byte[4_096];
        try
        {
            while (true)
            {
                file.Write(page);
            }
        }
        catch (IOException full) when (Disk.IsFull(full))
        {
            return path;
        }
    }
}
