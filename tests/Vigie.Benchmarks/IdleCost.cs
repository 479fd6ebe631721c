using System.Diagnostics;
using System.Globalization;
using Vigie.Capture;
using Vigie.Capture.Ffmpeg;
using Vigie.Core;
using Vigie.Vision.Motion;

namespace Vigie.Benchmarks;

/// <summary>
/// What a quiet scene costs in real time, ffmpeg's children counted: a camera's stream (the clip, through a named pipe at its own pace), decoding,
/// mask and gate; once with every picture decoded, once with key frames only. From /proc, in parts of one core.
/// </summary>
internal static class IdleCost
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(8), Measured = TimeSpan.FromSeconds(20);

    /// <summary>Measures a clip of half a minute and more, and prints.</summary>
    public static int Run(string clip)
    {
        Console.WriteLine("| decoded | pictures a second | this process | ffmpeg's children | together, of one core |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (DecodeMode mode in (DecodeMode[])[DecodeMode.Full, DecodeMode.KeyFramesOnly])
        {
            Measure(clip, mode);
        }

        return 0;
    }

    private static void Measure(string clip, DecodeMode mode)
    {
        string pipe = Path.Combine(Path.GetTempPath(), $"vigie-idle-{Environment.ProcessId}.mkv");
        Start("mkfifo", pipe).WaitForExit();
        using Process camera = Start(
            "ffmpeg", "-v", "error", "-re", "-stream_loop", "-1", "-i", clip, "-an", "-c", "copy", "-f", "matroska", "-cluster_time_limit", "0", "-cluster_size_limit", "1", "-flush_packets", "1", "-y", pipe);
        try
        {
            using Mailbox mailbox = new(MailboxPolicy.NewestWins);
            FfmpegSource source = FfmpegSource.Open(new FfmpegSourceOptions { Clip = pipe });
            using CaptureLoop loop = new(
                source, new FramePool(source.Format, 6), mailbox, new CaptureLoopOptions { Pace = ReplayPace.Fast }, TimeProvider.System);
            loop.Start();
            source.Mode = mode;
            Watch(mailbox, Settle);
            TimeSpan here = Process.GetCurrentProcess().TotalProcessorTime, children = OfChildren(camera.Id);
            long started = Stopwatch.GetTimestamp();
            int frames = Watch(mailbox, Measured);
            double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            double ours = (Process.GetCurrentProcess().TotalProcessorTime - here) / TimeSpan.FromSeconds(seconds);
            double theirs = (OfChildren(camera.Id) - children) / TimeSpan.FromSeconds(seconds);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {mode} | {frames / seconds:0.0} | {ours:P1} | {theirs:P1} | {ours + theirs:P1} |"));
        }
        finally
        {
            camera.Kill();
            File.Delete(pipe);
        }
    }

    private static int Watch(Mailbox mailbox, TimeSpan time)
    {
        MotionGate gate = new(MotionOptions.Default);
        long started = Stopwatch.GetTimestamp();
        int frames = 0;
        while (Stopwatch.GetElapsedTime(started) < time && mailbox.TryTake(out Frame frame))
        {
            using (frame)
            {
                gate.Look(frame);
                frames++;
            }
        }

        return frames;
    }

    /// <summary>Starts a program.</summary>
    public static Process Start(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true })!;

    // utime and stime, the 14th and 15th field of /proc/PID/stat (proc_pid_stat(5)), of our children but the camera.
    private static TimeSpan OfChildren(int camera)
    {
        TimeSpan sum = TimeSpan.Zero;
        foreach (Process process in Process.GetProcessesByName("ffmpeg"))
        {
            using (process)
            {
                string stat = File.ReadAllText($"/proc/{process.Id}/stat");
                string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                if (fields[1] == Environment.ProcessId.ToString(CultureInfo.InvariantCulture) && process.Id != camera)
                {
                    sum += TimeSpan.FromSeconds((long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / 100.0);
                }
            }
        }

        return sum;
    }
}
