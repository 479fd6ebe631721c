using System.Globalization;

namespace Vigie.Capture.Ffmpeg;

/// <summary>Command lines of the two children (firmware/decisions/0003-demux-decode-seam.md).</summary>
internal static class FfmpegArguments
{
    /// <summary>Containers that are opened: none that reads a second file (playlists, image sequences) or takes text for video.</summary>
    internal const string Containers = "asf,avi,dv,flv,h264,hevc,ivf,m4v,matroska,mjpeg,mov,mpeg,mpegts,mpegvideo,mxf,nut,obu,ogg";

    internal static string[] Unattended => ["-nostdin", "-hide_banner"];

    /// <summary>One Cluster a packet: ffmpeg writes a Cluster out when the next begins. No checksums: pipes do not err, and they cost.</summary>
    internal static string[] MatroskaOut =>
        ["-f", "matroska", "-cluster_time_limit", "0", "-cluster_size_limit", "1", "-write_crc32", "0", "pipe:1"];

    /// <summary>
    /// Copies the first video stream's packets (cover art is none). Missing presentation times are made up from decoding order (AVI);
    /// packets that the container knows to be damaged are dropped.
    /// </summary>
    public static string[] Demux(string clip) =>
    [
        .. Unattended,
        // That a packet is damaged is a warning to ffmpeg.
        "-v", "warning",
        "-protocol_whitelist", "file",
        "-format_whitelist", Containers,
        "-fflags", "+genpts+discardcorrupt",
        "-i", "file:" + Path.GetFullPath(clip),
        "-map", "0:V:0",
        "-c", "copy",
        .. MatroskaOut,
    ];

    /// <summary>
    /// Decodes to planar 8-bit 4:2:0 in the range that the source has, one picture out for each in, as stored: a rotation that players
    /// apply is not applied, since packets copied by ffmpeg 5.1 no longer tell of it.
    /// </summary>
    /// <param name="threads">Decoder threads.</param>
    /// <param name="live">
    /// Where the stream changes its size, what follows comes as it is, and each damaged picture is told of; else what follows is scaled to
    /// the first size, and repeated complaints are counted.
    /// </param>
    public static string[] Decode(int threads, bool live = false) =>
    [
        .. Unattended,
        // That missing parts of a picture were made up is mere information to ffmpeg.
        "-v", live ? "repeat+info" : "error",
        "-nostats",
        "-protocol_whitelist", "pipe",
        "-threads", threads.ToString(CultureInfo.InvariantCulture),
        "-noautorotate",
        // Twenty pictures would be held back to guess a rate that nobody asks for: seconds of a slow camera.
        "-fpsprobesize", "0",
        "-f", "matroska",
        "-i", "pipe:0",
        "-map", "0:v:0",
        "-filter_threads", "1",
        "-vf", "format=pix_fmts=yuv420p|yuvj420p",
        "-c:v", "rawvideo",
        "-autoscale", live ? "0" : "1",
        "-fps_mode", "passthrough",
        "-enc_time_base", "1:1000",
        .. MatroskaOut,
    ];
}
