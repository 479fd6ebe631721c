using Microsoft.Extensions.Logging;
using Vigie.Appliance.Service;
using Vigie.Tests.Delivery;

namespace Vigie.Tests.Appliance;

/// <summary>Whatever a disk does with what people hand in, the service's own look goes on.</summary>
public sealed class HandInWatchTest
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_look_that_waits_for_a_journal_keeps_nobody_waiting()
    {
        TaskCompletionSource journal = new();
        int looks = 0;
        HandInWatch watch = new(_ => Interlocked.Increment(ref looks) == 1 ? journal.Task : Task.CompletedTask, new LogBook());
        await watch.LookAsync(Cancel);
        await watch.LookAsync(Cancel);
        Assert.Equal(1, looks);
        journal.SetResult();
        await watch.LookAsync(Cancel);
        Assert.Equal(2, looks);
    }

    [Fact]
    public async Task A_disk_that_refuses_is_said_once_and_asked_again()
    {
        LogBook log = new();
        bool refuses = true;
        int looks = 0;
        HandInWatch watch = new(_ => ++looks > 0 && refuses ? Task.FromException(new IOException("Read-only file system")) : Task.CompletedTask, log);
        await watch.LookAsync(Cancel);
        await watch.LookAsync(Cancel);
        refuses = false;
        await watch.LookAsync(Cancel);
        Assert.Equal(3, looks);
        Assert.Contains("Read-only file system", Assert.Single(log.At(LogLevel.Error)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistake_of_ours_is_none_of_the_disk()
    {
        HandInWatch watch = new(_ => Task.FromException(new InvalidOperationException("ours")), new LogBook());
        await Assert.ThrowsAsync<InvalidOperationException>(() => watch.LookAsync(Cancel));
    }
}
