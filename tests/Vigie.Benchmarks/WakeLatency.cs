using System.Diagnostics;
using System.Globalization;
using Vigie.Capture;
using Vigie.Capture.Ffmpeg;
using Vigie.Core;
using Vigie.Vision.Motion;

namespace Vigie.Benchmarks;

/// <summary>
/// From the first moving pixel in a stream to the first picture at full rate: a clip whose first part is quiet, through a named pipe at its own
/// pace; key frames only once the gate has been closed for five seconds. Times are against when the picture would have come with all decoded.
/// </summary>
internal static class WakeLatency
{
    /// <summary>Measures and prints.</summary>
    /// <param name="clip">A quiet clip in which something moves from <paramref name="movesAt"/> on.</param>
    /// <param name="movesAt">Seconds.</param>
    public static int Run(string clip, double movesAt)
    {
        string pipe = Path.Combine(Path.GetTempPath(), $"vigie-wake-{Environment.ProcessId}.mkv");
        IdleCost.Start("mkfifo", pipe).WaitForExit();
        using Process camera = IdleCost.Start("ffmpeg", "-v", "error", "-re", "-i", clip, "-an", "-c", "copy", "-f", "matroska", "-cluster_time_limit", "0", "-cluster_size_limit", "1", "-flush_packets", "1", "-y", pipe);
        try
        {
            using Mailbox mailbox = new(MailboxPolicy.NewestWins);
            FfmpegSource source = FfmpegSource.Open(new FfmpegSourceOptions { Clip = pipe });
            using CaptureLoop loop = new(
                source, new FramePool(source.Format, 6), mailbox, new CaptureLoopOptions { Pace = ReplayPace.Fast }, TimeProvider.System);
            loop.Start();
            Follow(mailbox, source, movesAt);
        }
        finally
        {
            camera.Kill();
            File.Delete(pipe);
        }

        return 0;
    }

    private static void Follow(Mailbox mailbox, FfmpegSource source, double movesAt)
    {
        MotionGate gate = new(MotionOptions.Default);
        long started = Stopwatch.GetTimestamp();
        double usual = double.MaxValue, before = 0, asked = 0;
        int pictures = 0, inARow = 0;
        while (mailbox.TryTake(out Frame frame))
        {
            using (frame)
            {
                double now = Stopwatch.GetElapsedTime(started).TotalSeconds, at = frame.At.TotalSeconds;
                bool open = gate.Look(frame).Open;
                usual = at is > 1 and < 5 ? Math.Min(usual, now - at) : usual;
                asked = open && asked == 0 && at >= movesAt ? now : asked;
                source.Mode = open || at < 5 ? DecodeMode.Full : DecodeMode.KeyFramesOnly;
                pictures += at > 6 && at < movesAt ? 1 : 0;
                // What pushes a key frame's picture out may come alone: so many in a row are full rate.
                inARow = asked > 0 && at - before < 0.1 ? inARow + 1 : 0;
                if (inARow == 8)
                {
                    Console.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{pictures} pictures in {movesAt - 6:0} quiet seconds; stream says {source.Wake}; gate open {asked - usual - movesAt:0.00} s after the first moving pixel; eighth picture at full rate {now - asked:0.00} s after that"));
                    return;
                }

                before = at;
            }
        }
    }
}
