namespace Vigie.Vision.Detectors;

/// <summary>How long the steps of one detection took.</summary>
/// <param name="Preprocess">From the frame to the network's input.</param>
/// <param name="Run">The network itself.</param>
/// <param name="Postprocess">From the network's answer to detections.</param>
public readonly record struct DetectionDuration(TimeSpan Preprocess, TimeSpan Run, TimeSpan Postprocess)
{
    /// <summary>All three together.</summary>
    public TimeSpan Total => Preprocess + Run + Postprocess;
}
