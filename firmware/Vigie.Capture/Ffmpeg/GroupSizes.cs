using Vigie.Capture.Matroska;

namespace Vigie.Capture.Ffmpeg;

/// <summary>Learns how large a stream's groups of pictures are: what the time to full rate depends on. Written by one thread, read by any.</summary>
/// <param name="pixels">Pixels of a picture.</param>
internal sealed class GroupSizes(int pixels)
{
    // What a small board's core decodes in 400 ms: 50 pictures of 1280 x 720.
    private const long MostPixels = 50 * 1280 * 720;

    private int _packets;
    private long _bytes;
    private TimeSpan? _keyAt;
    private volatile int _wake;
    private long _interval;

    /// <summary>How soon it is at full rate again.</summary>
    public WakeTime Wake => (WakeTime)_wake;

    /// <summary>Time between the last two key frames; zero before there were two.</summary>
    public TimeSpan KeyFrameInterval => TimeSpan.FromTicks(Volatile.Read(ref _interval));

    /// <summary>A packet came.</summary>
    public void Add(bool key, TimeSpan at, int bytes)
    {
        if (key)
        {
            if (_keyAt is { } before && at > before)
            {
                bool small = _bytes <= PacketGroup.MostBytes && (long)_packets * pixels <= MostPixels;
                _wake = (int)(small ? WakeTime.HalfSecond : WakeTime.KeyFrameInterval);
                Volatile.Write(ref _interval, (at - before).Ticks);
            }

            (_keyAt, _packets, _bytes) = (at, 0, 0);
        }

        _packets++;
        _bytes += bytes + ClusterFraming.Bytes;
    }
}
