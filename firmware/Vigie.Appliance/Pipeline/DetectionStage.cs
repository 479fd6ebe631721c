using Vigie.Contract;
using Vigie.Core;
using Vigie.Scene.Rules;
using Vigie.Scene.Tracking;
using Vigie.Vision.Detectors;
using Vigie.Vision.Pose;
using Vigie.Vision.Privacy;

namespace Vigie.Appliance.Pipeline;

/// <summary>
/// The second half of a frame's walk: networks, tracker, rules, desk. A steady frame allocates nothing; only an event does, when it is
/// encoded. For one thread.
/// </summary>
public sealed class DetectionStage
{
    private readonly OnnxDetector _detector;
    private readonly Tracker _tracker;
    private readonly PostureReader? _reader;
    private readonly PostureReading[] _postures = new PostureReading[SceneRules.PosturesAFrame];
    private readonly SceneRules _rules;
    private readonly EventDesk _desk;
    private readonly int _camera;
    private readonly EventMarks _marks;
    private readonly Func<bool> _isForbidden;
    private readonly CameraAim? _aim;
    private readonly Detection[] _detections;
    private long _frames;
    private long _inferences;
    private long _looksCloser;
    private long _stuck;
    private volatile Fault? _lastStuck;

    /// <summary>Puts the steps together.</summary>
    /// <param name="steps">What a frame walks through.</param>
    /// <param name="desk">Where events go.</param>
    /// <param name="camera">Camera number in events.</param>
    /// <param name="marks">Marks of every event.</param>
    /// <param name="isForbidden">Asked once more between a look and what it means: an order may end while the network runs.</param>
    public DetectionStage(PipelineSteps steps, EventDesk desk, int camera, EventMarks marks, Func<bool> isForbidden)
    {
        _isForbidden = isForbidden;
        _detector = steps.Detector;
        _tracker = steps.Tracker;
        _reader = steps.Postures;
        _rules = steps.Rules;
        _desk = desk;
        _camera = camera;
        _marks = marks;
        _aim = steps.Aim;
        _detections = new Detection[steps.Detector.MaximumDetections];
    }

    /// <summary>Frames processed.</summary>
    public long Frames => Volatile.Read(ref _frames);

    /// <summary>Frames that the detector looked at.</summary>
    public long Inferences => Volatile.Read(ref _inferences);

    /// <summary>Postures that were read.</summary>
    public long LooksCloser => Volatile.Read(ref _looksCloser);

    /// <summary>Looks that were lost because the network was stuck.</summary>
    public long StuckInferences => Volatile.Read(ref _stuck);

    /// <summary>What to say of the last of those.</summary>
    public Fault? LastStuck => _lastStuck;

    /// <summary>Walks one frame on; the frame stays the caller's.</summary>
    /// <param name="prepared">What the first stage gave.</param>
    /// <returns>Tracks and events at this frame, valid until the next call.</returns>
    public FrameOutcome Process(in PreparedFrame prepared)
    {
        Frame frame = prepared.Frame;
        ReadOnlySpan<Track> tracks = Follow(prepared);
        if (_isForbidden())
        {
            return new FrameOutcome([], [], [], prepared.Motion);
        }

        ReadOnlySpan<PostureReading> postures = LookCloser(frame, tracks);
        if (!postures.IsEmpty && _isForbidden())
        {
            _postures.AsSpan().Clear();
            return new FrameOutcome([], [], [], prepared.Motion);
        }

        ReadOnlySpan<SceneEvent> events = _rules.Step(frame.At, tracks, frame.Wall, prepared.Picture, postures);
        _postures.AsSpan().Clear();
        int[] payloadBytes = Publish(events, frame.Format, frame.Wall);
        Volatile.Write(ref _frames, _frames + 1);
        return new FrameOutcome(tracks, events, payloadBytes, prepared.Motion);
    }

    /// <summary>Ends what is open, when no frame follows.</summary>
    /// <param name="format">Shape of the last frame.</param>
    /// <param name="at">Its presentation time.</param>
    /// <param name="wall">Its wall time.</param>
    public FrameOutcome Finish(FrameFormat format, TimeSpan at, DateTimeOffset wall)
    {
        ReadOnlySpan<SceneEvent> events = _rules.Finish(at);
        return new FrameOutcome([], events, Publish(events, format, wall), default);
    }

    private ReadOnlySpan<Track> Follow(in PreparedFrame prepared)
    {
        if (_aim is { IsLost: true })
        {
            // A frame may have been prepared before that was known. Tracks are let go: the next look finds them too old.
            PrivacyMask.BurnAll(prepared.Frame);
            return [];
        }

        return prepared.Motion.LookDue ? Look(prepared.Frame.At, prepared.Input) : _tracker.Coast(prepared.Frame.At);
    }

    private ReadOnlySpan<Track> Look(TimeSpan at, int input)
    {
        if (_detector.TryDetect(input, _detections, out int count, out Fault? stuck))
        {
            Volatile.Write(ref _inferences, _inferences + 1);
            return _tracker.Step(at, _detections.AsSpan(0, count));
        }

        // A look that was lost is none: tracks are carried over it.
        CountStuck(stuck);
        return _tracker.Coast(at);
    }

    // Only at those of whom the rules asked at the frame before, and only where this frame shows them.
    private ReadOnlySpan<PostureReading> LookCloser(Frame frame, ReadOnlySpan<Track> tracks)
    {
        int read = 0;
        if (_reader is null)
        {
            return [];
        }

        _postures.AsSpan().Clear();
        foreach (ref readonly Track track in tracks)
        {
            if (!track.Seen || !_rules.Attention.Contains(track.Number))
            {
                continue;
            }

            if (_reader.TryRead(frame, track.Box, out Posture posture, out Fault? stuck))
            {
                _postures[read++] = new PostureReading(track.Number, posture);
            }
            else if (stuck is not null)
            {
                CountStuck(stuck);
            }
        }

        Volatile.Write(ref _looksCloser, _looksCloser + read);
        return _postures.AsSpan(0, read);
    }

    private void CountStuck(Fault? stuck)
    {
        if (stuck?.Kind != FaultKind.Denied)
        {
            _lastStuck = stuck;
            Volatile.Write(ref _stuck, _stuck + 1);
        }
    }

    private int[] Publish(ReadOnlySpan<SceneEvent> events, FrameFormat format, DateTimeOffset wall)
    {
        // Most frames have no event: the empty array costs nothing.
        int[] payloadBytes = events.IsEmpty ? [] : new int[events.Length];
        for (int i = 0; i < events.Length; i++)
        {
            payloadBytes[i] = _desk.Publish(in events[i], _camera, format, wall, _marks);
        }

        for (int i = 0; i < _rules.Counts.Count; i++)
        {
            _desk.Publish(_rules.Counts[i], _camera, _marks);
        }

        return payloadBytes;
    }
}
