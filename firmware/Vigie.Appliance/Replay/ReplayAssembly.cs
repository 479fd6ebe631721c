using Vigie.Appliance.Configuration;
using Vigie.Appliance.Pipeline;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Scene.Rules;
using Vigie.Scene.Tracking;
using Vigie.Vision.Detectors;
using Vigie.Vision.Motion;
using Vigie.Vision.Privacy;

namespace Vigie.Appliance.Replay;

/// <summary>Makes the parts that a plan asks for.</summary>
internal static class ReplayAssembly
{
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
            new PrivacyMask(plan.Camera.Masks),
            new MotionGate(plan.Camera.Motion),
            new OnnxDetector(plan.Model, new DetectorOptions(Classes: plan.Classes)),
            new Tracker(tracker),
            rules);
        EventMarks marks = permit.Laboratory ? EventMarks.Laboratory : EventMarks.None;
        return new CameraPipeline(steps, desk, plan.Camera.Number, marks);
    }

    /// <summary>What the replay's events refer to.</summary>
    public static ContextRecord Context(ReplayPlan plan)
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
            MaskHash = new PrivacyMask(camera.Masks).Sha256,
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
