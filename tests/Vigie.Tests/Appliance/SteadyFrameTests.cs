using System.Text.Json;
using Vigie.Appliance.Pipeline;
using Vigie.Capture;
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

/// <summary>
/// Law 7 on real video with real weights: from the mailbox to the rules, a frame without an event allocates nothing, on neither of the
/// pipeline's threads.
/// </summary>
public sealed class SteadyFrameTests
{
    private const int WindowFrames = 30;
    private const int Frames = 8 * WindowFrames;

    [Fact]
    public void A_steady_frame_allocates_nothing_on_either_thread()
    {
        string clip = Environment.GetEnvironmentVariable("VIGIE_CLIP") ?? Path.Combine(SourceTree.Root, "../shared/data/pets09-s2l1/vtest.avi");
        Assert.SkipUnless(File.Exists(clip), "skipped: no clip; ./tools/test fetches it");
        Assert.SkipUnless(
            File.Exists(Path.Combine(SourceTree.Root, "models/street/street.onnx")), "skipped: no weights; ./tools/run modelkit build street makes them");
        FfmpegSource source = FfmpegSource.Open(new FfmpegSourceOptions { Clip = clip });
        MeteredClock clock = new(TimeProvider.System, callsPerWindow: 2 * WindowFrames);
        using CameraPipeline pipeline = Build(source.Format, clock);
        using Mailbox mailbox = new(MailboxPolicy.Lossless);
        FramePool pool = new(source.Format, CameraPipeline.FramesNeeded(Mailbox.DefaultCapacity));
        using CaptureLoop loop = new(source, pool, mailbox, new CaptureLoopOptions { Pace = ReplayPace.Fast }, TimeProvider.System);
        AllocationMeter second = new(WindowFrames);
        loop.Start();

        pipeline.Run(mailbox, (frame, _) =>
        {
            second.Tick();
            if (frame.Number == Frames)
            {
                pipeline.Stop();
            }
        });

        // The first thread asks the clock twice for each frame that it prepares.
        Assert.Equal((0L, 0L), (clock.LeastHere, second.Least));
        Assert.True(pipeline.Status.Inferences > Frames / 2, $"Only {pipeline.Status.Inferences} inferences: nothing was measured.");
    }

    private static CameraPipeline Build(FrameFormat format, TimeProvider clock)
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
            new OnnxDetector(model, new DetectorOptions(), clock),
            new Tracker(new TrackerOptions()),
            rules);
        return new CameraPipeline(steps, new EventDesk(EventDeskTests.Context(), null, null), 1, EventMarks.Laboratory);
    }
}
