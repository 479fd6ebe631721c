namespace Vigie.Capture.Ffmpeg;

/// <summary>Which packets are decoded.</summary>
public enum DecodeMode
{
    /// <summary>All of them.</summary>
    Full,

    /// <summary>
    /// Only those that need no other, and the few behind them that push their pictures out: a few per cent of the work, a picture every second
    /// or few. The rest is read, counted, and kept until the next key frame. Of streams with more key frames than that, two and a half a second.
    /// Streams whose key frames are none (periodic intra refresh) are decoded whole all the same, and so is everything for two seconds where
    /// packets suddenly grow.
    /// </summary>
    KeyFramesOnly,
}
