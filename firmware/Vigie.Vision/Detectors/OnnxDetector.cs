using System.Collections.Immutable;
using System.Globalization;
using Microsoft.ML.OnnxRuntime;
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

    private readonly NetworkMemory _memory;
    private readonly Letterbox _letterbox;
    private readonly LetterboxGeometry[] _geometry = new LetterboxGeometry[Inputs];
    private readonly TimeSpan[] _preprocess = new TimeSpan[Inputs];
    private readonly CandidateList _candidates;
    private readonly int[] _kept;
    private readonly float _floor;
    private readonly RunLimits _limits;
    private readonly RunWatch _watch;
    private readonly TimeProvider _clock;
    private OnnxSession _session;

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
        _floor = options.ScoreFloor ?? manifest.Thresholds.Consider;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaximumDetections, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_floor, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(_floor, 1, nameof(options));
        bool[] wanted = [.. manifest.Classes.Select(number => options.Classes?.Contains(number) ?? true)];
        _candidates = new CandidateList(wanted);
        _kept = new int[options.MaximumDetections];
        _letterbox = new Letterbox(manifest.Input);
        _clock = clock ?? TimeProvider.System;
        _limits = options.Limits ?? RunLimits.File;
        _memory = new NetworkMemory(manifest);
        _session = new OnnxSession(manifest, _memory);
        _watch = new RunWatch(_limits, _clock, () => _session.Terminate(), GiveUp);
    }

    /// <summary>
    /// Raised once, from the watch's thread: a run did not end when told to, and never will. The thread that ran it is lost, and the
    /// process should be restarted.
    /// </summary>
    public event Action<Fault>? GaveUp;

    /// <summary>The model in use.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>Names of the classes that the model knows, in its order.</summary>
    public ImmutableArray<string> Labels => Manifest.Labels;

    /// <summary>The most detections that one frame can give: what a destination must hold to miss none.</summary>
    public int MaximumDetections => _kept.Length;

    /// <summary>How long the steps of the last detection took.</summary>
    public DetectionDuration Duration { get; private set; }

    /// <summary>How long a run may take now before it counts as stuck.</summary>
    public TimeSpan Limit => _watch.Limit;

    /// <summary>
    /// Whether looking is forbidden, as the kill switch says: a run under way is ended at once, even a stuck one, and its look is lost. From any thread.
    /// </summary>
    public bool Forbidden
    {
        get => _watch.Forbidden;
        set => _watch.Forbidden = value;
    }

    /// <summary>Writes a frame into an input.</summary>
    /// <param name="frame">The frame; it stays the caller's.</param>
    /// <param name="input">0 or 1; not the one that is being run.</param>
    public void Prepare(Frame frame, int input)
    {
        long start = _clock.GetTimestamp();
        if (Manifest.Input.Element == ElementKind.Pixel)
        {
            _letterbox.Write(frame, _memory.ByteInputs[input].AsSpan());
        }
        else
        {
            _letterbox.Write(frame, _memory.FloatInputs[input].AsSpan());
        }

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
        stuck = Ended(input);
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
    public void Run() => _session.Run(0);

    /// <summary>Gives everything back. Nobody may be detecting.</summary>
    public void Dispose()
    {
        _watch.Dispose();
        _session.Dispose();
    }

    private Fault? Ended(int input)
    {
        TimeSpan limit = _watch.Limit;
        _watch.Begin();
        try
        {
            _session.Run(input);
        }
        catch (OnnxRuntimeException exception)
        {
            if (_watch.End(false))
            {
                bool forbidden = _watch.Forbidden;
                Fault stuck = forbidden ? Stopped(exception) : Stuck(limit, exception);
                Renew();
                return _limits.Recovers || forbidden ? stuck : throw stuck;
            }

            throw new Fault(
                FaultKind.Bug, Manifest.Network.Path, $"ONNX Runtime cannot run it: {exception.Message.TrimEnd('.')}", Manifest.Obtain, exception);
        }

        if (_watch.End(true))
        {
            // It was told to end in its last moment, and had not heard.
            _session.Resume();
        }

        return null;
    }

    // A session that was stopped on its way is not trusted again.
    private void Renew()
    {
        _session.Dispose();
        _session = new OnnxSession(Manifest, _memory);
    }

    private Fault Stuck(TimeSpan limit, Exception? cause) => new(
        FaultKind.Timeout,
        Manifest.Network.Path,
        string.Create(CultureInfo.InvariantCulture, $"an inference took more than {limit.TotalSeconds:0.#} s and was ended"),
        "If this comes back, take another model, or look whether the processor is throttled or overloaded.",
        cause);

    private Fault Stopped(Exception cause) => new(
        FaultKind.Denied, Manifest.Network.Path, "an inference was ended because the kill switch was pressed", "Nothing need be done.", cause);

    private void GiveUp() => GaveUp?.Invoke(new Fault(
        FaultKind.Bug,
        Manifest.Network.Path,
        string.Create(
            CultureInfo.InvariantCulture,
            $"an inference was told to end and had not ended {RunLimits.Patience.TotalSeconds:0} s later"),
        "Restart the service; if this comes back, take another model."));

    private int Read(in LetterboxGeometry geometry, Span<Detection> destination)
    {
        _candidates.Begin(_floor);
        Manifest.Head.Decode(_memory.Outputs, _candidates);
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
