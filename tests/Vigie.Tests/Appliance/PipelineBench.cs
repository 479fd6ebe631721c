using Vigie.Appliance.Pipeline;
using Vigie.Capture;
using Vigie.Capture.Ffmpeg;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Scene.Rules;
using Vigie.Scene.Tracking;
using Vigie.Tests.Vision;
using Vigie.Vision.Detectors;
using Vigie.Vision.Motion;
using Vigie.Vision.Privacy;

namespace Vigie.Tests.Appliance;

/// <summary>
/// A pipeline on frames of 64 x 48 and a network of a few bytes, that looks at every frame (heartbeat), fed from memory: dark frames, or half bright
/// ones, which never end where the network is a <see cref="LoopingNetwork"/>.
/// </summary>
internal sealed class PipelineBench : IDisposable
{
    public static readonly FrameFormat Format = new(64, 48);

    private readonly ModelFolder _folder = new();

    public PipelineBench(byte[]? network = null, RunLimits? limits = null, TimeProvider? clock = null, AnalyticsSwitch? analytics = null, Func<bool>? mayLook = null, CameraAim? aim = null)
    {
        if (network is not null)
        {
            _folder.WriteNetwork(network);
            _folder.WriteManifest();
        }

        PipelineSteps steps = new(
            new PrivacyMask([]),
            new MotionGate(MotionOptions.Default with { Heartbeat = TimeSpan.FromMilliseconds(1) }),
            new OnnxDetector(_folder.Manifest, new DetectorOptions(Limits: limits), clock),
            new Tracker(new TrackerOptions()),
            new SceneRules(Format, "camera", new LaboratoryPermit(), [], aim: aim),
            aim);
        Pipeline = new CameraPipeline(steps, new EventDesk(EventDeskTests.Context(), null, null), 1, EventMarks.Laboratory, Asked.Add, analytics, mayLook);
    }

    public Mailbox Mailbox { get; } = new(MailboxPolicy.Lossless);

    public FramePool Pool { get; } = new(Format, CameraPipeline.FramesNeeded(Mailbox.DefaultCapacity));

    /// <summary>What the source was asked to decode, in order.</summary>
    public List<DecodeMode> Asked { get; } = [];

    public CameraPipeline Pipeline { get; }

    /// <summary>Posts frames from a thread of its own, then completes the mailbox.</summary>
    public Task FeedAsync(int frames, Predicate<int> bright, Exception? end = null) => Task.Run(() =>
    {
        for (int i = 0; i < frames; i++)
        {
            Frame frame = Pool.Rent();
            frame.Pixels.Span.Fill(16);
            frame.Luma[(Format.LumaBytes / 2)..].Fill(bright(i) ? (byte)235 : (byte)16);
            (frame.Number, frame.At) = (i, TimeSpan.FromMilliseconds(100 * i));
            if (!Mailbox.Post(frame))
            {
                return;
            }
        }

        Mailbox.Complete(end);
    });

    /// <summary>Rents every frame that the pool has: an owner who kept one shows.</summary>
    public void AssertAllFramesAreBack()
    {
        Mailbox.Dispose();
        for (int i = 0; i < Pool.Capacity; i++)
        {
            Pool.Rent();
        }
    }

    public void Dispose()
    {
        Mailbox.Dispose();
        Pipeline.Dispose();
        _folder.Dispose();
    }
}
