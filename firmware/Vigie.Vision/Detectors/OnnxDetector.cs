using System.Collections.Immutable;
using Vigie.Core;
using Vigie.Vision.Heads;
using Vigie.Vision.Models;
using Vigie.Vision.Preprocessing;

namespace Vigie.Vision.Detectors;

/// <summary>
/// Finds objects in frames with the network of a manifest. All memory is allocated by the constructor: a detection allocates
/// nothing while the frames' format stays. For one thread.
/// </summary>
public sealed class OnnxDetector : IDisposable
{
    private readonly OnnxSession _session;
    private readonly Letterbox _letterbox;
    private readonly CandidateList _candidates;
    private readonly int[] _kept;
    private readonly float _floor;
    private readonly TimeProvider _clock;

    /// <summary>Verifies and loads the network.</summary>
    /// <param name="manifest">What to load and how to use it.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="clock">Measures <see cref="Duration"/>; the system's where absent.</param>
    /// <exception cref="Fault">
    /// The network file is missing (<see cref="FaultKind.Unavailable"/>), is not the one that the manifest vouches for
    /// (<see cref="FaultKind.Corrupt"/>), or does not match the manifest (<see cref="FaultKind.Config"/>).
    /// </exception>
    public OnnxDetector(ModelManifest manifest, DetectorOptions options, TimeProvider? clock = null)
    {
        Manifest = manifest;
        _floor = options.ScoreFloor ?? manifest.Thresholds.Consider;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaximumDetections, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_floor, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(_floor, 1, nameof(options));
        bool[] wanted = [.. manifest.Classes.Select(number => options.Classes?.Contains(number) ?? true)];
        _candidates = new CandidateList(wanted);
        _kept = new int[options.MaximumDetections];
        _letterbox = new Letterbox(manifest.Input);
        _clock = clock ?? TimeProvider.System;
        _session = new OnnxSession(manifest);
    }

    /// <summary>The model in use.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>Names of the classes that the model knows, in its order.</summary>
    public ImmutableArray<string> Labels => Manifest.Labels;

    /// <summary>The most detections that one frame can give: what a destination must hold to miss none.</summary>
    public int MaximumDetections => _kept.Length;

    /// <summary>How long the steps of the last <see cref="Detect"/> took.</summary>
    public DetectionDuration Duration { get; private set; }

    /// <summary>Finds the objects of a frame.</summary>
    /// <param name="frame">The frame; it stays the caller's.</param>
    /// <param name="destination">Gets the detections, boxes in pixels of the frame, best first; what does not fit is left out.</param>
    /// <returns>How many were written.</returns>
    public int Detect(Frame frame, Span<Detection> destination)
    {
        long start = _clock.GetTimestamp();
        Prepare(frame);
        long prepared = _clock.GetTimestamp();
        _session.Run();
        long ran = _clock.GetTimestamp();
        int count = Read(destination);
        Duration = new DetectionDuration(
            _clock.GetElapsedTime(start, prepared), _clock.GetElapsedTime(prepared, ran), _clock.GetElapsedTime(ran));
        return count;
    }

    /// <summary>Runs the network alone on what stands in its input: the measure that a whole detection is compared with.</summary>
    public void Run() => _session.Run();

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private void Prepare(Frame frame)
    {
        if (Manifest.Input.Element == ElementKind.Pixel)
        {
            _letterbox.Write(frame, _session.ByteInput.AsSpan());
        }
        else
        {
            _letterbox.Write(frame, _session.FloatInput.AsSpan());
        }
    }

    private int Read(Span<Detection> destination)
    {
        _candidates.Begin(_floor);
        Manifest.Head.Decode(_session.Outputs, _candidates);
        _candidates.Sort();
        Span<int> kept = _kept.AsSpan(0, Math.Min(_kept.Length, destination.Length));
        int count = NonMaximumSuppression.Select(_candidates.Items, Manifest.Thresholds.Overlap, kept);
        for (int i = 0; i < count; i++)
        {
            ref readonly Candidate candidate = ref _candidates.Items[kept[i]];
            destination[i] = new Detection(
                _letterbox.Geometry.ToSource(candidate.Box), Manifest.Classes[candidate.Label], candidate.Score);
        }

        return count;
    }
}
