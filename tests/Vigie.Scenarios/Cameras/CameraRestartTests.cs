using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Microsoft.Extensions.Logging.Abstractions;
using Vigie.Capture;

namespace Vigie.Scenarios.Cameras;

/// <summary>
/// A real RTSP server drops its connections, or our ffmpeg children are killed, over and over: nothing may be left of any of it. 200 times for
/// ./tools/test --ci, 20 times always; alone in its process, because its process is what is measured.
/// </summary>
[SupportedOSPlatform("linux")]
[CollectionDefinition(nameof(CameraRestartTests), DisableParallelization = true)]
[Collection(nameof(CameraRestartTests))]
public sealed class CameraRestartTests : IDisposable
{
    private const int Kill = 9;

    /// <summary>Two ffmpeg children.</summary>
    private const int Children = 2;

    /// <summary>Handles or threads that may seem to stay of a restart: one of ten restarts that stayed would be seen.</summary>
    private const double MostEach = 0.08;

    /// <summary>A session's buffers are 0.3 MB, its frames 0.8 MB: one of ten that stayed would be seen.</summary>
    private const double MostMegabytesEach = 0.04;

    private const double PeaceMegabytes = 4;

    private readonly TemporaryFolder _folder = new();
    private readonly List<ProcessLook> _looks = [];
    private readonly List<double> _seconds = [];

    private static int Restarts => Thorough.Times(20, 200);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Restarts_leave_no_process_no_handle_no_thread_and_no_memory()
    {
        RtspCamera.SkipWithoutServer();
        using RtspCamera camera = new(Passwords.Camera, keyInterval: 5);
        using var mailbox = new Mailbox(MailboxPolicy.NewestWins);
        LiveFeedOptions soon = new() { RetryCap = TimeSpan.FromMilliseconds(20), FlappingCap = TimeSpan.FromMilliseconds(20) };
        using (var feed = new LiveFeed(new SourceSettings(SourceKind.Rtsp, camera.Url, Credentials()), mailbox, soon, NullLogger<LiveFeed>.Instance, TimeProvider.System))
        {
            feed.Start();
            Await(feed, -1);
            for (int i = 0; i < Restarts; i++)
            {
                long before = feed.Status.Restarts;
                var watch = Stopwatch.StartNew();
                Break(camera, i);
                Await(feed, before);
                _seconds.Add(watch.Elapsed.TotalSeconds);
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                _looks.Add(ProcessLook.Now(camera.Id));
            }

            Print();
            Assert.InRange(feed.Status.Restarts, Restarts, long.MaxValue);
        }

        Check();
        Assert.Equal([camera.Id], ProcessLook.ChildNumbers());
    }

    private static void Break(RtspCamera camera, int number)
    {
        int[] children = [.. ProcessLook.ChildNumbers().Where(child => child != camera.Id).Order()];
        switch (number % 4)
        {
            case 1:
                Signals.Send(children[0], Kill);
                break;
            case 3:
                Signals.Send(children[^1], Kill);
                break;
            default:
                camera.Tell("drop");
                break;
        }
    }

    /// <summary>Waits until a connection behind so many restarts gives frames.</summary>
    private static void Await(LiveFeed feed, long restarts)
    {
        var watch = Stopwatch.StartNew();
        long frames = long.MaxValue;
        while (feed.Status is var status && (status.State != FeedState.Streaming || status.Restarts <= restarts || status.Frames <= frames))
        {
            frames = status.State == FeedState.Streaming && status.Restarts > restarts ? Math.Min(frames, status.Frames) : long.MaxValue;
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"Not within a minute: {status}");
            Thread.Sleep(2);
        }
    }

    // Of the second quarter, when all is loaded and warm, against the last.
    private void Check()
    {
        Assert.All(_looks, look => Assert.InRange(look.Children, 0, Children));
        Assert.InRange(Grown(look => look.Handles), double.MinValue, MostEach * Restarts / 2);
        Assert.InRange(Grown(look => look.Threads), double.MinValue, MostEach * Restarts / 2);
        Assert.InRange(Grown(look => look.ResidentMegabytes), double.MinValue, PeaceMegabytes + (MostMegabytesEach * Restarts / 2));
    }

    private double Grown(Func<ProcessLook, double> what)
    {
        int quarter = _looks.Count / 4;
        return Median(_looks.TakeLast(quarter).Select(what)) - Median(_looks.Skip(quarter).Take(quarter).Select(what));
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private void Print()
    {
        ProcessLook warm = _looks[_looks.Count / 4], end = _looks[^1];
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{Restarts} restarts against an RTSP server: a restart adds {Slope(look => look.Handles):0.000} handles, {Slope(look => look.Threads):0.000} threads, {Slope(look => look.Children):0.000} children, "
            + $"{Slope(look => look.ResidentMegabytes) * 1000:0.0} kB; {warm} -> {end}; s from break to frames: median {Median(_seconds):0.00}, longest {_seconds.Max():0.00}");
        TestContext.Current.TestOutputHelper!.WriteLine(text);
        Directory.CreateDirectory(Checkout.At("TestResults"));
        File.WriteAllText(Checkout.At("TestResults/camera-restarts.md"), text + "\n");
    }

    /// <summary>Least squares over the warm three quarters, per restart.</summary>
    private double Slope(Func<ProcessLook, double> what)
    {
        double[] values = [.. _looks.Skip(_looks.Count / 4).Select(what)];
        double middle = (values.Length - 1) / 2.0, mean = values.Average();
        return values.Select((value, at) => (at - middle) * (value - mean)).Sum() / values.Select((_, at) => (at - middle) * (at - middle)).Sum();
    }

    private string Credentials()
    {
        string file = _folder["credentials"];
        File.WriteAllText(file, $"{RtspCamera.User}\n{Passwords.Camera}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return file;
    }
}
