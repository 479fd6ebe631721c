namespace Vigie.Capture.Ffmpeg;

/// <summary>How soon a stream is at full rate again after only key frames were decoded.</summary>
public enum WakeTime
{
    /// <summary>No group of pictures was seen whole yet.</summary>
    Unknown,

    /// <summary>
    /// Within 500 ms of the picture that shows motion: a group of pictures is small enough to be kept and caught up with. That picture is the
    /// next key frame's.
    /// </summary>
    HalfSecond,

    /// <summary>Within one key-frame interval of that picture; mostly sooner, where the group can be kept.</summary>
    KeyFrameInterval,
}
