namespace Vigie.Capture.Ffmpeg;

/// <summary>
/// Decides packet by packet what goes on to the decoder, so that no picture is decoded without those it refers to
/// (firmware/decisions/0007-idle-decoding.md). With <see cref="DecodeMode.KeyFramesOnly"/>, packets since the last key frame are kept; back
/// in <see cref="DecodeMode.Full"/> they go on first, so that full rate need not wait for the next key frame. Where they could not be kept,
/// packets go on from the next key frame; those presented before it (leading pictures of an open group: HEVC RASL, H.264 B-frames
/// behind a recovery point) may refer to what was dropped, and are dropped too.
/// </summary>
internal sealed class KeyFrameGate
{
    /// <summary>Key frames that come sooner are kept as well: MJPEG and the like, encoders that take noise for a new scene.</summary>
    private static readonly TimeSpan LeastStep = TimeSpan.FromMilliseconds(390);

    /// <summary>A stream without a key frame for so long, or with "key frames" that are none, is decoded whole.</summary>
    private static readonly TimeSpan LongestGroup = TimeSpan.FromSeconds(12);

    /// <summary>
    /// A child passes a picture on when the next one comes. So that a key frame's does not wait for the next key frame, the packets behind it go
    /// on too until it is out, up to this many.
    /// </summary>
    private const int MostFollowers = 5;

    private readonly KeyFrameSizes _sizes = new();
    private volatile DecodeMode _mode;
    private long _shownFrom = long.MinValue;
    private long _delivered = long.MinValue;
    private TimeSpan? _first;
    private TimeSpan? _firstPicture;
    private bool _missing;
    private bool _dropLeading;
    private bool _keeping;
    private int _followers;
    private TimeSpan _keyAt;
    private TimeSpan _decodedAt = -TimeSpan.FromHours(1);

    public KeyFrameGate(DecodeMode mode) => _mode = mode;

    /// <summary>May be set from any thread; takes effect with the next packet.</summary>
    public DecodeMode Mode
    {
        get => _mode;
        set => _mode = value;
    }

    /// <summary>What becomes of this packet. Each packet once, in stream order.</summary>
    public PacketFate Judge(bool key, TimeSpan at, int bytes)
    {
        _first ??= at;
        _sizes.Add(key, bytes);
        bool wanted = _mode == DecodeMode.Full || !_sizes.AreTrue;
        return key ? JudgeKey(at, wanted) : JudgeOther(at, wanted);
    }

    /// <summary>What was to be kept was too much: nothing can be decoded before the next key frame.</summary>
    public void Lose()
    {
        _missing = true;
        _keeping = false;
    }

    /// <summary>
    /// Whether a picture of the decoder is a frame of its own, or only one that had to be decoded to catch up. Each picture once, from
    /// the reading thread.
    /// </summary>
    /// <param name="at">Its time; the decoder may count from another zero than the packets do.</param>
    public bool Shows(TimeSpan at)
    {
        _firstPicture ??= at;
        long stream = (at - _firstPicture.Value).Ticks;
        Volatile.Write(ref _delivered, stream);
        return stream >= Volatile.Read(ref _shownFrom);
    }

    private PacketFate JudgeKey(TimeSpan at, bool wanted)
    {
        _dropLeading = _missing || _keeping;
        _missing = _keeping = false;
        bool gap = _mode == DecodeMode.KeyFramesOnly && at - _keyAt > LongestGroup;
        _keyAt = at;
        if (!wanted && !gap && at >= _decodedAt && at < _decodedAt + LeastStep)
        {
            _keeping = true;
            return PacketFate.KeepAnew;
        }

        _decodedAt = at;
        _followers = 0;
        return PacketFate.DecodeAnew;
    }

    private PacketFate JudgeOther(TimeSpan at, bool wanted)
    {
        // A stream that sends no key frames would leave us blind.
        wanted |= at - _keyAt > LongestGroup;
        if (_missing || (_dropLeading && at < _keyAt))
        {
            return PacketFate.Drop;
        }

        if (wanted)
        {
            CatchUp(at);
            return PacketFate.Decode;
        }

        bool keyIsOut = Volatile.Read(ref _delivered) >= (_keyAt - _first!.Value).Ticks;
        if (!_keeping && !keyIsOut && _followers < MostFollowers)
        {
            _followers++;
            return PacketFate.Decode;
        }

        _keeping = true;
        return PacketFate.Keep;
    }

    private void CatchUp(TimeSpan at)
    {
        if (_keeping)
        {
            _keeping = false;
            Volatile.Write(ref _shownFrom, (at - _first!.Value).Ticks);
        }
    }
}
