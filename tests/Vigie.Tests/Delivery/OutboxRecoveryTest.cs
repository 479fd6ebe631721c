using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Vigie.Delivery;

namespace Vigie.Tests.Delivery;

/// <summary>What an outbox makes of a folder that a crash, a bad disk or a stranger left.</summary>
public sealed class OutboxRecoveryTest : IDisposable
{
    private readonly OutboxBench _bench = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_last_record_torn_at_any_byte_costs_itself_alone()
    {
        await FillAsync(1, 5);
        string segment = Assert.Single(_bench.Segments(Lane.Signals));
        byte[] whole = File.ReadAllBytes(segment);
        byte[] ledger = await LedgerOfAsync(4);
        int start = whole.Length - ((whole.Length - SegmentFormat.HeaderBytes) / 5);
        for (int end = start; end < whole.Length; end++)
        {
            await ReopenTornAsync(segment, whole.AsSpan(0, end).ToArray(), ledger, start);
            // A power cut may leave a longer file whose last pages were never written.
            byte[] zeros = [.. whole.AsSpan(0, end), .. new byte[whole.Length - end]];
            if (!zeros.AsSpan().SequenceEqual(whole))
            {
                await ReopenTornAsync(segment, zeros, ledger, start);
            }
        }
    }

    [Fact]
    public async Task A_new_segment_torn_at_any_byte_of_its_header_is_as_if_it_never_was()
    {
        await FillAsync(1, 1);
        string segment = Assert.Single(_bench.Segments(Lane.Signals));
        byte[] whole = File.ReadAllBytes(segment);
        for (int end = 0; end <= SegmentFormat.HeaderBytes; end++)
        {
            File.Delete(Path.Combine(_bench.Options.Folder, "ledger"));
            File.WriteAllBytes(segment, whole[..end]);
            using Outbox outbox = _bench.Open();
            OutboxBench.Append(outbox);
            await outbox.FlushAsync(Cancel);
            Assert.Equal([1ul], OutboxBench.Drain(outbox).Select(record => record.Number));
            outbox.Dispose();
            File.Delete(segment);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(40)]
    [InlineData(70)]
    public async Task A_damaged_record_in_the_middle_costs_itself_alone_and_is_said(int offset)
    {
        ulong boot = await FillAsync(3, 60);
        string segment = _bench.Segments(Lane.Signals)[1];
        byte[] bytes = File.ReadAllBytes(segment);
        int length = LengthOfFirst(bytes);
        bytes[SegmentFormat.HeaderBytes + (5 * length) + offset] ^= 0x10;
        File.WriteAllBytes(segment, bytes);
        uint hit = (uint)FirstOf(segment) + 5;

        var log = new LogBook();
        using Outbox outbox = _bench.Open(logger: log);
        var passed = new List<OutboxRecord>();
        Gap gap = await OutboxBench.NextGapAsync(outbox, passed);
        Assert.Equal(new Gap(Lane.Signals, GapReason.Corrupt, 1, new RecordId(boot, hit), new RecordId(boot, hit)), gap);
        Assert.Equal(Enumerable.Range(1, 180).Select(i => (uint)i).Where(i => i != hit), passed.SkipLast(1).Select(record => record.Id.Sequence));
        Assert.Single(log.At(LogLevel.Error), line => line.Contains(segment, StringComparison.Ordinal));
        Assert.Equal(bytes, File.ReadAllBytes(Path.Combine(_bench.Options.Folder, "quarantine", Path.GetFileName(segment))));
        outbox.Advance(passed[^1]);
        Assert.Equal(0, outbox.Status.WaitingSignals);
    }

    [Fact]
    public async Task A_damaged_header_costs_no_record()
    {
        await FillAsync(2, 10);
        string segment = _bench.Segments(Lane.Signals)[0];
        byte[] bytes = File.ReadAllBytes(segment);
        bytes[9] ^= 0xFF;
        File.WriteAllBytes(segment, bytes);
        using Outbox outbox = _bench.Open();
        Assert.Equal(20, OutboxBench.Drain(outbox).Count);
    }

    [Fact]
    public async Task A_segment_that_is_missing_or_cut_short_is_said_to_be_lost()
    {
        await FillAsync(4, 60);
        string[] segments = _bench.Segments(Lane.Signals);
        Assert.Equal(4, segments.Length);
        File.Delete(segments[1]);
        byte[] third = File.ReadAllBytes(segments[2]);
        File.WriteAllBytes(segments[2], third[..(third.Length - 10)]);
        using Outbox outbox = _bench.Open();
        var passed = new List<OutboxRecord>();
        ulong lost = 0;
        while (lost < 61)
        {
            Gap gap = await OutboxBench.NextGapAsync(outbox, passed);
            Assert.Equal(GapReason.Corrupt, gap.Reason);
            lost += gap.Count;
        }

        Assert.Equal(61ul, lost);
        Assert.Equal(
            Enumerable.Range(1, 240).Where(i => i is <= 60 or (> 120 and < 180) or > 180),
            passed.Where(record => record.Message.Topic != "gap").Select(record => (int)record.Id.Sequence));
    }

    [Fact]
    public async Task Strange_files_are_left_alone_and_said()
    {
        await FillAsync(1, 3);
        string[] strange = ["note.txt", "signals-1.segment", "signals-0000000000000000000x.segment", "telemetry-00000000000000000000.segment"];
        foreach (string name in strange)
        {
            File.WriteAllText(Path.Combine(_bench.Options.Folder, name), "mine");
        }

        Directory.CreateDirectory(Path.Combine(_bench.Options.Folder, "signals-00000000000000000009.segment"));
        var log = new LogBook();
        using Outbox outbox = _bench.Open(logger: log);
        Assert.Equal(3, OutboxBench.Drain(outbox).Count);
        Assert.Equal(5, log.At(LogLevel.Warning).Count());
        Assert.All(strange, name => Assert.Equal("mine", File.ReadAllText(Path.Combine(_bench.Options.Folder, name))));
    }

    [Fact]
    public async Task A_cursor_beyond_the_end_is_said_and_no_number_is_used_twice()
    {
        await FillAsync(1, 10);
        using (Outbox outbox = _bench.Open())
        {
            outbox.Advance(OutboxBench.Drain(outbox)[^1]);
        }

        foreach (string segment in _bench.Segments(Lane.Signals))
        {
            File.Delete(segment);
        }

        using Outbox again = _bench.Open();
        Assert.Equal(0, again.Status.WaitingSignals);
        OutboxBench.Append(again);
        await again.FlushAsync(Cancel);
        Assert.Equal([11ul], OutboxBench.Drain(again).Select(record => record.Number));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    public async Task A_torn_ledger_page_leaves_the_older_one(int at)
    {
        await FillAsync(1, 10);
        using (Outbox outbox = _bench.Open())
        {
            outbox.Advance(OutboxBench.Drain(outbox)[4]);
        }

        string path = Path.Combine(_bench.Options.Folder, "ledger");
        byte[] ledger = File.ReadAllBytes(path);
        ledger[at + 100] ^= 1;
        File.WriteAllBytes(path, ledger);
        using Outbox again = _bench.Open();
        // The newer page says 5 are delivered, the older one may not know yet: then they come twice, never not at all.
        Assert.Equal(10ul, OutboxBench.Drain(again)[^1].Number);
        Assert.InRange(again.Status.WaitingSignals, 5, 10);
    }

    [Fact]
    public async Task Without_a_ledger_everything_stored_comes_again()
    {
        await FillAsync(2, 60);
        string path = Path.Combine(_bench.Options.Folder, "ledger");
        File.WriteAllBytes(path, new byte[100]);
        var log = new LogBook();
        using Outbox outbox = _bench.Open(logger: log);
        Assert.Equal(120, OutboxBench.Drain(outbox).Count);
        Assert.Single(log.At(LogLevel.Error), line => line.Contains("sent again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_cursor_is_durable_within_its_interval_without_a_proper_end()
    {
        var time = new FakeTimeProvider();
        using Outbox outbox = _bench.Open(time);
        for (int i = 0; i < 10; i++)
        {
            OutboxBench.Append(outbox);
        }

        await outbox.FlushAsync(Cancel);
        outbox.Advance(OutboxBench.Drain(outbox)[6]);
        time.Advance(_bench.Options.CursorInterval);
        await Eventually.IsTrueAsync(
            () =>
            {
                using OutboxBench crashed = _bench.Snapshot();
                using Outbox again = crashed.Open();
                return again.Status.WaitingSignals == 3;
            },
            "the cursor should be on disk");
    }

    private async Task<ulong> FillAsync(int segments, int each)
    {
        _bench.Options = _bench.Options with { SegmentBytes = Math.Max(4_200, SegmentFormat.HeaderBytes + (each * 131)), BufferBytes = 4_096 };
        using Outbox outbox = _bench.Open();
        for (int i = 0; i < segments * each; i++)
        {
            OutboxBench.Append(outbox);
            await outbox.FlushAsync(Cancel);
        }

        return outbox.Boot;
    }

    /// <summary>The ledger of a crash after so many records were known to be durable.</summary>
    private async Task<byte[]> LedgerOfAsync(int records)
    {
        using var other = new OutboxBench { Options = _bench.Options };
        other.Options = _bench.Options with { Folder = Path.Combine(other.Root, "outbox") };
        using (Outbox outbox = other.Open())
        {
            for (int i = 0; i < records; i++)
            {
                OutboxBench.Append(outbox);
            }

            await outbox.FlushAsync(Cancel);
        }

        return File.ReadAllBytes(Path.Combine(other.Options.Folder, "ledger"));
    }

    private async Task ReopenTornAsync(string segment, byte[] bytes, byte[] ledger, int good)
    {
        File.WriteAllBytes(Path.Combine(_bench.Options.Folder, "ledger"), ledger);
        File.WriteAllBytes(segment, bytes);
        using Outbox outbox = _bench.Open();
        Assert.Equal(good, new FileInfo(segment).Length);
        OutboxBench.Append(outbox);
        await outbox.FlushAsync(Cancel);
        Assert.Equal([1ul, 2, 3, 4, 5], OutboxBench.Drain(outbox).Select(record => record.Number));
        Assert.Equal(0, outbox.Status.Lost);
        outbox.Dispose();
        File.Delete(_bench.Segments(Lane.Signals)[1]);
    }

    private static int LengthOfFirst(byte[] segment) =>
        (int)RecordFormat.ClaimedLength(segment.AsSpan(SegmentFormat.HeaderBytes));

    private static ulong FirstOf(string segment)
    {
        Assert.True(SegmentFormat.TryParseName(Path.GetFileName(segment), out _, out ulong first));
        return first;
    }
}
