using Vigie.Vision.Providers;

namespace Vigie.Vision.Detectors;

/// <summary>What a detector is asked for.</summary>
/// <param name="ScoreFloor">Score below which nothing is reported, above 0 and below 1; the model's own <c>consider</c> where absent.</param>
/// <param name="MaximumDetections">The most that are reported of one frame: the best.</param>
/// <param name="Classes">Numbers of <see cref="Vigie.Core.ObjectClasses"/> that are looked for; all that the model knows where absent.</param>
/// <param name="Limits">When a run counts as stuck; <see cref="RunLimits.File"/> where absent.</param>
/// <param name="Accelerator">A board's own library and provider, tried before (<see cref="AcceleratorProbe"/>); the program's own and the processor where absent.</param>
public sealed record DetectorOptions(
    float? ScoreFloor = null, int MaximumDetections = 100, IReadOnlySet<int>? Classes = null, RunLimits? Limits = null, Accelerator? Accelerator = null);
