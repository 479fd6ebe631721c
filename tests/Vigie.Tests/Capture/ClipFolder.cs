using System.Diagnostics;
using System.Text;

namespace Vigie.Tests.Capture;

/// <summary>A folder of clips made by ffmpeg for one test class, gone with it.</summary>
public sealed class ClipFolder : IDisposable
{
    private readonly Lock _gate = new();

    public string Path { get; } = Directory.CreateTempSubdirectory("vigie-clips-").FullName;

    /// <summary>Runs ffmpeg with these arguments and the clip's path behind them, once for each name.</summary>
    public string Make(string name, params string[] arguments)
    {
        string clip = System.IO.Path.Combine(Path, name);
        lock (_gate)
        {
            if (!File.Exists(clip))
            {
                Run([.. arguments, "-y", clip]);
            }
        }

        return clip;
    }

    /// <summary>A moving test picture in H.264 with B-frames and a key frame every ten pictures.</summary>
    public string H264(string name, string size = "160x120", int frames = 50, params string[] more) => Make(
        name, ["-f", "lavfi", "-i", $"testsrc2=s={size}:r=25", "-frames:v", $"{frames}", "-c:v", "libx264", "-g", "10", "-bf", "2", .. more]);

    /// <summary>Writes a file of these bytes.</summary>
    public string Write(string name, ReadOnlySpan<byte> bytes)
    {
        string file = System.IO.Path.Combine(Path, name);
        File.WriteAllBytes(file, bytes);
        return file;
    }

    /// <summary>Standard output of an ffmpeg that gets <paramref name="input"/> on its standard input.</summary>
    public static byte[] Run(string[] arguments, byte[]? input = null) => Run("ffmpeg", arguments, input);

    /// <summary>Time in seconds, size and flags of each video packet, as ffprobe sees them.</summary>
    public static IEnumerable<string> Probe(string clip) => Encoding.ASCII
        .GetString(Run("ffprobe", ["-select_streams", "v:0", "-show_entries", "packet=pts_time,size,flags", "-of", "csv=p=0", clip]))
        .Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static byte[] Run(string program, string[] arguments, byte[]? input = null)
    {
        var start = new ProcessStartInfo(program, ["-hide_banner", "-v", "error", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        using var output = new MemoryStream();
        var feed = Task.Run(() =>
        {
            process.StandardInput.BaseStream.Write(input ?? []);
            process.StandardInput.Close();
        });
        process.StandardOutput.BaseStream.CopyTo(output);
        feed.Wait();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.ToArray();
    }
}
