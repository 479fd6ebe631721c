using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Extensions.Logging;
using Vigie.Capture;
using Vigie.Core;

namespace Vigie.Scenarios.Cameras;

/// <summary>A real RTSP server with Digest fails in each way that it can be told to; seconds to see and to heal are measured and kept.</summary>
[SupportedOSPlatform("linux")]
public sealed class CameraFaultTests : IDisposable
{
    private const string Password = Passwords.Camera;

    private readonly TemporaryFolder _folder = new();
    private readonly Log _log = new();
    private readonly StringBuilder _table = new("| fault | seen as | s to see | s to frames again |\n|---|---|---|---|\n");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_fault_is_seen_as_what_it_is_and_healed()
    {
        RtspCamera.SkipWithoutServer();
        RtspCamera camera = new(Password);
        using var mailbox = new Mailbox(MailboxPolicy.NewestWins);
        using var feed = new LiveFeed(
            new SourceSettings(SourceKind.Rtsp, camera.Url, Credentials(Password)),
            mailbox,
            new LiveFeedOptions(),
            _log,
            TimeProvider.System);
        try
        {
            feed.Start();
            NextFrame(mailbox, TimeSpan.Zero);
            NoSecretIsShown(camera.Url);

            Fault(feed, mailbox, "stalled", FaultKind.Timeout, 3.5, () => camera.Tell("stall"), () => camera.Tell("resume"));
            Fault(feed, mailbox, "garbled", FaultKind.Corrupt, 8.5, () => camera.Tell("garble"), () => camera.Tell("clean"));
            Fault(feed, mailbox, "changed size", FaultKind.Unavailable, 5, () => camera.Tell("size 640x480"), () => { });
            Assert.Equal(new FrameFormat(640, 480), feed.Status.Format);

            // This camera's times begin with its stream and do not go below zero: a stream of 2 s is set back by 2 s at most.
            Until(feed, status => status.State == FeedState.Streaming && DateTimeOffset.UtcNow - status.Since > TimeSpan.FromSeconds(5), 60);
            Fault(feed, mailbox, "clock went back", FaultKind.Unavailable, 5, () => camera.Tell("clock -4"), () => { });
            Assert.Contains("went back by 4.0 s", _table.ToString(), StringComparison.Ordinal);
            Slow(feed, camera);
            Fault(feed, mailbox, "killed", FaultKind.Unavailable, 3.5, camera.Dispose, () => camera = new RtspCamera(Password, camera.Port));
        }
        finally
        {
            camera.Dispose();
            Directory.CreateDirectory(Checkout.At("TestResults"));
            File.WriteAllText(Checkout.At("TestResults/camera-faults.md"), _table + string.Join("\n", _log.Lines));
            TestContext.Current.TestOutputHelper?.WriteLine(_table.ToString());
        }

        Assert.DoesNotContain(_log.Lines, line => line.Contains("Tr0ub4dor", StringComparison.Ordinal));
    }

    [Fact]
    public void A_wrong_password_is_denied_and_tried_no_sooner_than_after_30_seconds()
    {
        RtspCamera.SkipWithoutServer();
        using RtspCamera camera = new("another");
        using var mailbox = new Mailbox(MailboxPolicy.NewestWins);
        using var feed = new LiveFeed(
            new SourceSettings(SourceKind.Rtsp, camera.Url, Credentials(Password)), mailbox, new LiveFeedOptions(), _log, TimeProvider.System);
        feed.Start();

        FeedStatus status = Until(feed, status => status is { State: FeedState.Waiting, Fault: not null }, 30);

        Assert.Equal(FaultKind.Denied, status.Fault!.Kind);
        Assert.InRange((status.NextAttempt!.Value - status.Since).TotalSeconds, 30, 33);
        Assert.DoesNotContain("Tr0ub4dor", status.Fault.ToString(), StringComparison.Ordinal);
        Assert.Single(_log.Lines);
    }

    [Fact]
    public void A_password_that_is_corrected_heals_at_the_next_attempt()
    {
        RtspCamera.SkipWithoutServer();
        using RtspCamera camera = new(Password);
        using var mailbox = new Mailbox(MailboxPolicy.NewestWins);
        LiveFeedOptions soon = new() { DeniedDelay = TimeSpan.FromMilliseconds(200), RetryCap = TimeSpan.FromMilliseconds(100) };
        using var feed = new LiveFeed(
            new SourceSettings(SourceKind.Rtsp, camera.Url, Credentials("wrong-Tr0ub4dor")), mailbox, soon, _log, TimeProvider.System);
        feed.Start();
        Until(feed, status => status.FailedAttempts >= 2, 60);
        Assert.Equal(FaultKind.Denied, feed.Status.Fault?.Kind);

        Credentials(Password);
        Until(feed, status => status is { State: FeedState.Streaming, Fault: null }, 60);

        NextFrame(mailbox, TimeSpan.Zero);
        Assert.Equal(2, _log.Lines.Count);
        Assert.DoesNotContain(_log.Lines, line => line.Contains("Tr0ub4dor", StringComparison.Ordinal));
    }

    [Fact]
    public void A_codec_that_is_not_decoded_is_said_once()
    {
        RtspCamera.SkipWithoutServer();
        using RtspCamera camera = new(Password);
        using var mailbox = new Mailbox(MailboxPolicy.NewestWins);
        LiveFeedOptions soon = new() { OpeningLimit = TimeSpan.FromSeconds(3), ConfigCap = TimeSpan.FromMilliseconds(100) };
        using var feed = new LiveFeed(
            new SourceSettings(SourceKind.Rtsp, camera.UnknownUrl, Credentials(Password)), mailbox, soon, _log, TimeProvider.System);
        feed.Start();

        Until(feed, status => status is { FailedAttempts: >= 2, Fault.Kind: FaultKind.Config }, 60);

        Assert.Contains("codec", feed.Status.Fault!.Problem, StringComparison.Ordinal);
        Assert.Single(_log.Lines, line => line.StartsWith("Config", StringComparison.Ordinal));
    }

    /// <summary>A camera that sends less than before streams all the same: no fault, and the status shows what comes.</summary>
    private void Slow(LiveFeed feed, RtspCamera camera)
    {
        Until(feed, status => status is { State: FeedState.Streaming, Fault: null, PacketsPerSecond: > 12 }, 60);
        long restarts = feed.Status.Restarts;
        int said = _log.Lines.Count;
        var watch = Stopwatch.StartNew();
        camera.Tell("rate 5/1");
        FeedStatus slow = Until(feed, status => status.PacketsPerSecond is > 3 and < 7 && status.FramesPerSecond > 0, 60);
        _table.Append(CultureInfo.InvariantCulture, $"| slowed from 25 to 5 pictures a second | no fault: status shows {slow.PacketsPerSecond:0.0} packets/s | {watch.Elapsed.TotalSeconds:0.00} | streams on |\n");
        Assert.Equal(said, _log.Lines.Count);
        Assert.Equal((restarts, FeedState.Streaming), (feed.Status.Restarts, feed.Status.State));
        Assert.Null(feed.Status.Fault);
        camera.Tell("rate 25/1");
    }

    private static FeedStatus Until(LiveFeed feed, Func<FeedStatus, bool> wanted, double seconds)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            FeedStatus status = feed.Status;
            if (wanted(status))
            {
                return status;
            }

            Assert.True(watch.Elapsed.TotalSeconds < seconds, $"Not within {seconds} s: {status}");
            Thread.Sleep(5);
        }
    }

    /// <summary>Whatever the machine's speed, no wait before the next attempt is longer than two seconds (LiveFeedRetryTest).</summary>
    private static bool IsSoon(FeedStatus status)
    {
        TimeSpan? wait = status.State == FeedState.Waiting ? status.NextAttempt - status.Since : null;
        Assert.True(wait is null || wait <= TimeSpan.FromSeconds(2.5), $"waits {wait} before the next attempt");
        return true;
    }

    private static TimeSpan NextFrame(Mailbox mailbox, TimeSpan after)
    {
        while (true)
        {
            Assert.True(mailbox.TryTake(out Frame frame));
            using (frame)
            {
                if (frame.At > after)
                {
                    return frame.At;
                }
            }
        }
    }

    /// <summary>proc(5): what every process of this machine shows of itself to everybody.</summary>
    private static void NoSecretIsShown(string url)
    {
        string[] shown = [.. Directory.GetDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])).Select(Read)];
        Assert.DoesNotContain(shown, text => text.Contains("Tr0ub4dor", StringComparison.Ordinal) && text.Contains("ffmpeg", StringComparison.Ordinal));
        Assert.DoesNotContain(shown, text => text.Contains(url, StringComparison.Ordinal));
        Assert.Contains(shown, text => text.Contains("concat", StringComparison.Ordinal));

        static string Read(string process)
        {
            try
            {
                return File.ReadAllText(process + "/cmdline") + File.ReadAllText(process + "/environ");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return $"gone: {e.GetType().Name}";
            }
        }
    }

    private void Fault(
        LiveFeed feed, Mailbox mailbox, string name, FaultKind kind, double limit, Action begin, Action end)
    {
        Until(feed, status => status is { State: FeedState.Streaming, Fault: null, PacketsPerSecond: > 0 }, 30);
        long restarts = feed.Status.Restarts;
        int said = _log.Lines.Count;
        var watch = Stopwatch.StartNew();
        begin();
        Until(feed, status => status.Fault is not null || status.Restarts > restarts, 30);
        double seen = watch.Elapsed.TotalSeconds;
        Assert.True(seen < limit, $"{name} was seen after {seen} s");
        end();
        watch.Restart();
        var starvation = new Starvation();
        long frames = feed.Status.Frames;
        Until(feed, status => IsSoon(status) && status.State == FeedState.Streaming && status.Frames > frames, 30);
        double again = watch.Elapsed.TotalSeconds;
        Assert.True(again <= 5 || starvation.Share > 0.5, $"{name}: frames again {again} s after the camera was back");
        Until(feed, status => status.Fault is null, 30);
        string told = _log.Lines.Skip(said).First();
        Assert.StartsWith(kind.ToString(), told, StringComparison.Ordinal);
        _table.Append(CultureInfo.InvariantCulture, $"| {name} | {told} | {seen:0.00} | {again:0.00} |\n");
        NextFrame(mailbox, TimeSpan.Zero);
    }

    private string Credentials(string password)
    {
        string file = _folder["credentials"];
        File.WriteAllText(file, $"{RtspCamera.User}\n{password}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return file;
    }

    private sealed class Log : ILogger<LiveFeed>
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception) + exception);
    }
}
