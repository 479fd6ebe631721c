using Vigie.Capture.Ffmpeg;

namespace Vigie.Appliance.Pipeline;

/// <summary>
/// Says what has to be decoded: all as soon as something moves, key frames only when nothing has for a while. Decoding is most of what a
/// quiet scene costs. Knows the frames' time only; for one thread.
/// </summary>
internal sealed class IdleSwitch
{
    /// <summary>The gate must have been closed for so long.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);

    private TimeSpan? _closedSince;

    /// <summary>What has to be decoded now.</summary>
    public DecodeMode Mode { get; private set; } = DecodeMode.Full;

    /// <summary>Takes note of what the gate said.</summary>
    /// <param name="at">The frame's time.</param>
    /// <param name="open">Whether something moves.</param>
    /// <returns>Whether <see cref="Mode"/> changed.</returns>
    public bool Changes(TimeSpan at, bool open)
    {
        _closedSince = open ? null : _closedSince ?? at;
        DecodeMode mode = at - _closedSince >= Quiet ? DecodeMode.KeyFramesOnly : DecodeMode.Full;
        bool changes = mode != Mode;
        Mode = mode;
        return changes;
    }
}
