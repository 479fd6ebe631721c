using System.Diagnostics;

namespace Vigie.Benchmarks.Service;

/// <summary>What the cameras show, 768x576 at the clip's ten pictures a second, in H.264 as cameras send it, a key frame every two seconds.</summary>
internal static class ServiceClips
{
    /// <summary>The clip itself: people walk.</summary>
    public static string Busy(string clip, string folder) => Encode(Path.Combine(folder, "busy.mp4"), ["-i", clip, "-t", "60"]);

    /// <summary>One picture of the clip with a camera's noise over it: nothing moves.</summary>
    public static string Idle(string clip, string folder)
    {
        string still = Path.Combine(folder, "still.png");
        Ffmpeg("-i", clip, "-frames:v", "1", still);
        return Encode(Path.Combine(folder, "idle.mp4"), ["-loop", "1", "-framerate", "10", "-i", still, "-t", "60", "-vf", "noise=alls=4:allf=t"]);
    }

    private static string Encode(string output, string[] input)
    {
        Ffmpeg([.. input, "-an", "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-g", "20", "-bf", "0", output]);
        return output;
    }

    private static void Ffmpeg(params string[] arguments)
    {
        using Process ffmpeg = Process.Start("ffmpeg", ["-v", "error", "-nostdin", "-y", .. arguments]);
        ffmpeg.WaitForExit();
        if (ffmpeg.ExitCode != 0)
        {
            throw new InvalidOperationException($"ffmpeg ended with {ffmpeg.ExitCode}: {string.Join(' ', arguments)}");
        }
    }
}
