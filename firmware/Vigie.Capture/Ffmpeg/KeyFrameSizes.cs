namespace Vigie.Capture.Ffmpeg;

/// <summary>
/// Tells streams whose "key frames" are none: with periodic intra refresh they are no larger than what lies between them, where true ones are
/// many times as large. For one thread.
/// </summary>
internal sealed class KeyFrameSizes
{
    private const float LeastRatio = 1.5f;
    private const int FewestKeys = 3;
    private const float KeyWeight = 0.3f, OtherWeight = 0.1f;

    private float _key;
    private float _other;
    private int _keys;

    /// <summary>Whether key frames are what they are called, as far as is known.</summary>
    public bool AreTrue => _keys < FewestKeys || _other == 0 || _key >= LeastRatio * _other;

    /// <summary>A packet came.</summary>
    public void Add(bool key, int bytes)
    {
        if (key)
        {
            _key = _keys++ == 0 ? bytes : _key + KeyWeight * (bytes - _key);
        }
        else
        {
            _other = _other == 0 ? bytes : _other + OtherWeight * (bytes - _other);
        }
    }
}
