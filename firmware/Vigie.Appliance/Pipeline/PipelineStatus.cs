using Vigie.Core;

namespace Vigie.Appliance.Pipeline;

/// <summary>How a pipeline stands at one moment.</summary>
/// <param name="Frames">Frames that went through.</param>
/// <param name="Inferences">Frames that the detector looked at.</param>
/// <param name="Postures">Closer looks at how a person holds the trunk.</param>
/// <param name="StuckInferences">Looks lost because the network was stuck and had to be ended.</param>
/// <param name="Stuck">What to tell people of the last of those; null where there was none.</param>
/// <param name="GateOpen">Whether something moves, or did a moment ago.</param>
/// <param name="Picture">Whether pictures are good, or what is wrong with them.</param>
/// <param name="Dead">The network is stuck and cannot be ended: only a restart of the process helps.</param>
public sealed record PipelineStatus(
    long Frames, long Inferences, long Postures, long StuckInferences, Fault? Stuck, bool GateOpen, PictureCondition Picture, bool Dead);
