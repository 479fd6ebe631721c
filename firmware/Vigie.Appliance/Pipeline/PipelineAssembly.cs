using Vigie.Appliance.Configuration;
using Vigie.Capture.Ffmpeg;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Scene.Rules;
using Vigie.Scene.Rules.Explanations;
using Vigie.Scene.Rules.Shadows;
using Vigie.Scene.Tracking;
using Vigie.Vision.Detectors;
using Vigie.Vision.Motion;
using Vigie.Vision.Pose;
using Vigie.Vision.Privacy;

namespace Vigie.Appliance.Pipeline;

/// <summary>Makes the pipeline that a camera's plan asks for: the same for a replay and for the service.</summary>
internal static class PipelineAssembly
{
    /// <summary>Loads the camera's network: what takes longest, and needs no frame yet.</summary>
    /// <param name="plan">What was asked.</param>
    /// <param name="classes">Numbers of the classes to look for; null: all that the model knows.</param>
    /// <param name="limits">When a run of it counts as stuck, and what then: a camera goes on, a file ends.</param>
    /// <exception cref="Fault">Weights that are missing or damaged.</exception>
    public static OnnxDetector Load(CameraPlan plan, IReadOnlySet<int>? classes, RunLimits limits) =>
        new(plan.Model, new DetectorOptions(Classes: classes, Limits: limits, Accelerator: plan.Acceleration.InUse));

    /// <summary>The pipeline of a camera for frames of this format.</summary>
    /// <param name="plan">What was asked.</param>
    /// <param name="detector">The loaded network: the pipeline's own afterwards.</param>
    /// <param name="format">The camera's frames.</param>
    /// <param name="desk">Where events go.</param>
    /// <param name="permit">Says what may be watched for.</param>
    /// <param name="decode">Is told what a live feed has to decode; null: a file, which is decoded whole.</param>
    /// <param name="analytics">The kill switch; null: a file's walk has none.</param>
    /// <param name="mayLook">Asked before each frame of a live camera; null: a file's may be looked at.</param>
    /// <param name="shadows">What rules have counted in their shadow time; null: it begins anew.</param>
    /// <param name="trace">Is told why rules are silent; null: nobody asks.</param>
    /// <param name="aim">Whether the camera shows the view that it was set up for; null: it does when it begins.</param>
    /// <param name="limits">When a run of the network of postures counts as stuck; null: as a file's.</param>
    /// <exception cref="Fault">No permit for a rule, or a network of postures that is missing or damaged.</exception>
    public static CameraPipeline Build(
        CameraPlan plan,
        OnnxDetector detector,
        FrameFormat format,
        EventDesk desk,
        IPermit permit,
        Action<DecodeMode>? decode = null,
        AnalyticsSwitch? analytics = null,
        Func<bool>? mayLook = null,
        Func<RuleSettings, ShadowLedger>? shadows = null,
        RuleTrace? trace = null,
        CameraAim? aim = null,
        RunLimits? limits = null)
    {
        TrackerOptions tracker = new()
        {
            Confirm = plan.Model.Thresholds.Confirm,
            Consider = plan.Model.Thresholds.Consider,
            BeginOf = TrackerOptions.BeginWith(plan.Rules.SelectMany(rule => rule.SmallThings)),
        };
        aim ??= new CameraAim();
        SceneRules rules = new(
            format, plan.Camera.Name, permit, plan.Rules, shadows: shadows, trace: trace, plane: plan.Camera.Ground, aim: aim);
        PipelineSteps steps = new(
            new PrivacyMask(plan.Camera.Masks),
            new MotionGate(plan.Camera.Motion),
            detector,
            new Tracker(tracker),
            rules,
            aim,
            plan.Pose is null ? null : new PostureReader(plan.Pose, limits));
        EventMarks marks = permit.Laboratory ? EventMarks.Laboratory : EventMarks.None;
        return new CameraPipeline(steps, desk, plan.Camera.Number, marks, decode, analytics, mayLook);
    }
}
