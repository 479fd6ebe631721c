using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Vigie.Capture;
using Vigie.Core;

namespace Vigie.Tests.Capture;

/// <summary>
/// The longest that a camera which is back has to wait for us, on a clock that only the test moves, with the dice against us: whatever this
/// machine's speed, the next attempt begins within two seconds. What then comes is the camera's: connection and key frame.
/// </summary>
[Collection(nameof(Undisturbed))]
[SupportedOSPlatform("linux")]
public sealed class LiveFeedRetryTest(ClipFolder clips) : IClassFixture<ClipFolder>
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData("refuses", "echo 'Connection refused' >&2", FaultKind.Unavailable)]
    [InlineData("does not answer", "echo 'Connection timed out' >&2", FaultKind.Timeout)]
    [InlineData("sends garbage", "echo 'Invalid data found when processing input' >&2", FaultKind.Corrupt)]
    [InlineData("ends at once", ":", FaultKind.Unavailable)]
    public void A_camera_that_is_back_is_asked_within_two_seconds_however_long_it_was_away(string name, string does, FaultKind kind)
    {
        FakeTimeProvider time = new();
        using var mailbox = new Mailbox(MailboxPolicy.NewestWins);
        LiveFeedOptions options = new() { Ffmpeg = Script(name, does) };
        using var feed = new LiveFeed(new SourceSettings(SourceKind.Pattern, "lavfi:testsrc2", null), mailbox, options, new FeedLog(), time, new Unlucky());
        feed.Start();
        var longest = TimeSpan.Zero;
        for (int attempts = 1; attempts <= 30; attempts++)
        {
            FeedStatus waiting = Until(feed, status => status.State == FeedState.Waiting && status.FailedAttempts == attempts);
            Assert.Equal(kind, waiting.Fault?.Kind);
            TimeSpan wait = waiting.NextAttempt!.Value - time.GetUtcNow();
            Assert.InRange(wait, TimeSpan.Zero, Bound);
            longest = wait > longest ? wait : longest;
            time.Advance(wait);
        }

        Assert.InRange(longest.TotalSeconds, 1.9, 2);
    }

    private static FeedStatus Until(LiveFeed feed, Func<FeedStatus, bool> wanted)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            FeedStatus status = feed.Status;
            if (wanted(status))
            {
                return status;
            }

            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"Not within a minute: {status}");
            Thread.Sleep(1);
        }
    }

    private string Script(string name, string does)
    {
        string file = clips.Write($"{name.Replace(' ', '-')}.sh", Encoding.ASCII.GetBytes($"#!/bin/sh\n{does}\nexit 1\n"));
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return file;
    }

    /// <summary>Draws the longest of all waits each time.</summary>
    private sealed class Unlucky : Random
    {
        public override double NextDouble() => 1 - 1e-9;
    }
}
