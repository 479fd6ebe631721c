using Vigie.Core;
using Vigie.Scene.Rules;
using Vigie.Vision.Motion;

namespace Vigie.Appliance.Pipeline;

/// <summary>What one frame gave; valid until the next one is processed.</summary>
/// <param name="tracks">Tracks at the frame.</param>
/// <param name="events">Events that it raised.</param>
/// <param name="payloadBytes">Payload bytes of each event, in the same order.</param>
/// <param name="motion">What the gate said of it.</param>
public readonly ref struct FrameOutcome(
    ReadOnlySpan<Track> tracks, ReadOnlySpan<SceneEvent> events, ReadOnlySpan<int> payloadBytes, MotionReading motion)
{
    /// <summary>Tracks at the frame.</summary>
    public ReadOnlySpan<Track> Tracks { get; } = tracks;

    /// <summary>Events that it raised.</summary>
    public ReadOnlySpan<SceneEvent> Events { get; } = events;

    /// <summary>Payload bytes of each event, in the same order.</summary>
    public ReadOnlySpan<int> PayloadBytes { get; } = payloadBytes;

    /// <summary>What the gate said of it.</summary>
    public MotionReading Motion { get; } = motion;
}
