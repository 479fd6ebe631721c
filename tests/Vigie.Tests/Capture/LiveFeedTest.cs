using Vigie.Capture;
using Vigie.Core;

namespace Vigie.Tests.Capture;

/// <summary>A feed of a pattern and of a file, which are always there; cameras that fail are in Vigie.Scenarios.</summary>
[Collection(nameof(Undisturbed))]
public sealed class LiveFeedTest(ClipFolder clips) : IClassFixture<ClipFolder>
{
    private static readonly SourceSettings Pattern = new(SourceKind.Pattern, "lavfi:testsrc2=size=160x120:rate=25", null);

    private readonly FeedLog _log = new();

    [Fact]
    public void A_pattern_comes_at_its_own_pace()
    {
        using var mailbox = new Mailbox(MailboxPolicy.NewestWins);
        using LiveFeed feed = Feed(Pattern, mailbox);
        Assert.Equal(FeedState.Idle, feed.Status.State);
        DateTimeOffset before = TimeProvider.System.GetUtcNow();
        feed.Start();

        List<(TimeSpan At, DateTimeOffset Wall, FrameFormat Format)> frames = Take(mailbox, 40);

        Assert.All(frames, frame => Assert.Equal(new FrameFormat(160, 120), frame.Format));
        Assert.All(frames.Zip(frames.Skip(1)), pair => Assert.True(pair.Second.At > pair.First.At));
        Assert.InRange((frames[^1].At - frames[0].At).TotalSeconds, 1.5, 30);
        Assert.InRange(frames[0].Wall, before, TimeProvider.System.GetUtcNow());
        FeedStatus status = feed.Status;
        Assert.Equal((FeedState.Streaming, null, 0L), (status.State, status.Fault, status.Restarts));
        Assert.InRange(status.Frames, 40, long.MaxValue);
        Assert.InRange(status.Packets, status.Frames, long.MaxValue);
        Assert.Equal(2101, Assert.Single(_log.Lines).Id);
    }

    [Fact]
    public void A_file_is_played_over_and_over()
    {
        string clip = clips.H264("loop.mp4", frames: 25);
        using var mailbox = new Mailbox(MailboxPolicy.NewestWins);
        using LiveFeed feed = Feed(new SourceSettings(SourceKind.File, "file://" + clip, null), mailbox);
        feed.Start();

        List<(TimeSpan At, DateTimeOffset Wall, FrameFormat Format)> frames = Take(mailbox, 60);

        Assert.All(frames.Zip(frames.Skip(1)), pair => Assert.True(pair.Second.At > pair.First.At));
        Assert.Equal(0, feed.Status.Restarts);
    }

    [Fact]
    public void A_file_that_is_not_there_is_told_once_and_played_when_it_comes()
    {
        string clip = Path.Combine(clips.Path, "late.mp4");
        using var mailbox = new Mailbox(MailboxPolicy.NewestWins);
        using LiveFeed feed = Feed(new SourceSettings(SourceKind.File, "file://" + clip, null), mailbox);
        feed.Start();
        Eventually(() => feed.Status.FailedAttempts >= 3);
        Assert.Equal(FaultKind.Unavailable, feed.Status.Fault?.Kind);
        Assert.Equal(2102, Assert.Single(_log.Lines).Id);

        File.Copy(clips.H264("there.mp4", frames: 25), clip);
        Take(mailbox, 1);

        Eventually(() => _log.Lines.Count == 2);
        Assert.Equal(2103, _log.Lines.Last().Id);
        Assert.Null(feed.Status.Fault);
        Assert.InRange(feed.Status.Restarts, 3, long.MaxValue);
    }

    [Fact]
    public void Children_that_are_killed_come_again_and_time_goes_on()
    {
        using var mailbox = new Mailbox(MailboxPolicy.NewestWins);
        using LiveFeed feed = Feed(Pattern, mailbox);
        feed.Start();
        TimeSpan last = Take(mailbox, 5)[^1].At;
        foreach (int child in (int[])[0, 1])
        {
            using (var process = System.Diagnostics.Process.GetProcessById(feed.Children[child]))
            {
                process.Kill();
            }

            long restarts = child + 1;
            Eventually(() => feed.Status.Restarts == restarts && feed.Status.State == FeedState.Streaming);
            List<(TimeSpan At, DateTimeOffset Wall, FrameFormat Format)> frames = Take(mailbox, 5);
            Assert.True(frames[0].At > last);
            last = frames[^1].At;
        }

        Assert.Equal([2101, 2102, 2103, 2102, 2103], _log.Lines.Select(line => line.Id));
    }

    [Fact]
    public void A_disposed_feed_leaves_nothing_and_completes_the_mailbox()
    {
        using var mailbox = new Mailbox(MailboxPolicy.NewestWins);
        LiveFeed feed = Feed(Pattern, mailbox);
        feed.Start();
        Take(mailbox, 2);
        IReadOnlyList<int> children = feed.Children;

        feed.Dispose();
        feed.Dispose();

        Assert.Equal(2, children.Count);
        Assert.All(children, child => Assert.False(Directory.Exists($"/proc/{child}")));
        Assert.Equal(FeedState.Stopped, feed.Status.State);
        while (mailbox.TryTake(out Frame frame))
        {
            frame.Dispose();
        }

        Assert.Equal(2101, Assert.Single(_log.Lines).Id);
    }

    [Fact]
    public void A_feed_that_never_started_is_disposed_of()
    {
        using var mailbox = new Mailbox(MailboxPolicy.NewestWins);
        LiveFeed feed = Feed(Pattern, mailbox);

        feed.Dispose();

        Assert.Equal(FeedState.Stopped, feed.Status.State);
    }

    internal static List<(TimeSpan At, DateTimeOffset Wall, FrameFormat Format)> Take(Mailbox mailbox, int count)
    {
        var taken = new List<(TimeSpan, DateTimeOffset, FrameFormat)>();
        while (taken.Count < count && mailbox.TryTake(out Frame frame))
        {
            using (frame)
            {
                taken.Add((frame.At, frame.Wall, frame.Format));
            }
        }

        return taken;
    }

    private static void Eventually(Func<bool> happens)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        while (!happens())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), "It did not happen within a minute.");
            Thread.Sleep(20);
        }
    }

    private LiveFeed Feed(SourceSettings source, Mailbox mailbox) =>
        new(source, mailbox, new LiveFeedOptions(), _log, TimeProvider.System, new Random(1));
}
