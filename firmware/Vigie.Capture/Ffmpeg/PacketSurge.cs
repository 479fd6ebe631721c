namespace Vigie.Capture.Ffmpeg;

/// <summary>
/// Watches the sizes of packets while only key frames are decoded. What moves makes the packets between key frames grow at once, long
/// before the next key frame shows it: then all packets are wanted for some seconds, so that the motion gate can see for itself. Hints that
/// come to nothing make it harder to convince. Tells streams too whose "key frames" are no larger than the others: periodic intra refresh.
/// </summary>
internal sealed class PacketSurge
{
    // Packets that are learnt from before anything is said, and the weight of each later one.
    private const int Learning = 12;
    private const float SlowWeight = 0.01f, FastWeight = 0.4f;
    private const float Growth = 1.5f, Deviations = 5, LeastGrowth = 80;

    // Key frames of true groups are many times larger than what is between them where nothing moves.
    private const float LeastKeyRatio = 1.5f;
    private const int FewestKeys = 3;
    private static readonly TimeSpan HintTime = TimeSpan.FromSeconds(2);

    private float _slow;
    private float _fast;
    private float _deviation;
    private float _keySize;
    private float _doubt = 1;
    private int _learnt;
    private int _keys;
    private TimeSpan? _hintedAt;
    private long _hints;

    /// <summary>How often it spoke.</summary>
    public long Hints => Volatile.Read(ref _hints);

    /// <summary>Whether all packets are wanted although only key frames are asked for.</summary>
    public bool Watch(bool key, TimeSpan at, int bytes, DecodeMode mode)
    {
        if (key)
        {
            _keySize = _keys++ == 0 ? bytes : _keySize + 0.3f * (bytes - _keySize);
        }

        if (mode == DecodeMode.Full)
        {
            Convinced();
            if (!key)
            {
                _slow = _slow == 0 ? bytes : _slow + 0.1f * (bytes - _slow);
            }

            return false;
        }

        bool hinted = Hinted(at);
        if (!key && !hinted && Surges(bytes))
        {
            _hintedAt = at;
            Volatile.Write(ref _hints, _hints + 1);
            return true;
        }

        return hinted || (_keys >= FewestKeys && _slow > 0 && _keySize < LeastKeyRatio * _slow);
    }

    // Somebody wanted full rate while we hinted at it: it was right.
    private void Convinced()
    {
        if (_hintedAt is not null)
        {
            _doubt = 1;
        }

        _hintedAt = null;
        _learnt = 0;
    }

    private bool Hinted(TimeSpan at)
    {
        if (_hintedAt is not { } since)
        {
            return false;
        }

        if (at - since < HintTime && at >= since)
        {
            return true;
        }

        // Nobody found anything.
        _hintedAt = null;
        _learnt = 0;
        _doubt = Math.Min(_doubt * 1.5f, 8);
        return false;
    }

    private bool Surges(int bytes)
    {
        if (_learnt++ == 0)
        {
            (_slow, _fast, _deviation) = (bytes, bytes, bytes * 0.2f);
        }

        float weight = Math.Max(SlowWeight, 1f / _learnt);
        _fast += FastWeight * (bytes - _fast);
        float limit = _slow + _doubt * Math.Max(LeastGrowth, Math.Max((Growth - 1) * _slow, Deviations * _deviation));
        if (_learnt > Learning && _fast > limit)
        {
            return true;
        }

        _slow += weight * (bytes - _slow);
        _deviation += weight * (Math.Abs(_fast - _slow) - _deviation);
        return false;
    }
}
