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
/// The whole way of a frame, from ffmpeg to rules, over the network alone: same model, same single thread, blocks of both in turn in one
/// run, so that a machine whose speed drifts drifts for both. Says frames a second over runs a second.
/// </summary>
internal static class PipelineThroughput
{
    private const int Block = 40;

    /// <summary>Measures on a clip and prints the medians.</summary>
    public static int Run(string clip)
    {
        ModelManifest model = ModelFolders.Default().Read("street");
        using FfmpegSource source = FfmpegSource.Open(new FfmpegSourceOptions { Clip = clip });
        using OnnxDetector alone = new(model, new DetectorOptions());
        using CameraPipeline pipeline = Build(model, source.Format);
        using Mailbox mailbox = new(MailboxPolicy.Lossless);
        using CaptureLoop loop = new(
            source, new FramePool(source.Format, 5), mailbox, new CaptureLoopOptions { Pace = ReplayPace.Fast }, TimeProvider.System);
        loop.Start();
        List<(double Pipeline, double Network)> blocks = [];
        while (TimeFrames(mailbox, pipeline) is { } frames)
        {
            blocks.Add((frames, TimeRuns(alone)));
        }

        // The first block warms both up.
        Print([.. blocks.Skip(1)], pipeline);
        return 0;
    }

    private static double? TimeFrames(Mailbox mailbox, CameraPipeline pipeline)
    {
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < Block; i++)
        {
            if (!mailbox.TryTake(out Frame frame))
            {
                return null;
            }

            using (frame)
            {
                pipeline.Process(frame);
            }
        }

        return Stopwatch.GetElapsedTime(started).TotalMilliseconds / Block;
    }

    private static double TimeRuns(OnnxDetector detector)
    {
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < Block; i++)
        {
            detector.Run();
        }

        return Stopwatch.GetElapsedTime(started).TotalMilliseconds / Block;
    }

    private static void Print((double Pipeline, double Network)[] blocks, CameraPipeline pipeline)
    {
        double ratio = Median(blocks.Select(block => block.Network / block.Pipeline));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{blocks.Length} pairs of blocks of {Block}; {pipeline.Inferences} inferences in {pipeline.Frames} frames. Medians: frame {Median(blocks.Select(block => block.Pipeline)):0.00} ms, network alone {Median(blocks.Select(block => block.Network)):0.00} ms, ratio {ratio:0.000} ({blocks.Min(block => block.Network / block.Pipeline):0.000} to {blocks.Max(block => block.Network / block.Pipeline):0.000})"));
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static CameraPipeline Build(ModelManifest model, FrameFormat format)
    {
        PipelineSteps steps = new(
            new PrivacyMask([]),
            new MotionGate(MotionOptions.Default),
            new OnnxDetector(model, new DetectorOptions()),
            new Tracker(new TrackerOptions()),
            new SceneRules(format, "camera", new LaboratoryPermit(), []));
        if (!Topics.TryCreate("site", "device", out Topics? topics, out string problem))
        {
            throw new InvalidOperationException(problem);
        }

        return new CameraPipeline(steps, new EventDesk(topics, Context(model), null, null), 1, EventMarks.Laboratory);
    }

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
}
