using Microsoft.Win32.SafeHandles;
using Vigie.Appliance.Journal;
using Vigie.Core;
using Vigie.Tests.Delivery;
using Vigie.Trust.Journal;

namespace Vigie.Tests.Trust.Journal;

/// <summary>A disk whose flushes fail.</summary>
public sealed class JournalSickDiskTest : IDisposable
{
    private readonly JournalBench _bench = new();
    private volatile Action? _fail;
    private int _failed;

    public JournalSickDiskTest() => _bench.Options = _bench.Options with { RetryInterval = TimeSpan.FromMilliseconds(20), Flush = Flush };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(5)]
    [InlineData(30)]
    public async Task What_a_failed_flush_left_is_cut_off_and_written_again(int errorNumber)
    {
        using BoxJournal journal = _bench.Open();
        _fail = () => throw new IOException("the disk errs", errorNumber);
        Task<long> waiting = journal.AppendAsync(JournalKind.SignalRaised, null, Cancel);
        await Eventually.IsTrueAsync(() => Volatile.Read(ref _failed) > 3, "it should be tried again and again");
        Assert.False(waiting.IsCompleted);
        Assert.Contains("the disk errs", journal.Status.Fault!.Message, StringComparison.Ordinal);
        _fail = null;
        long number = await waiting.WaitAsync(TimeSpan.FromSeconds(20), Cancel);
        Assert.Equal(journal.Status.Records, number);
        Assert.True(_bench.Verify().IsIntact);
    }

    /// <summary>A file that was just begun, whose first flush fails, and which cannot be deleted at once either.</summary>
    [Fact]
    public async Task A_file_that_cannot_be_deleted_now_is_no_reason_to_stay_silent_for_ever()
    {
        _bench.Options = _bench.Options with { FileBytes = 10_000, CapBytes = 1_000_000 };
        using BoxJournal journal = _bench.Open();
        string[] before = _bench.Files;
        int phase = 0;
        _fail = () =>
        {
            // The first flush of a second file fails; then a folder stands in its place, which no file's deletion takes away.
            if (_bench.Files.Except(before).SingleOrDefault() is { } begun && phase == 0)
            {
                phase = 1;
                File.Move(begun, begun + ".aside");
                Directory.CreateDirectory(begun);
                throw new IOException("the disk errs", 5);
            }
        };
        Task<long> waiting = Task.FromResult(0L);
        for (int i = 0; i < 200 && waiting.IsCompleted; i++)
        {
            waiting = journal.AppendAsync(JournalKind.SignalRaised, JournalDetail.Empty.With("why", new string('x', 200)), Cancel);
            await Task.WhenAny(waiting, Task.Delay(2_000, Cancel));
        }

        Assert.Equal(1, phase);
        string folder = Assert.Single(Directory.GetDirectories(_bench.Folder));
        Assert.NotNull(journal.Status.Fault);
        Directory.Delete(folder);
        File.Move(folder + ".aside", folder);
        await waiting.WaitAsync(TimeSpan.FromSeconds(20), Cancel);
        await Eventually.IsTrueAsync(() => journal.Status.Fault is null, "the disk takes again");
        Assert.True(_bench.Verify().IsIntact);
    }

    [Fact]
    public async Task A_disk_that_refuses_keeps_no_box_from_stopping()
    {
        using BoxJournal journal = _bench.Open();
        using var desk = new JournalDesk(journal, null, TimeProvider.System);
        _fail = () => throw new IOException("the disk errs", 5);
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await desk.StoppedAsync("SIGTERM", patience.Token).WaitAsync(TimeSpan.FromSeconds(20), Cancel);
        Assert.NotNull(journal.Status.Fault);
    }

    private void Flush(SafeFileHandle file)
    {
        try
        {
            _fail?.Invoke();
        }
        catch (IOException)
        {
            Interlocked.Increment(ref _failed);
            throw;
        }

        PrivateFile.Flush(file);
    }
}
