using System.Diagnostics;
using System.Globalization;
using Vigie.Appliance.Pipeline;
using Vigie.Capture;
using Vigie.Capture.Ffmpeg;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Scene.Rules;
using Vigie.Scene.Tracking;
using Vigie.Vision.Detectors;
using Vigie.Vision.Models;
using Vigie.Vision.Motion;
using Vigie.Vision.Privacy;

namespace Vigie.Benchmarks;

/// <summary>
/// The whole way of a frame, from ffmpeg to rules, over the network alone: same model, blocks in turn in one run, so that a machine whose
/// speed drifts drifts for all. Three ways: both stages on one thread, the pipeline on its two, and the network alone.
/// </summary>
internal sealed class PipelineThroughput : IDisposable
{
    // Long enough that what the pipeline holds ready when a block begins (two frames prepared) is no matter.
    private const int Block = 100;

    private readonly Clip _single;
    private readonly Clip _overlapped;
    private readonly PipelineSteps _steps;
    private readonly PreparationStage _preparation;
    private readonly DetectionStage _detection;
    private readonly CameraPipeline _pipeline;
    private readonly OnnxDetector _alone;
    private readonly SemaphoreSlim _go = new(0);
    private readonly SemaphoreSlim _done = new(0);
    private int _inBlock;
    private volatile bool _ended;

    private PipelineThroughput(string clip)
    {
        ModelManifest model = ModelFolders.Default().Read("street");
        _single = new Clip(clip);
        _overlapped = new Clip(clip);
        _steps = Steps(model, _single.Format);
        _preparation = new PreparationStage(_steps);
        _detection = new DetectionStage(_steps, Desk(model), 1, EventMarks.Laboratory, static () => false);
        _pipeline = new CameraPipeline(Steps(model, _single.Format), Desk(model), 1, EventMarks.Laboratory);
        _alone = new OnnxDetector(model, new DetectorOptions());
    }

    /// <summary>Measures on a clip and prints the medians.</summary>
    public static int Run(string clip)
    {
        using PipelineThroughput measure = new(clip);
        measure.Measure();
        return 0;
    }

    public void Dispose()
    {
        _single.Dispose();
        _overlapped.Dispose();
        _pipeline.Dispose();
        _steps.Detector.Dispose();
        _alone.Dispose();
        _go.Dispose();
        _done.Dispose();
    }

    private void Measure()
    {
        Thread thread = new(RunPipeline);
        thread.Start();
        List<(double Single, double Overlapped, double Network)> blocks = [];
        while (TimeSingle() is { } single && TimeOverlapped() is { } overlapped)
        {
            blocks.Add((single, overlapped, TimeRuns()));
        }

        _pipeline.Stop();
        _go.Release(Block);
        thread.Join();

        // The first block warms all up.
        Print([.. blocks.Skip(1)]);
    }

    private void RunPipeline()
    {
        _pipeline.Run(_overlapped.Mailbox, (_, _) =>
        {
            if (_inBlock == 0)
            {
                _go.Wait();
            }

            _inBlock = (_inBlock + 1) % Block;
            if (_inBlock == 0)
            {
                _done.Release();
            }
        });
        _ended = true;
        _done.Release();
    }

    private double? TimeSingle()
    {
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < Block; i++)
        {
            if (!_single.Mailbox.TryTake(out Frame frame))
            {
                return null;
            }

            using (frame)
            {
                _detection.Process(_preparation.Process(frame, 0));
            }
        }

        return Stopwatch.GetElapsedTime(started).TotalMilliseconds / Block;
    }

    private double? TimeOverlapped()
    {
        long started = Stopwatch.GetTimestamp();
        _go.Release();
        _done.Wait();
        return _ended ? null : Stopwatch.GetElapsedTime(started).TotalMilliseconds / Block;
    }

    private double TimeRuns()
    {
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < Block; i++)
        {
            _alone.Run();
        }

        return Stopwatch.GetElapsedTime(started).TotalMilliseconds / Block;
    }

    private void Print((double Single, double Overlapped, double Network)[] blocks)
    {
        string Ratio(Func<(double Single, double Overlapped, double Network), double> of) => string.Create(
            CultureInfo.InvariantCulture, $"{Median(blocks.Select(of)):0.000} ({blocks.Min(of):0.000} to {blocks.Max(of):0.000})");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{blocks.Length} rounds of blocks of {Block}; {_pipeline.Status.Inferences} inferences in {_pipeline.Status.Frames} frames. Medians: one thread {Median(blocks.Select(block => block.Single)):0.00} ms a frame, two threads {Median(blocks.Select(block => block.Overlapped)):0.00} ms, network alone {Median(blocks.Select(block => block.Network)):0.00} ms."));
        Console.WriteLine($"Frames a second over runs a second: one thread {Ratio(block => block.Network / block.Single)}, two threads {Ratio(block => block.Network / block.Overlapped)}.");
        Console.WriteLine($"Two threads over one: {Ratio(block => block.Single / block.Overlapped)}.");
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static PipelineSteps Steps(ModelManifest model, FrameFormat format) => new(
        new PrivacyMask([]),
        new MotionGate(MotionOptions.Default),
        new OnnxDetector(model, new DetectorOptions()),
        new Tracker(new TrackerOptions()),
        new SceneRules(format, "camera", new LaboratoryPermit(), []));

    private static EventDesk Desk(ModelManifest model) => new(Context(model), null, null);

    private static ContextRecord Context(ModelManifest model) => new()
    {
        Identity = new Identity(new Boot(0, 1), 1, null),
        Number = 1,
        Time = DateTimeOffset.UnixEpoch,
        Site = "site",
        Device = "device",
        Software = "benchmark",
        Model = model.Name,
        ConfigurationHash = new string('0', 64),
        MaskHash = new string('0', 64),
        ModelHash = model.Network.Sha256,
        Cameras = new Dictionary<int, ContextCamera> { [1] = new("camera", new Dictionary<int, string>()) },
        Classes = new Dictionary<int, string> { [1] = "person" },
        Encoding = WireEncoding.Cbor,
    };

    /// <summary>A clip that waits in a mailbox, decoded by children of its own.</summary>
    private sealed class Clip : IDisposable
    {
        private readonly CaptureLoop _loop;

        public Clip(string clip)
        {
            FfmpegSource source = FfmpegSource.Open(new FfmpegSourceOptions { Clip = clip });
            Format = source.Format;
            FramePool pool = new(source.Format, CameraPipeline.FramesNeeded(Mailbox.DefaultCapacity));
            _loop = new CaptureLoop(source, pool, Mailbox, new CaptureLoopOptions { Pace = ReplayPace.Fast }, TimeProvider.System);
            _loop.Start();
        }

        public FrameFormat Format { get; }

        public Mailbox Mailbox { get; } = new(MailboxPolicy.Lossless);

        public void Dispose()
        {
            _loop.Dispose();
            Mailbox.Dispose();
        }
    }
}
