using System.Globalization;
using Vigie.Capture.Ffmpeg;
using Vigie.Core;

namespace Vigie.Capture.Live;

/// <summary>How the demuxing child opens a source: its arguments, and what it is told on standard input.</summary>
/// <param name="Arguments">Each its own, unquoted. Holds no secret: the process list shows it to everybody.</param>
/// <param name="Script">Concat script with the URL, user and password within; null where there is nothing to hide.</param>
internal sealed record LiveInput(IReadOnlyList<string> Arguments, string? Script)
{
    /// <summary>Pictures of the test pattern between two key frames.</summary>
    private const int PatternKeyInterval = 20;

    /// <summary>
    /// Bounds of ffmpeg's look at a live stream before it hands out packets: bytes, and microseconds of video. Long enough for a key
    /// frame every few seconds, as the picture's size may stand in that alone.
    /// </summary>
    private const string ProbeBytes = "2000000";
    private const string ProbeMicroseconds = "4000000";

    private static readonly string[] Copy = ["-map", "0:V:0", "-c", "copy", .. FfmpegArguments.MatroskaOut];

    /// <summary>Shows no script.</summary>
    public override string ToString() => $"{nameof(LiveInput)} {string.Join(' ', Arguments)}";

    /// <summary>Makes the input of a source.</summary>
    /// <param name="source">Checked settings.</param>
    /// <param name="credentials">What the camera is told; null for none.</param>
    /// <param name="socketLimit">A network source that is silent for so long ends by itself: the last resort behind our own watch.</param>
    public static LiveInput Of(SourceSettings source, Credentials? credentials, TimeSpan socketLimit)
    {
        string microseconds = ((long)socketLimit.TotalMicroseconds).ToString(CultureInfo.InvariantCulture);
        return source.Kind switch
        {
            SourceKind.Rtsp => Network(source, credentials, "rtp,tcp", "rtsp",
                ["rtsp_transport tcp", "allowed_media_types video", $"timeout {microseconds}", .. Probe]),
            SourceKind.Http => Network(source, credentials, IsEncrypted(source.Url) ? "https,tls,tcp" : "http,tcp", "mpjpeg,mjpeg",
                [$"rw_timeout {microseconds}", .. IsEncrypted(source.Url) ? Verify : [], "use_wallclock_as_timestamps 1", .. Probe]),
            SourceKind.V4l2 => new LiveInput([.. Start("warning"), .. Device(source.Url), .. Copy], null),
            SourceKind.File => Recording(source.Url),
            SourceKind.Pattern => Pattern(source.Url),
            _ => throw new ArgumentOutOfRangeException(nameof(source), source.Kind, "no such kind"),
        };
    }

    private static string[] Probe => [$"probesize {ProbeBytes}", $"analyzeduration {ProbeMicroseconds}", "fpsprobesize 0"];

    /// <summary>
    /// The certificate must be signed by an authority of this machine's, and be the host's: ffmpeg's https passes this on to TLS. No protocol
    /// but this one is allowed then, so that a redirection does not lead from a verified connection to one that is not.
    /// </summary>
    private static string[] Verify => ["tls_verify 1"];

    private static bool IsEncrypted(string url) => url.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    private static string[] Start(string level) => [.. FfmpegArguments.Unattended, "-v", level];

    /// <summary>
    /// The URL goes by standard input, as a concat script of one entry: ffmpeg's arguments are everybody's to read (proc(5)), and an
    /// environment is the user's. Options of the inner demuxer are the script's too.
    /// </summary>
    private static LiveInput Network(
        SourceSettings source, Credentials? credentials, string protocols, string formats, IEnumerable<string> options)
    {
        int host = source.Url.IndexOf("://", StringComparison.Ordinal) + 3;
        string url = credentials is null ? source.Url : source.Url[..host] + credentials.UserInfo + "@" + source.Url[host..];
        string script = $"ffconcat version 1.0\nfile '{url}'\n" + string.Concat(options.Select(option => $"option {option}\n"));
        return new LiveInput(
            [
                .. Start("warning"),
                "-protocol_whitelist", "pipe," + protocols,
                "-format_whitelist", "concat," + formats,
                "-fflags", "+genpts+discardcorrupt+nobuffer",
                "-probesize", ProbeBytes,
                "-analyzeduration", ProbeMicroseconds,
                "-fpsprobesize", "0",
                "-safe", "0",
                "-f", "concat",
                "-i", "pipe:0",
                .. Copy,
            ],
            script);
    }

    private static IEnumerable<string> Device(string url)
    {
        if (!VideoDevice.TryParse(url, out VideoDevice? device))
        {
            throw new ArgumentException(VideoDevice.Expected, nameof(url));
        }

        IEnumerable<string> options = ["-protocol_whitelist", "file", "-f", "v4l2", "-timestamps", "mono2abs"];
        options = device.Format is { } format ? options.Concat(["-input_format", format]) : options;
        options = device.Size is { } size ? options.Concat(["-video_size", size]) : options;
        options = device.Rate is { } rate ? options.Concat(["-framerate", rate]) : options;
        return options.Concat(["-i", device.Path]);
    }

    /// <summary>Read at its own pace, over and over; times go on rising.</summary>
    private static LiveInput Recording(string url)
    {
        string path = SourceUrl.FilePath(url) ?? throw new Fault(FaultKind.Config, url, "names no file", "Write file:///PATH.");
        FfmpegFaults.CheckExists(path);
        return new LiveInput(
            [
                .. Start("warning"),
                "-protocol_whitelist", "file",
                "-format_whitelist", FfmpegArguments.Containers,
                "-fflags", "+genpts+discardcorrupt",
                "-re",
                "-stream_loop", "-1",
                "-i", "file:" + path,
                .. Copy,
            ],
            null);
    }

    /// <summary>Encoded, so that a pattern goes the same way as a camera's packets, and has key frames and others.</summary>
    private static LiveInput Pattern(string url) => new(
        [
            .. Start("warning"),
            "-re",
            "-f", "lavfi",
            "-i", url["lavfi:".Length..],
            "-map", "0:V:0",
            "-pix_fmt", "yuv420p",
            "-c:v", "mpeg4",
            "-q:v", "3",
            "-bf", "0",
            "-g", PatternKeyInterval.ToString(CultureInfo.InvariantCulture),
            .. FfmpegArguments.MatroskaOut,
        ],
        null);
}
