using Vigie.Core;
using Vigie.Scene.Rules;
using Vigie.Scene.Tracking;
using Vigie.Vision.Detectors;
using Vigie.Vision.Motion;
using Vigie.Vision.Pose;
using Vigie.Vision.Privacy;

namespace Vigie.Appliance.Pipeline;

/// <summary>What a frame walks through, in this order.</summary>
/// <param name="Mask">Burns privacy masks in.</param>
/// <param name="Gate">Says whether anything moves.</param>
/// <param name="Detector">Finds objects.</param>
/// <param name="Tracker">Follows them.</param>
/// <param name="Rules">Say what happens.</param>
/// <param name="Aim">Whether the camera shows the view that it was set up for: the rules' own.</param>
/// <param name="Postures">Reads how those persons hold themselves of whom the rules ask; null: nobody does.</param>
public sealed record PipelineSteps(
    PrivacyMask Mask, MotionGate Gate, OnnxDetector Detector, Tracker Tracker, SceneRules Rules, CameraAim? Aim = null, PostureReader? Postures = null);
