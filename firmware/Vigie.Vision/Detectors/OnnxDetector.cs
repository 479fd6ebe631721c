using System.Collections.Immutable;
using Vigie.Core;
using Vigie.Vision.Heads;
using Vigie.Vision.Models;
using Vigie.Vision.Preprocessing;

namespace Vigie.Vision.Detectors;

/// <summary>
/// Finds objects in frames with the network of a manifest. All memory is allocated by the constructor: a detection allocates
/// nothing while the frames' format stays. Has two inputs: one thread may <see cref="Prepare"/> a frame for one of them while another
/// thread <see cref="TryDetect"/>s on the other. A run that is stuck is ended (<see cref="RunLimits"/>).
/// </summary>
public sealed class OnnxDetector : IDisposable
{
    /// <summary>How many inputs there are: frames that can be prepared or run at one time.</summary>
    public const int Inputs = NetworkMemory.Inputs;

    private readonly IDetectionHead _head;
    private readonly WatchedNetwork _network;
    private readonly Letterbox _letterbox;
    private readonly LetterboxGeometry[] _geometry = new LetterboxGeometry[Inputs];
    private readonly TimeSpan[] _preprocess = new TimeSpan[Inputs];
    private readonly CandidateList _candidates;
    private readonly int[] _kept;
    private readonly float _floor;
    private readonly TimeProvider _clock;

    /// <summary>Verifies and loads the network.</summary>
    /// <param name="manifest">What to load and how to use it.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="clock">Measures <see cref="Duration"/> and stuck runs; the system's where absent.</param>
    /// <exception cref="Fault">
    /// The network file is missing (<see cref="FaultKind.Unavailable"/>), is not the one that the manifest vouches for
    /// (<see cref="FaultKind.Corrupt"/>), or does not match the manifest (<see cref="FaultKind.Config"/>).
    /// </exception>
    public OnnxDetector(ModelManifest manifest, DetectorOptions options, TimeProvider? clock = null)
    {
        Manifest = manifest;
        _head = manifest.RequireHead<IDetectionHead>("a detector's");
        _floor = options.ScoreFloor ?? manifest.Thresholds.Consider;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaximumDetections, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_floor, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(_floor, 1, nameof(options));
        bool[] wanted = [.. manifest.Classes.Select(number => options.Classes?.Contains(number) ?? true)];
        _candidates = new CandidateList(wanted);
        _kept = new int[options.MaximumDetections];
        _letterbox = new Letterbox(manifest.Input);
        _clock = clock ?? TimeProvider.System;
        _network = new WatchedNetwork(manifest, options.Limits ?? RunLimits.File, _clock, options.Accelerator);
    }

    /// <summary>
    /// Raised once, from the watch's thread: a run did not end when told to, and never will. The thread that ran it is lost, and the
    /// process should be restarted.
    /// </summary>
    public event Action<Fault>? GaveUp
    {
        add => _network.GaveUp += value;
        remove => _network.GaveUp -= value;
    }

    /// <summary>The model in use.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>Names of the classes that the model knows, in its order.</summary>
    public ImmutableArray<string> Labels => Manifest.Labels;

    /// <summary>The most detections that one frame can give: what a destination must hold to miss none.</summary>
    public int MaximumDetections => _kept.Length;

    /// <summary>How long the steps of the last detection took.</summary>
    public DetectionDuration Duration { get; private set; }

    /// <summary>How long a run may take now before it counts as stuck.</summary>
    public TimeSpan Limit => _network.Limit;

    /// <summary>
    /// Whether looking is forbidden, as the kill switch says: a run under way is ended at once, even a stuck one, and its look is lost. From any thread.
    /// </summary>
    public bool Forbidden
    {
        get => _network.Forbidden;
        set => _network.Forbidden = value;
    }

    /// <summary>Writes a frame into an input.</summary>
    /// <param name="frame">The frame; it stays the caller's.</param>
    /// <param name="input">0 or 1; not the one that is being run.</param>
    public void Prepare(Frame frame, int input)
    {
        long start = _clock.GetTimestamp();
        _network.Memory.Fill(input, _letterbox, frame);
        _geometry[input] = _letterbox.Geometry;
        _preprocess[input] = _clock.GetElapsedTime(start);
    }

    /// <summary>Finds the objects of the frame that was last prepared for an input.</summary>
    /// <param name="input">0 or 1.</param>
    /// <param name="destination">Gets the detections, boxes in pixels of the frame, best first; what does not fit is left out.</param>
    /// <param name="count">How many were written.</param>
    /// <param name="stuck">Where it was stuck and is ended: what to tell people. The next frame can be looked at, by a new session.</param>
    /// <returns>False where the look is lost.</returns>
    /// <exception cref="Fault">
    /// <see cref="FaultKind.Timeout"/>: it was stuck, and <see cref="RunLimits.Recovers"/> is not asked for. Any kind: the network can
    /// no longer be loaded.
    /// </exception>
    public bool TryDetect(int input, Span<Detection> destination, out int count, out Fault? stuck)
    {
        long start = _clock.GetTimestamp();
        stuck = _network.RunWatched(input);
        count = 0;
        if (stuck is not null)
        {
            return false;
        }

        long ran = _clock.GetTimestamp();
        count = Read(_geometry[input], destination);
        Duration = new DetectionDuration(_preprocess[input], _clock.GetElapsedTime(start, ran), _clock.GetElapsedTime(ran));
        return true;
    }

    /// <summary>Finds the objects of a frame, both steps on one thread.</summary>
    /// <param name="frame">The frame; it stays the caller's.</param>
    /// <param name="destination">Gets the detections, boxes in pixels of the frame, best first; what does not fit is left out.</param>
    /// <returns>How many were written.</returns>
    /// <exception cref="Fault"><see cref="FaultKind.Timeout"/>: the run was stuck and was ended.</exception>
    public int Detect(Frame frame, Span<Detection> destination)
    {
        Prepare(frame, 0);
        return TryDetect(0, destination, out int count, out Fault? stuck) ? count : throw stuck!;
    }

    /// <summary>Runs the network alone on what stands in its input: the measure that a whole detection is compared with.</summary>
    public void Run() => _network.Run(0);

    /// <summary>Gives everything back. Nobody may be detecting.</summary>
    public void Dispose() => _network.Dispose();

    private int Read(in LetterboxGeometry geometry, Span<Detection> destination)
    {
        _candidates.Begin(_floor);
        _head.Decode(_network.Memory.Outputs, _candidates);
        _candidates.Sort();
        Span<int> kept = _kept.AsSpan(0, Math.Min(_kept.Length, destination.Length));
        int count = NonMaximumSuppression.Select(_candidates.Items, Manifest.Thresholds.Overlap, kept);
        for (int i = 0; i < count; i++)
        {
            ref readonly Candidate candidate = ref _candidates.Items[kept[i]];
            destination[i] = new Detection(geometry.ToSource(candidate.Box), Manifest.Classes[candidate.Label], candidate.Score);
        }

        return count;
    }
}
