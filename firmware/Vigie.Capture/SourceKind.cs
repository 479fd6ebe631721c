namespace Vigie.Capture;

/// <summary>What a camera's pictures come from.</summary>
public enum SourceKind
{
    /// <summary>A network camera: RTSP, its packets interleaved in the one TCP connection (RFC 2326 section 10.12).</summary>
    Rtsp,

    /// <summary>A network camera that sends JPEG pictures one behind the other over HTTP or HTTPS (multipart/x-mixed-replace).</summary>
    Http,

    /// <summary>A camera on this machine (Video4Linux 2).</summary>
    V4l2,

    /// <summary>A recording that is played over and over at its own pace, as if it were a camera.</summary>
    File,

    /// <summary>A picture that ffmpeg draws: a camera that is always there.</summary>
    Pattern,
}
