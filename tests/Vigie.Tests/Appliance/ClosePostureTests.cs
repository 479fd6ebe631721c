using System.Collections.Immutable;
using Vigie.Appliance.Pipeline;
using Vigie.Capture;
using Vigie.Capture.Ffmpeg;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Scene.Ground;
using Vigie.Scene.Rules;
using Vigie.Scene.Tracking;
using Vigie.Tests.House;
using Vigie.Vision.Detectors;
using Vigie.Vision.Models;
using Vigie.Vision.Motion;
using Vigie.Vision.Pose;
using Vigie.Vision.Privacy;

namespace Vigie.Tests.Appliance;

/// <summary>
/// Postures in the whole pipeline, with real weights: on real video people who walk, as it is and on its side. A rule of the test asks for everybody.
/// </summary>
public sealed class ClosePostureTests(ITestOutputHelper output)
{
    private const int WindowFrames = 15;
    private const int Frames = 8 * WindowFrames;

    /// <summary>Nobody lies in vtest.avi. What a closer look costs is no memory: on neither thread.</summary>
    [Fact]
    public void Who_walks_holds_the_trunk_upright_and_a_frame_with_closer_looks_allocates_nothing()
    {
        Asking asked = new();
        AllocationMeter second = new(WindowFrames);
        (MeteredClock clock, PipelineStatus status) = Walk(asked, Frames, (_, _) => second.Tick());

        PostureReading[] read = asked.Read.ToArray();
        Posture[] sure = [.. read.Select(reading => reading.Posture).Where(posture => posture.Confidence >= 0.3f)];
        int upright = sure.Count(posture => posture.TrunkTilt <= 35), level = sure.Count(posture => posture.TrunkTilt >= 55);
        output.WriteLine($"{status.Postures} postures in {Frames} frames, {sure.Length} sure: {upright} upright, {level} level");
        Assert.Equal((0L, 0L), (clock.LeastHere, second.Least));
        Assert.Equal(status.Postures, read.Length);
        Assert.True(read.Length > Frames, $"Only {read.Length} postures: nothing was measured.");
        Assert.InRange(sure.Length, read.Length / 10, read.Length);
        Assert.InRange(upright, sure.Length * 9 / 10, sure.Length);
        Assert.InRange(level, 0, sure.Length / 50);
    }

    /// <summary>No real clip shows one who lies: the same walkers on their side are what is nearest to it.</summary>
    [Fact]
    public void The_same_people_on_their_side_hold_it_level()
    {
        List<Posture> sure = [];
        FramePool turned = new(new FrameFormat(576, 768), 1);
        using PostureReader reader = new(Models().Read("movenet-lightning"));
        int looks = 0;
        long started = TimeProvider.System.GetTimestamp();
        TimeSpan looking = TimeSpan.Zero;
        Walk(new Asking(), 60, (frame, outcome) =>
        {
            using Frame side = turned.Rent();
            Turn(frame, side);
            foreach (Track track in outcome.Tracks.ToArray().Where(track => track.Seen).Take(3))
            {
                looks++;
                started = TimeProvider.System.GetTimestamp();
                Box box = new(track.Box.Top, track.Box.Left, track.Box.Bottom, track.Box.Right);
                if (reader.TryRead(side, box, out Posture posture, out _) && posture.Confidence >= 0.3f)
                {
                    sure.Add(posture);
                }

                looking += TimeProvider.System.GetElapsedTime(started);
            }
        });

        int upright = sure.Count(posture => posture.TrunkTilt <= 35), level = sure.Count(posture => posture.TrunkTilt >= 55);
        output.WriteLine($"{looks} postures on their side, {looking.TotalMilliseconds / looks:0.0} ms each, {sure.Count} sure: {upright} upright, {level} level");
        Assert.InRange(sure.Count, looks / 20, looks);
        Assert.InRange(level, sure.Count / 2, sure.Count);
        Assert.InRange(upright, 0, sure.Count / 5);
    }

    private static (MeteredClock Clock, PipelineStatus Status) Walk(Asking asked, int frames, OutcomeSink sink)
    {
        string clip = Environment.GetEnvironmentVariable("VIGIE_CLIP") ?? Path.Combine(SourceTree.Root, "../shared/data/pets09-s2l1/vtest.avi");
        Assert.SkipUnless(File.Exists(clip), "skipped: no clip; ./tools/test fetches it");
        // Before ffmpeg runs, which nobody would end: these skip where there are no weights.
        ModelFolders models = Models();
        FfmpegSource source = FfmpegSource.Open(new FfmpegSourceOptions { Clip = clip });
        MeteredClock clock = new(TimeProvider.System, callsPerWindow: 2 * WindowFrames);
        using CameraPipeline pipeline = Build(models, source.Format, clock, asked);
        using Mailbox mailbox = new(MailboxPolicy.Lossless);
        FramePool pool = new(source.Format, CameraPipeline.FramesNeeded(Mailbox.DefaultCapacity));
        using CaptureLoop loop = new(source, pool, mailbox, new CaptureLoopOptions { Pace = ReplayPace.Fast }, TimeProvider.System);
        loop.Start();
        pipeline.Run(mailbox, (frame, outcome) =>
        {
            sink(frame, outcome);
            if (frame.Number == frames)
            {
                pipeline.Stop();
            }
        });
        return (clock, pipeline.Status);
    }

    // Rows become columns: luma, then both planes of colour at half the size.
    private static void Turn(Frame frame, Frame side)
    {
        (int width, int height) = (frame.Format.Width, frame.Format.Height);
        int chroma = width * height / 4;
        Turn(frame.Pixels.Span, side.Pixels.Span, 0, width, height);
        Turn(frame.Pixels.Span, side.Pixels.Span, width * height, width / 2, height / 2);
        Turn(frame.Pixels.Span, side.Pixels.Span, (width * height) + chroma, width / 2, height / 2);
    }

    private static void Turn(ReadOnlySpan<byte> from, Span<byte> to, int start, int width, int height)
    {
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                to[start + (x * height) + y] = from[start + (y * width) + x];
            }
        }
    }

    private static ModelFolders Models()
    {
        Assert.SkipUnless(File.Exists(SourceTree.Full("models/street/street.onnx")), "skipped: no weights; ./tools/run modelkit build street makes them");
        Assert.SkipUnless(
            File.Exists(SourceTree.Full("models/movenet-lightning/movenet-lightning.onnx")), "skipped: no weights; ./tools/run modelkit build movenet-lightning makes them");
        return new ModelFolders(SourceTree.Full("models"));
    }

    private static CameraPipeline Build(ModelFolders models, FrameFormat format, TimeProvider clock, Asking asked)
    {
        PipelineSteps steps = new(
            new PrivacyMask([]),
            new MotionGate(MotionOptions.Default),
            new OnnxDetector(models.Read("street"), new DetectorOptions(), clock),
            new Tracker(new TrackerOptions()),
            new SceneRules(format, "camera", new LaboratoryPermit(), [asked]),
            Postures: new PostureReader(models.Read("movenet-lightning")));
        return new CameraPipeline(steps, new EventDesk(EventDeskTests.Context(), null, null), 1, EventMarks.Laboratory);
    }

    /// <summary>Asks for everybody, and keeps what it is told.</summary>
    private sealed record Asking : RuleSettings
    {
        // Room for all of it: a list that grows would be seen as what a frame allocates.
        public List<PostureReading> Read { get; } = new(10_000);

        public override EventKind Kind => EventKind.Fall;

        public override ImmutableArray<int> Classes { get; init; } = [ObjectClasses.Person];

        public override Rule Build(SceneGround ground) => new AskingRule(Read, new Track[ground.MaximumTracks]);
    }

    private sealed class AskingRule(List<PostureReading> read, Track[] shown) : Rule
    {
        private int _count;
        private int _turn;

        public override void Look(ReadOnlySpan<PostureReading> postures) => read.AddRange(postures);

        public override int Ask(Span<int> tracks)
        {
            int asked = 0;
            for (; asked < Math.Min(_count, tracks.Length); asked++)
            {
                tracks[asked] = shown[_turn++ % _count].Number;
            }

            return asked;
        }

        public override void Step(TimeSpan at, ReadOnlySpan<Track> tracks, SignalWriter signals)
        {
            tracks.CopyTo(shown);
            _count = tracks.Length;
        }

        public override void Finish(TimeSpan at, SignalWriter signals) => _count = 0;
    }
}
