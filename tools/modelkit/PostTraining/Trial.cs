using Vigie.Vision.Models;

namespace Vigie.Modelkit.PostTraining;

/// <summary>One try at writing a network in integers, and what came of it.</summary>
/// <param name="Name">What was tried.</param>
/// <param name="Plan">How.</param>
/// <param name="Manifest">The made network.</param>
/// <param name="Agreement">Average precision of its detections on the calibration pictures, the float network's own taken for the truth.</param>
/// <param name="Ap">Average precision on the labelled set; absent where none was given.</param>
/// <param name="Milliseconds">Median of one run, one thread.</param>
/// <param name="Speed">How many times as fast as the float network, run in turn with it.</param>
public sealed record Trial(string Name, PostTrainingPlan Plan, ModelManifest Manifest, double Agreement, double? Ap, double Milliseconds, double Speed);
