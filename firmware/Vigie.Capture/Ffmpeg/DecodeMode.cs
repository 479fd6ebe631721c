namespace Vigie.Capture.Ffmpeg;

/// <summary>Which packets are decoded.</summary>
public enum DecodeMode
{
    /// <summary>All of them.</summary>
    Full,

    /// <summary>
    /// Only those that need no other: a few per cent of the work, a picture every second or few. The rest is read, counted and
    /// dropped. Means nothing for streams with periodic intra refresh, whose "key frames" are no whole pictures.
    /// </summary>
    KeyFramesOnly,
}
