using System.Text.Json;
using Vigie.Appliance.Pipeline;
using Vigie.Capture.Ffmpeg;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Core.Settings;
using Vigie.Scene.Rules;
using Vigie.Scene.Tracking;
using Vigie.Tests.House;
using Vigie.Vision.Detectors;
using Vigie.Vision.Models;
using Vigie.Vision.Motion;
using Vigie.Vision.Privacy;

namespace Vigie.Tests.Appliance;

/// <summary>Law 7 on real video with real weights: from ffmpeg's pipe to the rules, a frame without an event allocates nothing.</summary>
public sealed class SteadyFrameTests
{
    private const int WarmUp = 60;
    private const int WindowFrames = 30;
    private const int Windows = 5;

    [Fact]
    public void A_steady_frame_allocates_nothing()
    {
        string clip = Environment.GetEnvironmentVariable("VIGIE_CLIP") ?? Path.Combine(SourceTree.Root, "../shared/data/pets09-s2l1/vtest.avi");
        Assert.SkipUnless(File.Exists(clip), "skipped: no clip; ./tools/test fetches it");
        Assert.SkipUnless(
            File.Exists(Path.Combine(SourceTree.Root, "models/street/street.onnx")), "skipped: no weights; ./tools/run modelkit build street makes them");
        using FfmpegSource source = FfmpegSource.Open(new FfmpegSourceOptions { Clip = clip });
        using CameraPipeline pipeline = Build(source.Format);
        FramePool pool = new(source.Format, 1);
        Walk(source, pool, pipeline, WarmUp);

        // A collection in mid-window adds to the thread's count: the quietest window is what the code allocates.
        long least = Enumerable.Range(0, Windows).Min(_ => Walk(source, pool, pipeline, WindowFrames));

        Assert.Equal(0, least);
        Assert.Equal(WarmUp + Windows * WindowFrames, pipeline.Frames);
        Assert.True(pipeline.Inferences > WarmUp, $"Only {pipeline.Inferences} inferences: nothing was measured.");
    }

    private static long Walk(FfmpegSource source, FramePool pool, CameraPipeline pipeline, int frames)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < frames; i++)
        {
            using Frame frame = pool.Rent();
            if (!source.Read(frame))
            {
                throw new InvalidOperationException("The clip is shorter than the measurement.");
            }

            frame.Wall = DateTimeOffset.UnixEpoch + frame.At;
            pipeline.Process(frame);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static CameraPipeline Build(FrameFormat format)
    {
        ModelManifest model = new ModelFolders(Path.Combine(SourceTree.Root, "models")).Read("street");
        Zone corner = new(1, "corner", new Polygon([new(0, 0), new(0.01f, 0), new(0, 0.01f)]));
        Complaints complaints = new("test");
        using JsonDocument rule = JsonDocument.Parse("""{ "kind": "intrusion", "zone": "corner" }""");
        SceneRules rules = new(
            format,
            "camera",
            new LaboratoryPermit(),
            RuleRegistry.Read([new SettingsReader(rule.RootElement, "$", complaints)], new RuleContext([corner], model.Labels)));
        complaints.ThrowIfAny();
        PipelineSteps steps = new(
            new PrivacyMask([new Polygon([new(0.9f, 0), new(1, 0), new(1, 0.1f)])]),
            new MotionGate(MotionOptions.Default),
            new OnnxDetector(model, new DetectorOptions()),
            new Tracker(new TrackerOptions()),
            rules);
        Assert.True(Topics.TryCreate("site", "device", out Topics? topics, out _));
        return new CameraPipeline(steps, new EventDesk(topics, EventDeskTests.Context(), null, null), 1, EventMarks.Laboratory);
    }
}
