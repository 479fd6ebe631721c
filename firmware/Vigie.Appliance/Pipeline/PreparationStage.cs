using Vigie.Core;
using Vigie.Vision.Detectors;
using Vigie.Vision.Motion;
using Vigie.Vision.Privacy;

namespace Vigie.Appliance.Pipeline;

/// <summary>The first half of a frame's walk: what needs pixels. Mask, gate, and the network's input where a look is due. For one thread.</summary>
/// <param name="steps">What a frame walks through.</param>
public sealed class PreparationStage(PipelineSteps steps)
{
    private readonly PrivacyMask _mask = steps.Mask;
    private readonly MotionGate _gate = steps.Gate;
    private readonly OnnxDetector _detector = steps.Detector;
    private readonly CameraAim? _aim = steps.Aim;
    private int _confirmations = steps.Aim?.Confirmations ?? 0;

    /// <summary>Burns the masks in, looks for motion, and writes the network's input where a look is due.</summary>
    /// <param name="frame">The frame; it stays the caller's.</param>
    /// <param name="input">A free input of the detector.</param>
    public PreparedFrame Process(Frame frame, int input)
    {
        if (_aim is { IsLost: true })
        {
            // The mask was drawn for another view: nothing of this one is looked at, not even whether it moves.
            PrivacyMask.BurnAll(frame);
            return new PreparedFrame(frame, default, input, PictureCondition.Moved);
        }

        if (_aim is not null && _confirmations != _aim.Confirmations)
        {
            _confirmations = _aim.Confirmations;
            _gate.Forget();
        }

        _mask.Burn(frame);
        MotionReading motion = _gate.Look(frame);
        if (motion.LookDue)
        {
            _detector.Prepare(frame, input);
        }

        return new PreparedFrame(frame, motion, input, _gate.Condition);
    }
}
