using Vigie.Capture;
using Vigie.Core;

namespace Vigie.Tests.Capture;

public sealed class MailboxTest
{
    private static readonly FrameFormat Small = new(16, 16);

    [Fact]
    public void Frames_come_in_order()
    {
        var pool = new FramePool(Small, 2);
        using var mailbox = new Mailbox(MailboxPolicy.NewestWins);
        Assert.True(mailbox.Post(Numbered(pool, 1)));
        Assert.True(mailbox.Post(Numbered(pool, 2)));

        Assert.Equal([1, 2], [TakeNumber(mailbox), TakeNumber(mailbox)]);
    }

    [Fact]
    public void The_newest_wins_and_the_oldest_goes_back_counted()
    {
        var pool = new FramePool(Small, 3);
        using var mailbox = new Mailbox(MailboxPolicy.NewestWins);
        for (int i = 0; i < 5; i++)
        {
            Assert.True(mailbox.Post(Numbered(pool, i)));
        }

        Assert.Equal((5, 3), (mailbox.Posted, mailbox.Dropped));
        Assert.Equal([3, 4], [TakeNumber(mailbox), TakeNumber(mailbox)]);
        AssertWhole(pool);
    }

    [Fact]
    public async Task Lossless_makes_the_poster_wait()
    {
        var pool = new FramePool(Small, 3);
        using var mailbox = new Mailbox(MailboxPolicy.Lossless);
        mailbox.Post(Numbered(pool, 0));
        mailbox.Post(Numbered(pool, 1));
        Task<bool> third = Task.Run(() => mailbox.Post(Numbered(pool, 2)), TestContext.Current.CancellationToken);

        Assert.NotSame(third, await Task.WhenAny(third, Task.Delay(50, TestContext.Current.CancellationToken)));
        Assert.Equal(0, TakeNumber(mailbox));
        Assert.True(await third);
        Assert.Equal(0, mailbox.Dropped);
    }

    [Fact]
    public void Complete_lets_the_frames_inside_out_and_takes_no_more()
    {
        var pool = new FramePool(Small, 2);
        using var mailbox = new Mailbox(MailboxPolicy.Lossless);
        mailbox.Post(Numbered(pool, 0));
        mailbox.Complete();

        Assert.False(mailbox.Post(Numbered(pool, 1)));
        Assert.Equal(0, TakeNumber(mailbox));
        Assert.False(mailbox.TryTake(out _));
        AssertWhole(pool);
    }

    [Fact]
    public void A_failure_is_thrown_behind_the_last_frame()
    {
        var pool = new FramePool(Small, 1);
        using var mailbox = new Mailbox(MailboxPolicy.Lossless);
        mailbox.Post(Numbered(pool, 0));
        mailbox.Complete(new Fault(FaultKind.Corrupt, "clip", "is cut off", "Copy it again."));
        mailbox.Complete();

        Assert.Equal(0, TakeNumber(mailbox));
        Assert.Equal("clip", Assert.Throws<Fault>(() => mailbox.TryTake(out _)).Subject);
    }

    [Fact]
    public async Task Complete_wakes_a_waiting_poster_and_a_waiting_taker()
    {
        var pool = new FramePool(Small, 2);
        using var full = new Mailbox(MailboxPolicy.Lossless, 1);
        using var empty = new Mailbox(MailboxPolicy.Lossless, 1);
        full.Post(Numbered(pool, 0));
        Task<bool> poster = Task.Run(() => full.Post(Numbered(pool, 1)), TestContext.Current.CancellationToken);
        Task<bool> taker = Task.Run(() => empty.TryTake(out _), TestContext.Current.CancellationToken);

        full.Complete();
        empty.Complete();

        Assert.False(await poster);
        Assert.False(await taker);
    }

    [Fact]
    public void Dispose_gives_back_what_is_inside()
    {
        var pool = new FramePool(Small, 2);
        var mailbox = new Mailbox(MailboxPolicy.NewestWins);
        mailbox.Post(Numbered(pool, 0));
        mailbox.Post(Numbered(pool, 1));

        mailbox.Dispose();
        mailbox.Dispose();

        AssertWhole(pool);
    }

    [Theory]
    [InlineData(MailboxPolicy.NewestWins)]
    [InlineData(MailboxPolicy.Lossless)]
    public void Two_threads_lose_no_frame_own_none_twice_and_keep_order(MailboxPolicy policy)
    {
        const int Frames = 200_000;
        var pool = new FramePool(Small, 4);
        using var mailbox = new Mailbox(policy);
        var poster = new Thread(() =>
        {
            for (int i = 0; i < Frames; i++)
            {
                mailbox.Post(Numbered(pool, i));
            }

            mailbox.Complete();
        });
        poster.Start();

        long last = -1;
        long taken = 0;
        while (mailbox.TryTake(out Frame frame))
        {
            using (frame)
            {
                Assert.True(frame.Number > last, $"{frame.Number} came behind {last}");
                last = frame.Number;
                taken++;
            }
        }

        poster.Join();
        Assert.Equal(Frames - 1, last);
        Assert.Equal(Frames, taken + mailbox.Dropped);
        Assert.True(policy == MailboxPolicy.NewestWins || taken == Frames);
        AssertWhole(pool);
    }

    [Fact]
    public void Frames_of_another_shape_end_the_taking_and_stay_inside()
    {
        var large = new FrameFormat(32, 32);
        var (smallPool, largePool) = (new FramePool(Small, 1), new FramePool(large, 1));
        using var mailbox = new Mailbox(MailboxPolicy.NewestWins);
        mailbox.Post(Numbered(smallPool, 1));
        mailbox.Post(Numbered(largePool, 2));

        Assert.True(mailbox.Await(out FrameFormat first));
        mailbox.Only = first;
        Assert.Equal(1, TakeNumber(mailbox));
        Assert.False(mailbox.TryTake(out _));
        Assert.True(mailbox.Await(out FrameFormat second));
        mailbox.Only = second;
        Assert.Equal(2, TakeNumber(mailbox));
        Assert.Equal((Small, large), (first, second));
    }

    [Fact]
    public void Who_awaits_is_told_the_end_and_the_failure()
    {
        using var ended = new Mailbox(MailboxPolicy.NewestWins);
        using var failed = new Mailbox(MailboxPolicy.NewestWins);
        ended.Complete();
        failed.Complete(new InvalidOperationException("mistake"));

        Assert.False(ended.Await(out _));
        Assert.Throws<InvalidOperationException>(() => failed.Await(out _));
    }

    private static Frame Numbered(FramePool pool, long number)
    {
        Frame frame = pool.Rent();
        frame.Number = number;
        return frame;
    }

    private static long TakeNumber(Mailbox mailbox)
    {
        Assert.True(mailbox.TryTake(out Frame frame));
        using (frame)
        {
            return frame.Number;
        }
    }

    /// <summary>Every frame of the pool can be rented: nobody kept one, nobody gave one back twice.</summary>
    private static void AssertWhole(FramePool pool)
    {
        var frames = Enumerable.Range(0, pool.Capacity).Select(_ => pool.Rent()).ToHashSet();
        Assert.Equal(pool.Capacity, frames.Count);
        Assert.Throws<InvalidOperationException>(pool.Rent);
    }
}
