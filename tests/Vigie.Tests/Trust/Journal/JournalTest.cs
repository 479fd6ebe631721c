using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Vigie.Core;
using Vigie.Tests.Delivery;
using Vigie.Trust.Journal;

namespace Vigie.Tests.Trust.Journal;

/// <summary>What is appended is durable, numbered, chained and signed; retention leaves a stub; clocks are watched.</summary>
public sealed class JournalTest : IDisposable
{
    private readonly JournalBench _bench = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Records_say_what_was_appended()
    {
        using BoxJournal journal = _bench.Open();
        JournalDetail detail = JournalDetail.Empty.With("hash", new byte[32].AsSpan()).With("by", "préfecture").With("count", -3);
        Assert.Equal(3, await journal.AppendAsync(JournalKind.MandateInstalled, detail, Cancel));
        JournalEntry entry = Read()[^1];
        Assert.Equal((3, JournalKind.MandateInstalled), (entry.Number, entry.Kind));
        Assert.Equal(journal.Boot, entry.Boot);
        Assert.Equal(detail.ToString(), entry.Detail.ToString());
        Assert.Equal(entry.Hash.ToArray(), journal.Head.Record.Hash.ToArray());
        Assert.Equal([JournalKind.Opened, JournalKind.Created], Read().Take(2).Select(record => record.Kind));
    }

    [Fact]
    public async Task Many_threads_append_and_each_number_is_given_once()
    {
        using BoxJournal journal = _bench.Open();
        long[] numbers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i =>
            Task.Run(() => journal.AppendAsync(JournalKind.SignalRaised, JournalDetail.Empty.With("i", i), Cancel), Cancel)));
        Assert.Equal(Enumerable.Range(3, 200).Select(i => (long)i), numbers.Order());
        Assert.Equal(202, journal.Status.Records);
        Assert.InRange(journal.Status.Commits, 2, 201);
        Assert.True(_bench.Verify().IsIntact);
    }

    [Fact]
    public async Task What_nobody_waits_for_is_durable_within_the_interval()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using BoxJournal journal = _bench.Open(time);
        for (int i = 0; i < 10; i++)
        {
            Assert.True(journal.Append(JournalKind.FramesDropped, JournalDetail.Empty.With("count", i)));
        }

        Assert.Equal(10, journal.Status.Waiting);
        time.Advance(_bench.Options.GroupInterval);
        await Eventually.IsTrueAsync(() => journal.Status.Records == 12, "the group should be written");
        Assert.Equal(2, journal.Status.Commits);
    }

    [Fact]
    public void What_was_appended_before_the_end_is_there_after_it()
    {
        using (BoxJournal journal = _bench.Open())
        {
            journal.Append(JournalKind.Stopped);
        }

        Assert.Equal(JournalKind.Stopped, Read()[^1].Kind);
        Assert.True(_bench.Verify().IsIntact);
    }

    [Fact]
    public async Task A_full_memory_refuses_counts_and_says_so()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        _bench.Options = _bench.Options with { Capacity = 5 };
        using BoxJournal journal = _bench.Open(time);
        Assert.Equal([true, true, true, true, true, false, false], Enumerable.Range(0, 7).Select(_ => journal.Append(JournalKind.SignalRaised)));
        Assert.Equal(FaultKind.Exhausted, (await Assert.ThrowsAsync<Fault>(() => journal.AppendAsync(JournalKind.SignalRaised, null, Cancel))).Kind);
        time.Advance(_bench.Options.GroupInterval);
        await Eventually.IsTrueAsync(() => journal.Status.Records == 8, "the group should be written");
        Assert.Equal((JournalKind.Overflowed, 3), (Read()[^1].Kind, Read()[^1].Detail.Number("count")));
        Assert.Equal(FindingKind.Overflowed, Assert.Single(_bench.Verify().Findings).Kind);
    }

    [Fact]
    public void Two_processes_do_not_write_one_journal()
    {
        using BoxJournal journal = _bench.Open();
        Assert.Equal(FaultKind.Denied, Assert.Throws<Fault>(() => _bench.Open()).Kind);
    }

    [Fact]
    public void Files_are_the_owners_alone()
    {
        using BoxJournal journal = _bench.Open();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_bench.LastFile));
    }

    [Fact]
    public async Task A_disk_that_refuses_is_asked_again_and_nothing_is_lost()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        _bench.Options = _bench.Options with { FileBytes = 8192 };
        var log = new LogBook();
        using BoxJournal journal = _bench.Open(time, log);
        string aside = _bench.Folder + ".away";
        while (journal.Status.DiskBytes < 7_700)
        {
            await journal.AppendAsync(JournalKind.SignalRaised, null, Cancel);
        }

        // The next group needs a new file, and there is no folder to make it in.
        Directory.Move(_bench.Folder, aside);
        Task<long> waiting = journal.AppendAsync(JournalKind.SignalRaised, JournalDetail.Empty.With("text", new string('x', 250)), Cancel);
        await Eventually.IsTrueAsync(() => journal.Status.Fault is not null, "the disk should refuse");
        Directory.Move(aside, _bench.Folder);
        Assert.False(waiting.IsCompleted);
        time.Advance(_bench.Options.RetryInterval);
        long number = await waiting;
        Assert.Equal(journal.Status.Records, number);
        await Eventually.IsTrueAsync(() => journal.Status.Fault is null, "the disk takes again");
        Assert.Single(log.At(LogLevel.Error));
        Assert.Equal(2, _bench.Files.Length);
        Assert.True(_bench.Verify().IsIntact);
    }

    [Fact]
    public async Task A_clock_that_was_set_is_said_before_the_next_record()
    {
        var time = new SettableClock(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
        using BoxJournal journal = _bench.Open(time);
        time.Pass(TimeSpan.FromSeconds(30));
        await journal.AppendAsync(JournalKind.SignalRaised, null, Cancel);
        Assert.DoesNotContain(Read(), record => record.Kind == JournalKind.ClockChanged);
        time.Set(TimeSpan.FromHours(-5));
        await journal.AppendAsync(JournalKind.SignalRaised, null, Cancel);
        JournalEntry changed = Read()[^2];
        Assert.Equal(JournalKind.ClockChanged, changed.Kind);
        Assert.Equal(-5 * 3_600_000, changed.Detail.Number("moved-ms"));
        Assert.Equal(Read()[^3].Elapsed, changed.Elapsed);
    }

    [Fact]
    public async Task A_clock_that_was_set_back_while_the_box_was_off_is_said_at_its_start()
    {
        var time = new SettableClock(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
        await _bench.WriteAsync(1, time);
        time.Set(TimeSpan.FromDays(-2000));
        await _bench.WriteAsync(1, time);
        JournalEntry changed = Assert.Single(Read(), record => record.Kind == JournalKind.ClockChanged);
        Assert.Equal("start", changed.Detail.Text("at"));
        Assert.Equal("intact", _bench.Verify().Outcome);
    }

    private List<JournalEntry> Read() => [.. JournalReader.Read(_bench.Folder)];
}
