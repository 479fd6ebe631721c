using Vigie.Contract;
using Vigie.Core;
using Vigie.Scene.Rules;
using Vigie.Scene.Tracking;
using Vigie.Vision.Detectors;
using Vigie.Vision.Motion;
using Vigie.Vision.Privacy;

namespace Vigie.Appliance.Pipeline;

/// <summary>
/// The walk of one frame, from pixels to events, on one thread. A steady frame allocates nothing; only an event does, when it is encoded.
/// </summary>
public sealed class CameraPipeline : IDisposable
{
    private readonly PrivacyMask _mask;
    private readonly MotionGate _gate;
    private readonly OnnxDetector _detector;
    private readonly Tracker _tracker;
    private readonly SceneRules _rules;
    private readonly EventDesk _desk;
    private readonly int _camera;
    private readonly EventMarks _marks;
    private readonly Detection[] _detections;

    /// <summary>Puts the steps together; the pipeline owns the detector.</summary>
    /// <param name="steps">What a frame walks through.</param>
    /// <param name="desk">Where events go.</param>
    /// <param name="camera">Camera number in events.</param>
    /// <param name="marks">Marks of every event.</param>
    public CameraPipeline(PipelineSteps steps, EventDesk desk, int camera, EventMarks marks)
    {
        _mask = steps.Mask;
        _gate = steps.Gate;
        _detector = steps.Detector;
        _tracker = steps.Tracker;
        _rules = steps.Rules;
        _desk = desk;
        _camera = camera;
        _marks = marks;
        _detections = new Detection[steps.Detector.MaximumDetections];
    }

    /// <summary>Frames processed.</summary>
    public long Frames { get; private set; }

    /// <summary>Frames that the detector looked at.</summary>
    public long Inferences { get; private set; }

    /// <summary>Walks one frame through; the frame stays the caller's.</summary>
    /// <param name="frame">The frame. Masked areas are blackened in it.</param>
    /// <returns>Tracks and events at this frame, valid until the next call.</returns>
    public FrameOutcome Process(Frame frame)
    {
        Frames++;
        _mask.Burn(frame);
        ReadOnlySpan<Track> tracks = _gate.Look(frame).LookDue ? Look(frame) : _tracker.Coast(frame.At);
        ReadOnlySpan<SceneEvent> events = _rules.Step(frame.At, tracks);
        return new FrameOutcome(tracks, events, Publish(events, frame.Format, frame.Wall));
    }

    /// <summary>Ends what is open, when no frame follows.</summary>
    /// <param name="format">Shape of the last frame.</param>
    /// <param name="at">Its presentation time.</param>
    /// <param name="wall">Its wall time.</param>
    public FrameOutcome Finish(FrameFormat format, TimeSpan at, DateTimeOffset wall)
    {
        ReadOnlySpan<SceneEvent> events = _rules.Finish(at);
        return new FrameOutcome([], events, Publish(events, format, wall));
    }

    /// <inheritdoc/>
    public void Dispose() => _detector.Dispose();

    private ReadOnlySpan<Track> Look(Frame frame)
    {
        Inferences++;
        int count = _detector.Detect(frame, _detections);
        return _tracker.Step(frame.At, _detections.AsSpan(0, count));
    }

    private int[] Publish(ReadOnlySpan<SceneEvent> events, FrameFormat format, DateTimeOffset wall)
    {
        // Most frames have no event: the empty array costs nothing.
        int[] payloadBytes = events.IsEmpty ? [] : new int[events.Length];
        for (int i = 0; i < events.Length; i++)
        {
            payloadBytes[i] = _desk.Publish(in events[i], _camera, format, wall, _marks);
        }

        return payloadBytes;
    }
}
