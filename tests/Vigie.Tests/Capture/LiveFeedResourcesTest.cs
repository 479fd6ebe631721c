using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Microsoft.Extensions.Logging.Abstractions;
using Vigie.Capture;
using Vigie.Capture.Ffmpeg;
using Vigie.Core;

namespace Vigie.Tests.Capture;

/// <summary>
/// Cameras that break off, hundreds of times in seconds: a script stands in for ffmpeg and gives out what the real one made before, so that
/// the feed goes through all it does for a connection, and no processor time is spent on pictures.
/// </summary>
[Collection(nameof(Undisturbed))]
[SupportedOSPlatform("linux")]
public sealed class LiveFeedResourcesTest(ClipFolder clips) : IClassFixture<ClipFolder>
{
    private const int Restarts = 200;

    /// <summary>Bytes. The heap is the whole process's, and moves by a megabyte or so; 200 sessions that stayed would be 64 MB and more.</summary>
    private const long MostGrowth = 8 << 20;

    private static readonly LiveFeedOptions AtOnce = new()
    {
        RetryCap = TimeSpan.FromMilliseconds(1),
        FlappingCap = TimeSpan.FromMilliseconds(1),
        ConfigCap = TimeSpan.FromMilliseconds(1),
        DeniedDelay = TimeSpan.Zero,
    };

    private static readonly SourceSettings Pattern = new(SourceKind.Pattern, "lavfi:testsrc2=size=64x48:rate=25", null);

    [Theory]
    [InlineData("breaks off", "cat packets.mkv", true)]
    [InlineData("breaks off in the middle of a packet", "head -c 2000 packets.mkv", true)]
    [InlineData("refuses", "echo '401 Unauthorized' >&2; exit 1", false)]
    public void Two_hundred_restarts_leave_no_process_no_handle_no_thread_and_no_memory(string name, string demuxer, bool pictures)
    {
        LiveFeedOptions options = AtOnce with { Ffmpeg = Script(name, demuxer) };
        Run(options, Restarts / 5, pictures).Feed.Dispose();
        int handles = Directory.GetFiles("/proc/self/fd").Length;

        (LiveFeed feed, long before, long after) = Run(options, Restarts, pictures);

        Assert.InRange(after - before, long.MinValue, MostGrowth);
        Assert.Empty(Children());
        Assert.InRange(Directory.GetFiles("/proc/self/fd").Length, 0, handles + 2);
        Assert.Empty(Threads());
        GC.KeepAlive(feed);
    }

    /// <summary>Bytes of the managed heap after the first restarts and, with the feed still held, after the last.</summary>
    private static (LiveFeed Feed, long Before, long After) Run(LiveFeedOptions options, int restarts, bool pictures)
    {
        using var mailbox = new Mailbox(MailboxPolicy.NewestWins);
        var feed = new LiveFeed(Pattern, mailbox, options, NullLogger<LiveFeed>.Instance, TimeProvider.System, new Random(1));
        long before;
        using (feed)
        {
            feed.Start();
            Until(feed, restarts / 10);
            before = GC.GetTotalMemory(forceFullCollection: true);
            Until(feed, restarts + (restarts / 10));
        }

        Assert.Equal(pictures, feed.Status.Frames >= restarts);
        Assert.Equal(pictures ? FaultKind.Unavailable : FaultKind.Denied, feed.Status.Fault?.Kind ?? FaultKind.Unavailable);
        return (feed, before, GC.GetTotalMemory(forceFullCollection: true));
    }

    private static void Until(LiveFeed feed, long restarts)
    {
        var watch = Stopwatch.StartNew();
        while (feed.Status.Restarts < restarts)
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(120), $"not within two minutes: {feed.Status}");
            Thread.Sleep(5);
        }
    }

    /// <summary>Processes whose parent is this one, dead ones that nobody has reaped too (proc_pid_stat(5)).</summary>
    private static IEnumerable<string> Children() => Directory.GetDirectories("/proc")
        .Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
        .Select(folder => ReadOrNothing($"{folder}/stat"))
        .Where(stat => stat.Length > 0 && ParentOf(stat) == Environment.ProcessId);

    private static int ParentOf(string stat) =>
        int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);

    /// <summary>Threads of ours, by the names that Linux shows (15 characters).</summary>
    private static IEnumerable<string> Threads() => Directory.GetDirectories("/proc/self/task")
        .Select(task => ReadOrNothing($"{task}/comm").TrimEnd())
        .Where(name => name is "live feed" or "packet pump" or "demuxer errors" or "decoder errors");

    private static string ReadOrNothing(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            // Its process or thread has ended since it was listed.
            return "";
        }
    }

    private string Script(string name, string demuxer)
    {
        string clip = clips.H264("source.mp4", "64x48", 10);
        clips.Write("packets.mkv", ClipFolder.Run(FfmpegArguments.Demux(clip)));
        clips.Write("pictures.mkv", ClipFolder.Run(FfmpegArguments.Decode(1), File.ReadAllBytes(Path.Combine(clips.Path, "packets.mkv"))));
        string text = $"#!/bin/sh\ncd {clips.Path}\ncase \"$*\" in\n*rawvideo*) cat pictures.mkv; cat >/dev/null ;;\n*) {demuxer} ;;\nesac\n";
        string file = clips.Write($"{name.Replace(' ', '-')}.sh", System.Text.Encoding.ASCII.GetBytes(text));
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return file;
    }
}
