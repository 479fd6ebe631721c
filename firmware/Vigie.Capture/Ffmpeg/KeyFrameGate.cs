namespace Vigie.Capture.Ffmpeg;

/// <summary>
/// Decides packet by packet what goes on to the decoder, so that no picture is decoded without those it refers to. Back in
/// <see cref="DecodeMode.Full"/>, packets go on from the next key frame; those presented before it (leading pictures of an open
/// group of pictures: HEVC RASL, H.264 B-frames behind a recovery point) may refer to what was dropped, and are dropped too.
/// Nothing that follows a key frame in presentation refers to its leading pictures.
/// </summary>
internal sealed class KeyFrameGate
{
    private volatile DecodeMode _mode;
    private bool _missing;
    private bool _dropLeading;
    private TimeSpan _keyAt;

    public KeyFrameGate(DecodeMode mode) => _mode = mode;

    /// <summary>May be set from any thread; takes effect with the next packet.</summary>
    public DecodeMode Mode
    {
        get => _mode;
        set => _mode = value;
    }

    /// <summary>Whether this packet goes on. Each packet once, in stream order.</summary>
    public bool Passes(bool key, TimeSpan at)
    {
        if (key)
        {
            _dropLeading = _missing;
            _missing = false;
            _keyAt = at;
            return true;
        }

        if (_missing || _mode == DecodeMode.KeyFramesOnly)
        {
            _missing = true;
            return false;
        }

        return !(_dropLeading && at < _keyAt);
    }
}
