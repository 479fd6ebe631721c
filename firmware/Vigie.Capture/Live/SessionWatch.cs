using Vigie.Capture.Ffmpeg;
using Vigie.Core;

namespace Vigie.Capture.Live;

/// <summary>
/// Judges a session while its thread waits in a read: by packets whether the camera still sends, by the decoder's words and pictures whether
/// what it sends can be seen. Looks twice a second and at the moment when a limit ends; counts what comes a second.
/// </summary>
internal sealed class SessionWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RateSpan = TimeSpan.FromSeconds(2);

    /// <summary>Packets without a picture: a decoder may hold a few back to bring B-frames into order.</summary>
    private const long LeastUndecoded = 4;

    /// <summary>Within <see cref="RateSpan"/>, for a judgement on damage.</summary>
    private const long LeastDecoded = 6;

    private readonly LiveSession _session;
    private readonly LiveFeedOptions _options;
    private readonly string _subject;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private bool _disposed;
    private bool _sound;
    private bool _gaveUp;
    private FfmpegFacts _mark;
    private long _markDamaged;
    private long _markAt;
    private long _frames;
    private long _frameAt;
    private long _decodedAtFrame;

    /// <summary>Starts to look.</summary>
    public SessionWatch(LiveSession session, string subject, LiveFeedOptions options, TimeProvider time)
    {
        _session = session;
        _subject = subject;
        _options = options;
        _time = time;
        _markAt = time.GetTimestamp();
        _frameAt = _markAt;
        _timer = time.CreateTimer(_ => Look(), null, Interval, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Packets a second and frames a second, over the last two to four seconds.</summary>
    public (double Packets, double Frames) Rates { get; private set; }

    /// <summary>Whether the pictures were judged once, and found to be whole.</summary>
    public bool Sound => Volatile.Read(ref _sound);

    /// <summary>Looks no more, and has done looking.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
        }

        _timer.Dispose();
    }

    private void Look()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            if (Judge(out TimeSpan left) is { } fault)
            {
                End(fault);
                return;
            }

            _timer.Change(left < Interval ? left + TimeSpan.FromMilliseconds(1) : Interval, Timeout.InfiniteTimeSpan);
        }
    }

    private void End(Fault fault)
    {
        if (_session.IsOpen || _gaveUp)
        {
            _session.Abort(fault);
            return;
        }

        _gaveUp = true;
        _session.GiveUp(fault);
        _timer.Change(FfmpegChild.Patience, Timeout.InfiniteTimeSpan);
    }

    private Fault? Judge(out TimeSpan left)
    {
        if (!_session.IsOpen)
        {
            left = _options.OpeningLimit - _time.GetElapsedTime(_session.Started);
            return left > TimeSpan.Zero ? null : LiveFaults.NoPicture(_subject, _options.OpeningLimit, _session.AnythingCame);
        }

        left = _options.PacketLimit - _time.GetElapsedTime(_session.LastArrival);
        if (left <= TimeSpan.Zero)
        {
            return LiveFaults.Silent(_subject, _options.PacketLimit);
        }

        if (_session.StepBack is { } step)
        {
            return LiveFaults.ClockSet(_subject, step);
        }

        return JudgePictures() ?? JudgeDamage();
    }

    private Fault? JudgePictures()
    {
        FfmpegFacts facts = _session.Facts;
        if (facts.Frames != _frames || _decodedAtFrame == 0)
        {
            _frames = facts.Frames;
            _frameAt = _time.GetTimestamp();
            _decodedAtFrame = facts.PacketsDecoded;
            return null;
        }

        // Counted from when there was enough to decode: while only key frames are decoded, pictures are seconds apart.
        long undecoded = facts.PacketsDecoded - _decodedAtFrame;
        if (undecoded < LeastUndecoded)
        {
            _frameAt = _time.GetTimestamp();
        }

        return _time.GetElapsedTime(_frameAt) >= _options.PacketLimit
            ? LiveFaults.NotDecodable(_subject, undecoded)
            : null;
    }

    private Fault? JudgeDamage()
    {
        TimeSpan span = _time.GetElapsedTime(_markAt);
        if (span < RateSpan)
        {
            return null;
        }

        FfmpegFacts facts = _session.Facts;
        long damaged = _session.Damaged - _markDamaged;
        long decoded = facts.PacketsDecoded - _mark.PacketsDecoded;
        Rates = ((facts.Packets - _mark.Packets) / span.TotalSeconds, (facts.Frames - _mark.Frames) / span.TotalSeconds);
        _mark = facts;
        _markDamaged += damaged;
        _markAt = _time.GetTimestamp();
        if (decoded >= LeastDecoded && damaged * 2 >= decoded)
        {
            return LiveFaults.Damaged(_subject, Math.Min(damaged, decoded), decoded);
        }

        Volatile.Write(ref _sound, true);
        return null;
    }
}
