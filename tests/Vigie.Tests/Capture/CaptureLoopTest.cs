using Microsoft.Extensions.Time.Testing;
using Vigie.Capture;
using Vigie.Capture.Ffmpeg;
using Vigie.Core;

namespace Vigie.Tests.Capture;

public sealed class CaptureLoopTest(ClipFolder clips) : IClassFixture<ClipFolder>
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 14, 0, 0, TimeSpan.FromHours(2));

    [Fact]
    public void Fast_and_lossless_every_frame_arrives_dated()
    {
        FfmpegSource source = Open(clips.H264("clip.mp4"));
        var pool = new FramePool(source.Format, 4);
        using var mailbox = new Mailbox(MailboxPolicy.Lossless);
        using var loop = new CaptureLoop(
            source, pool, mailbox, new CaptureLoopOptions { Pace = ReplayPace.Fast, StartTime = Noon }, TimeProvider.System);
        loop.Start();

        int count = 0;
        while (mailbox.TryTake(out Frame frame))
        {
            using (frame)
            {
                Assert.Equal(count, frame.Number);
                Assert.Equal(TimeSpan.FromMilliseconds(40 * count), frame.At);
                Assert.Equal(Noon + frame.At, frame.Wall);
                Assert.Equal(TimeSpan.Zero, frame.Wall.Offset);
                count++;
            }
        }

        Assert.Equal(50, count);
        Assert.Equal(0, mailbox.Dropped);
    }

    [Fact]
    public async Task At_the_clips_pace_each_frame_comes_when_it_is_due()
    {
        var time = new FakeTimeProvider(Noon);
        FfmpegSource source = Open(clips.H264("clip.mp4"));
        var pool = new FramePool(source.Format, 4);
        using var mailbox = new Mailbox(MailboxPolicy.Lossless);
        using var loop = new CaptureLoop(source, pool, mailbox, new CaptureLoopOptions(), time);
        loop.Start();

        Assert.Equal((0, Noon), Take(mailbox));
        for (int i = 1; i < 5; i++)
        {
            Task<(long, DateTimeOffset)> next = Task.Run(() => Take(mailbox), TestContext.Current.CancellationToken);
            time.Advance(TimeSpan.FromMilliseconds(39));
            await Task.Delay(20, TestContext.Current.CancellationToken);
            Assert.False(next.IsCompleted, $"frame {i} came early");
            time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Equal((i, Noon + TimeSpan.FromMilliseconds(40 * i)), await next);
        }
    }

    [Fact]
    public void A_fault_comes_behind_the_last_frame()
    {
        byte[] whole = File.ReadAllBytes(clips.H264("whole.mkv"));
        FfmpegSource source = Open(clips.Write("cut.mkv", whole.AsSpan(0, whole.Length / 2)));
        var pool = new FramePool(source.Format, 4);
        using var mailbox = new Mailbox(MailboxPolicy.Lossless);
        using var loop = new CaptureLoop(source, pool, mailbox, new CaptureLoopOptions { Pace = ReplayPace.Fast }, TimeProvider.System);
        loop.Start();
        int count = 0;

        Fault fault = Assert.Throws<Fault>(() =>
        {
            while (mailbox.TryTake(out Frame frame))
            {
                frame.Dispose();
                count++;
            }
        });

        Assert.Equal(FaultKind.Corrupt, fault.Kind);
        Assert.Contains($"after {count} pictures", fault.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pool_that_a_worker_has_emptied_is_said_to_it()
    {
        FfmpegSource source = Open(clips.H264("clip.mp4"));
        var pool = new FramePool(source.Format, 1);
        using Frame kept = pool.Rent();
        using var mailbox = new Mailbox(MailboxPolicy.Lossless);
        using var loop = new CaptureLoop(source, pool, mailbox, new CaptureLoopOptions(), TimeProvider.System);
        loop.Start();

        Assert.Throws<InvalidOperationException>(() => mailbox.TryTake(out _));
    }

    [Theory]
    [InlineData(ReplayPace.Fast)]
    [InlineData(ReplayPace.Clip)]
    public void Disposed_in_the_middle_it_ends_at_once_and_the_pool_is_whole(ReplayPace pace)
    {
        FfmpegSource source = Open(clips.H264("clip.mp4"));
        var pool = new FramePool(source.Format, 4);
        using var mailbox = new Mailbox(MailboxPolicy.Lossless);
        using (var loop = new CaptureLoop(source, pool, mailbox, new CaptureLoopOptions { Pace = pace }, new FakeTimeProvider(Noon)))
        {
            loop.Start();
            Assert.Equal(0, Take(mailbox).Number);
        }

        mailbox.Dispose();
        Assert.Equal(4, Enumerable.Range(0, 4).Select(_ => pool.Rent()).ToHashSet().Count);
        Assert.All(source.Children, child => Assert.False(Directory.Exists($"/proc/{child}")));
    }

    [Fact]
    public void Never_started_it_can_be_disposed()
    {
        FfmpegSource source = Open(clips.H264("clip.mp4"));
        using var mailbox = new Mailbox(MailboxPolicy.Lossless);
        var loop = new CaptureLoop(source, new FramePool(source.Format, 4), mailbox, new CaptureLoopOptions(), TimeProvider.System);

        loop.Dispose();
        loop.Dispose();

        Assert.False(mailbox.TryTake(out _));
    }

    [Fact]
    public void A_pool_of_another_format_is_refused()
    {
        using FfmpegSource source = Open(clips.H264("clip.mp4"));
        using var mailbox = new Mailbox(MailboxPolicy.Lossless);

        Assert.Throws<ArgumentException>(() => new CaptureLoop(
            source, new FramePool(new FrameFormat(16, 16), 4), mailbox, new CaptureLoopOptions(), TimeProvider.System));
    }

    private static FfmpegSource Open(string clip) => FfmpegSource.Open(new FfmpegSourceOptions { Clip = clip });

    private static (long Number, DateTimeOffset Wall) Take(Mailbox mailbox)
    {
        Assert.True(mailbox.TryTake(out Frame frame));
        using (frame)
        {
            return (frame.Number, frame.Wall);
        }
    }
}
