using Vigie.Appliance.Configuration;
using Vigie.Appliance.Pipeline;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Scene.Rules;
using Vigie.Scene.Tracking;
using Vigie.Vision.Detectors;
using Vigie.Vision.Masks;
using Vigie.Vision.Motion;

namespace Vigie.Appliance.Replay;

/// <summary>Makes the parts that a plan asks for.</summary>
internal static class ReplayAssembly
{
    private static readonly string NoMask = new('0', 64);

    /// <summary>The camera's privacy masks, or null where it has none.</summary>
    public static PrivacyMask? Mask(ReplayPlan plan, FrameFormat format) =>
        plan.Camera.Masks.IsEmpty ? null : new PrivacyMask(plan.Camera.Masks, format);

    /// <summary>The pipeline of the plan's camera for frames of this format.</summary>
    public static CameraPipeline Pipeline(ReplayPlan plan, FrameFormat format, EventDesk desk)
    {
        TrackerOptions tracker = new()
        {
            Confirm = plan.Model.Thresholds.Confirm,
            Consider = plan.Model.Thresholds.Consider,
        };
        LaboratoryPermit permit = new();
        SceneRules rules = new(format, plan.Camera.Name, permit, plan.Rules);
        PipelineSteps steps = new(
            Mask(plan, format),
            new MotionGate(format, new MotionGateOptions()),
            new OnnxDetector(plan.Model, new DetectorOptions(Classes: plan.Classes)),
            new Tracker(tracker),
            rules);
        EventMarks marks = permit.Laboratory ? EventMarks.Laboratory : EventMarks.None;
        return new CameraPipeline(steps, desk, plan.Camera.Number, plan.Camera.Heartbeat, marks);
    }

    /// <summary>What the replay's events refer to.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="mask">The masks of this replay, or null.</param>
    public static ContextRecord Context(ReplayPlan plan, PrivacyMask? mask)
    {
        CameraConfiguration camera = plan.Camera;
        Dictionary<int, string> zones = camera.Zones.ToDictionary(zone => zone.Number, zone => zone.Name);
        return new ContextRecord
        {
            Identity = new Identity(plan.Boot, 1, null),
            Number = 1,
            Time = plan.Options.StartTime,
            Site = plan.Configuration.Site,
            Device = plan.Configuration.Device,
            Software = ReplayPlan.Software,
            Model = plan.Model.Name,
            ConfigurationHash = Convert.ToHexStringLower(plan.Configuration.Sha256.AsSpan()),
            MaskHash = mask is null ? NoMask : Convert.ToHexStringLower(mask.Sha256.Span),
            ModelHash = plan.Model.Network.Sha256,
            Cameras = new Dictionary<int, ContextCamera> { [camera.Number] = new(camera.Name, zones) },
            Classes = plan.Model.Classes.Zip(plan.Model.Labels)
                .Where(pair => plan.Classes?.Contains(pair.First) ?? true)
                .ToDictionary(pair => pair.First, pair => pair.Second),
            Link = plan.Configuration.VideoLink,
            Encoding = plan.Configuration.Delivery?.Json == true ? WireEncoding.Json : WireEncoding.Cbor,
        };
    }
}
