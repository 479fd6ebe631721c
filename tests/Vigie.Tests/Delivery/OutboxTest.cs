using Vigie.Core;
using Vigie.Delivery;

namespace Vigie.Tests.Delivery;

/// <summary>What an outbox promises while nothing goes wrong.</summary>
public sealed class OutboxTest : IDisposable
{
    private readonly OutboxBench _bench = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Records_come_back_in_order_with_all_that_was_said()
    {
        using Outbox outbox = _bench.Open();
        outbox.Append(Lane.Signals, outbox.NextSequence(), "context"u8, "application/cbor"u8, "\x01\x02"u8, retain: true);
        outbox.Append(Lane.Signals, outbox.NextSequence(), "event/fall"u8, ""u8, ""u8);
        await outbox.FlushAsync(Cancel);

        Assert.True(outbox.TryRead(Lane.Signals, out OutboxRecord? context));
        Assert.Equal((1ul, new RecordId(outbox.Boot, 1)), (context.Number, context.Id));
        Assert.Equal(("context", "application/cbor", true), (context.Message.Topic, context.Message.ContentType, context.Message.Retain));
        Assert.Equal([1, 2], context.Message.Payload.ToArray());
        Assert.True(outbox.TryRead(Lane.Signals, out OutboxRecord? fall));
        Assert.Equal(("event/fall", "", false, 0), (fall.Message.Topic, fall.Message.ContentType, fall.Message.Retain, fall.Message.Payload.Length));
        Assert.False(outbox.TryRead(Lane.Signals, out _));
        Assert.False(outbox.TryRead(Lane.Telemetry, out _));
    }

    [Fact]
    public async Task What_was_not_acknowledged_comes_again_after_a_restart_under_its_old_name()
    {
        RecordId[] before;
        using (Outbox outbox = _bench.Open())
        {
            for (int i = 0; i < 500; i++)
            {
                OutboxBench.Append(outbox, i % 5 == 0 ? Lane.Telemetry : Lane.Signals);
                if (i % 20 == 0)
                {
                    await outbox.FlushAsync(Cancel);
                }
            }

            await outbox.FlushAsync(Cancel);
            List<OutboxRecord> records = OutboxBench.Drain(outbox);
            Assert.Equal(400, records.Count);
            outbox.Advance(records[149]);
            before = [.. records.Skip(150).Select(record => record.Id)];
        }

        using Outbox again = _bench.Open();
        Assert.Equal((250, 100), (again.Status.WaitingSignals, again.Status.WaitingTelemetry));
        Assert.Equal(before, OutboxBench.Drain(again).Select(record => record.Id));
        Assert.Equal(100, OutboxBench.Drain(again, Lane.Telemetry).Count);
    }

    [Fact]
    public async Task Each_boot_counts_on_and_draws_a_new_number()
    {
        ulong first;
        using (Outbox outbox = _bench.Open())
        {
            first = outbox.Boot;
            OutboxBench.Append(outbox);
        }

        using Outbox again = _bench.Open();
        Assert.Equal((first >> 32) + 1, again.Boot >> 32);
        Assert.NotEqual((uint)first, (uint)again.Boot);
        OutboxBench.Append(again);
        await again.FlushAsync(Cancel);
        Assert.Equal([new RecordId(first, 1), new RecordId(again.Boot, 1)], OutboxBench.Drain(again).Select(record => record.Id));
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 3)]
    [InlineData(40, 41)]
    public void Boots_that_were_counted_elsewhere_are_counted_on_from(uint elsewhere, uint expected)
    {
        for (int boot = 0; boot < 2; boot++)
        {
            _bench.Open().Dispose();
        }

        _bench.Options = _bench.Options with { BootsBefore = elsewhere };
        using Outbox outbox = _bench.Open();

        Assert.Equal(expected, outbox.Boot >> 32);
    }

    [Fact]
    public void A_replay_may_fix_its_boot()
    {
        _bench.Options = _bench.Options with { Boot = 42 };
        using Outbox outbox = _bench.Open();
        Assert.Equal(42ul, outbox.Boot);
    }

    [Fact]
    public async Task Acknowledged_segments_leave_the_disk()
    {
        using Outbox outbox = _bench.Open();
        for (int i = 0; i < 300; i++)
        {
            OutboxBench.Append(outbox);
            await outbox.FlushAsync(Cancel);
        }

        Assert.True(_bench.Segments(Lane.Signals).Length >= 4);
        outbox.Advance(OutboxBench.Drain(outbox)[^1]);
        await Eventually.IsTrueAsync(() => _bench.Segments(Lane.Signals).Length == 1, "the delivered segments should be gone");
        Assert.Equal(0, outbox.Status.WaitingSignals);
        Assert.Equal(0, outbox.Status.Lost);
    }

    [Fact]
    public async Task The_disk_cap_takes_telemetry_first_then_the_oldest_signals_and_says_so()
    {
        _bench.Options = _bench.Options with { CapBytes = 65_536 };
        using Outbox outbox = _bench.Open();
        var appended = new List<RecordId>();
        for (int i = 0; i < 2_000; i++)
        {
            appended.Add(new RecordId(outbox.Boot, OutboxBench.Append(outbox, i < 400 ? Lane.Telemetry : Lane.Signals)));
            await outbox.FlushAsync(Cancel);
            Assert.True(outbox.Status.DiskBytes <= 65_536, "the cap is kept at every moment");
        }

        List<OutboxRecord> signals = OutboxBench.Drain(outbox);
        Gap[] gaps = [.. signals.Where(record => record.Message.Topic == "gap").Select(OutboxBench.DecodeGap)];
        HashSet<RecordId> arrived = [.. signals.Where(record => record.Message.Topic != "gap").Select(record => record.Id)];
        Assert.Empty(OutboxBench.Drain(outbox, Lane.Telemetry));
        Assert.All(gaps, gap => Assert.Equal(GapReason.DiskCap, gap.Reason));
        Assert.Equal(400ul, Count(gaps, Lane.Telemetry));
        Assert.Equal(1_600ul, Count(gaps, Lane.Signals) + (ulong)arrived.Count);
        Assert.Equal((long)Count(gaps, Lane.Signals) + 400, outbox.Status.Lost);
        Assert.InRange(arrived.Count, 200, 600);
        Assert.All(appended, id => Assert.True(
            arrived.Contains(id) || gaps.Any(gap => gap.First <= id && id <= gap.Last), $"{id} neither arrived nor is it said to be lost"));
        Assert.Contains(appended[^1], arrived);
    }

    private static ulong Count(Gap[] gaps, Lane lane) =>
        gaps.Where(gap => gap.Lane == lane).Aggregate(0ul, (sum, gap) => sum + gap.Count);

    [Fact]
    public async Task An_append_allocates_nothing()
    {
        _bench.Options = new OutboxOptions { Folder = _bench.Options.Folder };
        using Outbox outbox = _bench.Open();
        byte[] payload = new byte[64];
        for (int i = 0; i < 200; i++)
        {
            outbox.Append(Lane.Signals, outbox.NextSequence(), "event/intrusion"u8, "application/cbor"u8, payload);
        }

        await outbox.FlushAsync(Cancel);
        Assert.Equal(0, AllocationMeter.Of(() =>
        {
            for (int i = 0; i < 1_000; i++)
            {
                outbox.Append(Lane.Signals, outbox.NextSequence(), "event/intrusion"u8, "application/cbor"u8, payload);
            }
        }));
    }

    [Fact]
    public void A_record_that_no_buffer_holds_is_refused()
    {
        using Outbox outbox = _bench.Open();
        Assert.Throws<ArgumentException>(() => outbox.Append(Lane.Signals, 1, "t"u8, ""u8, new byte[5_000]));
        Assert.Throws<ArgumentException>(() => outbox.Append(Lane.Signals, 1, new byte[256], ""u8, ""u8));
    }

    [Fact]
    public void A_second_opener_is_refused()
    {
        using Outbox outbox = _bench.Open();
        Fault fault = Assert.Throws<Fault>(() => _bench.Open());
        Assert.Equal((FaultKind.Denied, _bench.Options.Folder), (fault.Kind, fault.Subject));
        Assert.Contains("another process", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/proc/vigie-outbox")]
    [InlineData("/sys/vigie-outbox")]
    public void A_folder_that_cannot_be_written_is_refused_with_a_remedy(string folder)
    {
        _bench.Options = _bench.Options with { Folder = folder };
        Fault fault = Assert.Throws<Fault>(() => _bench.Open());
        Assert.Equal((FaultKind.Denied, folder), (fault.Kind, fault.Subject));
        Assert.Contains("Give a folder", fault.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_that_cannot_work_are_refused()
    {
        _bench.Options = _bench.Options with { CapBytes = 10_000 };
        Assert.Equal(FaultKind.Config, Assert.Throws<Fault>(() => _bench.Open()).Kind);
    }

    [Fact]
    public async Task Files_are_for_their_owner_only()
    {
        using Outbox outbox = _bench.Open();
        OutboxBench.Append(outbox);
        await outbox.FlushAsync(Cancel);
        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(Private | UnixFileMode.UserExecute, new DirectoryInfo(_bench.Options.Folder).UnixFileMode);
        Assert.All(new DirectoryInfo(_bench.Options.Folder).GetFiles(), file => Assert.Equal(Private, file.UnixFileMode));
    }

    [Fact]
    public async Task A_closed_outbox_takes_nothing_more()
    {
        Outbox outbox = _bench.Open();
        outbox.Dispose();
        outbox.Dispose();
        Assert.Throws<ObjectDisposedException>(() => OutboxBench.TryAppend(outbox, Lane.Signals, 1));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => outbox.FlushAsync(Cancel));
    }
}
